"""Decisions: the form, its advice, approvals within limits, delegations, their register."""
