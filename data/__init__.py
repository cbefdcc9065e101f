"""What is kept, and what is shipped as data."""
