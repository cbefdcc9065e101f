"""Reusable Textual widgets: attributes in, messages out."""
