"""Digests: when they are due, which stories they tell, and how each is told once."""
