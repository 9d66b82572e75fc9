"""The composition root: load, discover, extract, build, evaluate, render; no rules of its own."""
