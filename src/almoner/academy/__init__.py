"""The academy: courses, workshops, who came, and certificates that some work asks for."""
