"""What was typed, read with a cure for what cannot be read, and turned into values."""
