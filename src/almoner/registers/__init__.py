"""Registers: imports, editions, and the only door to what is public. Owned by no one."""
