"""The command line: a file a command, and how all of them speak."""
