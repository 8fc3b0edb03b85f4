"""The demonstration: an invented body with a world of its own, told up to today."""
