"""One module or package per language or file format; each exports `LANGUAGE`."""
