"""Scenarios: worlds described in TOML and told by our own operations at their true days."""

from pathlib import Path

FOLDER = Path(__file__).parent
SHIPPED = {file.stem: file for file in sorted(FOLDER.glob("*.toml"))}
