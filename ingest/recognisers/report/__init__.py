"""Whose report it is, of which year and kind, and how it is laid out."""
