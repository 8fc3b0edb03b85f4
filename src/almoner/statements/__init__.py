"""The body's standing pages: accessibility, privacy, cookies, licence, the data, contact."""
