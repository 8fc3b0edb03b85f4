"""The templates that come with Almoner. Each is the body's to review; it may write its own."""

from functools import cache
from pathlib import Path

from .shapes import Belongs, Template
from .template_reading import read_template

FOLDER = Path(__file__).parent / "artefacts"
SHIPPED = {file.stem: file for file in sorted(FOLDER.glob("*.toml"))}


def known_templates() -> frozenset[str]:
    """The codes that a framework may ask for of a case. A body's own stand in its versions."""
    return frozenset(code for code in SHIPPED if shipped_template(code).belongs_to == Belongs.CASE)


@cache
def shipped_text(code: str) -> str:
    """A template's text as it came. Raises KeyError where none came."""
    return SHIPPED[code].read_text(encoding="utf-8")


@cache
def shipped_template(code: str) -> Template:
    return read_template(shipped_text(code), file=SHIPPED[code].name)
