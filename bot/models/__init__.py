"""Optional models for rewriting: which are known, which are on this machine, and how they get here."""
