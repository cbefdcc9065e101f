"""Contact safety: `gate` is the door that everyone asks; the rule, the people and the numbers stand behind it."""
