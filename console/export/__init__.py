"""The day note and its formats."""
