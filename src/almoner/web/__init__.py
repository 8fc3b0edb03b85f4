"""Every page, by audience: public, portal and workspace. Knows every app; no app knows it."""
