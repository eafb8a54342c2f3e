"""Pure functions on text, one idea a file."""
