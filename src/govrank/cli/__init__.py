"""The command line: options in, rows to stdout, words to stderr."""
