"""Rule files that archcheck writes: what a tree suggests, and what configurations of other tools say. Pure."""
