"""The checklist: which checks apply, what was answered, what a line may and may not be, and what the console sees."""
