"""What each event leads to, by area; `console.core.step` is the table that joins them."""
