"""People who sign in, and the dated roles the body gave them."""
