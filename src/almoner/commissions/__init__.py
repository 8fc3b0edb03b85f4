"""Commissions: the case, from a need to its agreement: its facts, its route, its stages and gates."""
