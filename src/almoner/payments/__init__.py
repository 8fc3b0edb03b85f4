"""Payments made: a body's spend, as imported or as paid."""
