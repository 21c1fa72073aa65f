"""From a question to facts. Nothing here prints, and nothing here puts words together."""
