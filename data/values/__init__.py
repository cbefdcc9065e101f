"""The vocabulary: frozen dataclasses and enums; the standard library only."""
