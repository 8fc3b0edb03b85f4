"""How people sign in, and what they see of their own account."""
