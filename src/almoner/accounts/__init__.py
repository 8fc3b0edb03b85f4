"""People who sign in, the dated roles the body gave them, and the teams in which they work."""
