"""The search engine. Apps add entries with their audiences; it finds them, on either database."""
