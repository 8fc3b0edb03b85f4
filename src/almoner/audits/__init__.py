"""Audits: reviews, findings, recommendations, what shows that they are met, and who verified it."""
