"""Times archcheck beside its peers, on real packages and on a generated tree."""
