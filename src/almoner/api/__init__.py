"""The API: what the public pages show, for programs. Read-only, and described by itself."""
