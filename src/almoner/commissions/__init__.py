"""Commissions: the case, from a need to its agreement: its facts, route, stages and gates."""
