"""Models that may rewrite a summary: which one the settings mean, and the client of an engine elsewhere."""
