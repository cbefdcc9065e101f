"""Thin: each turns one outside thing into a port of the core."""
