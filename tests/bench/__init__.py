"""How fast it is, beside programs that do next to nothing: `make bench`."""
