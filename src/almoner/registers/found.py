"""What the index found, as the public may open it."""

from collections.abc import Iterable
from datetime import date

from .kinds import KINDS, Register
from .publicity import public_agreements_known


def registers_of(agreements: Iterable[int], *, on: date) -> dict[int, Register]:
    """In which public register each of these agreements stands, by their keys."""
    keys = list(agreements)
    return {
        key: register
        for register, kind in KINDS.items()
        for key in public_agreements_known(kind, on)
        .filter(agreement__in=keys)
        .values_list("agreement", flat=True)
    }
