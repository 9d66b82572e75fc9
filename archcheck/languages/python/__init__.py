"""Python: imports, symbols and suppressions of files, and what the imports mean in a repository."""
