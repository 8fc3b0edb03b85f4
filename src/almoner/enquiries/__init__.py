"""Enquiries: what the public writes to the body, the queue it comes to, and what is answered."""
