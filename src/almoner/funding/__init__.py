"""Funds, ring-fences, budget lines; what is planned and committed: each pound in one state."""
