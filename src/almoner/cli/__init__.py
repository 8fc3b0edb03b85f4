"""The command line: one program, for operators and for whoever has a file to read."""
