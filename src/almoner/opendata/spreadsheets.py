"""What a spreadsheet would run when somebody opens a file in it."""

import re

# What is taken for a formula, unless it is a telephone number, an amount or a dash.
RUNS = re.compile(r"[\t\r\n]*(?:[=+\-]|@.*\()")
FIGURE = re.compile(r"[+\-]*[\d\s.,£%/()\-]*")


def harmless(text: str) -> str:
    """The cell so that no spreadsheet runs it: see decision 5."""
    return f"'{text}" if RUNS.match(text) and not FIGURE.fullmatch(text) else text
