"""From facts to what is read: tables for people, records for programs, words on stderr."""
