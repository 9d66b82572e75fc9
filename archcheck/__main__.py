"""Runs the command line: `python -m archcheck`."""

from archcheck.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
