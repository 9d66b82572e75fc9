"""The command line: one file per command, loaded lazily; the only writer to stdout and stderr."""
