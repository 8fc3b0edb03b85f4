"""What every part of a Word file is written with: its first line, its spaces, safe words."""

from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def said(text: str) -> str:
    """A text as it stands in XML."""
    return escape(without_controls(text))


def without_controls(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return "".join(max(c, " ") for c in text if c not in "\ufffe\uffff")
