"""Pure text -> values with places: YAML and other syntaxes that several modules read."""
