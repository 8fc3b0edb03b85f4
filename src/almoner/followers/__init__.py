"""Followers: who asked to be told by e-mail what is new in a search, and said so twice."""
