"""How a name is spelt, looked up, and guessed at where it is not found."""
