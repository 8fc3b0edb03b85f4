"""Grants and contracts: what each publisher's register says of them, and from when."""
