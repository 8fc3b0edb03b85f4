"""Figures as evidence and for programs: each with its value, unit, source, query and day."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from almoner.core.figures import Reading, Unit

ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")


def as_evidence(readings: Iterable[Reading]) -> str:
    """Canonical JSON: the same figures give the same text."""
    return ENCODER.encode(figures_said(readings)).decode()


def figures_said(readings: Iterable[Reading]) -> dict[str, dict[str, Any]]:
    """Each figure by its key. Amounts are pounds with pence, days are written 2021-09-23."""
    return {one.key: _said(one) for one in readings}


def _said(reading: Reading) -> dict[str, Any]:
    value = reading.value
    if isinstance(value, Decimal) and reading.figure.unit == Unit.POUNDS:
        value = value.quantize(Decimal("0.01"))
    return {
        "value": value,
        "unit": reading.figure.unit,
        "label": reading.label,
        "query": reading.figure.name,
        "source": str(reading.figure.source),
        "as_at": reading.as_at,
    }
