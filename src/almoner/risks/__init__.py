"""Risks: what may go wrong, for a case or for the body; how bad it is now, and who accepts that."""
