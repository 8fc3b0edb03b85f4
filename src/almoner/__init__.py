"""Almoner: a public body's commissioning, from need to published register."""
