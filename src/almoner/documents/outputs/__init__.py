"""Documents as they leave the house: HTML, Word and PDF, drawn from one structure."""
