"""One module per rule kind; each exports `CHECK`."""
