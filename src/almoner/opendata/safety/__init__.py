"""Checks before a row is published: private people, protected addresses, and figures gone wrong.

Pure rules on words and shapes: they find what looks so, and a person judges. What they know
of words and names is data, and a labelled sample that comes with them says how well they do.
"""

from .files import FileChecks
from .findings import CHECKS, About, Check, Finding, Severity
from .rows import look_over

__all__ = ["CHECKS", "About", "Check", "FileChecks", "Finding", "Severity", "look_over"]
