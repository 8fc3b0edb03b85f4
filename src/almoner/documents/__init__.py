"""The documents engine. It keeps files whole; what a file belongs to says who may read it."""
