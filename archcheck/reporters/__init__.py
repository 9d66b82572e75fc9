"""One module per output format; each exports `REPORTER`."""
