"""Everything that touches the outside: git, the file system, the cache, rule files, packaged data."""
