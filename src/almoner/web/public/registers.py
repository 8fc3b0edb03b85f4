"""The registers there are, and how fresh each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.queries import Totals
from almoner.core.models import Batch
from almoner.payments.queries import in_all
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Edition
from almoner.registers.public_sums import months_of_all_payments, totals_of_all
from almoner.registers.publicity import (
    latest_spend_files,
    published_counts,
)
from almoner.registers.queries import editions_from, live_batches

from .agreement_lists import Routes, routes_of

LATEST = 10


@dataclass(frozen=True)
class Kept:
    """A register of agreements as it stands: what it holds, and what was last added to it."""

    register: Register
    totals: Totals
    routes: Routes

    @cached_property
    def last(self) -> Batch | None:
        return live_batches(self.register).order_by("-recorded_at", "-pk").first()

    @cached_property
    def edition(self) -> Edition | None:
        return editions_from(self.register).first()


@login_not_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    files, months = latest_spend_files(LATEST), months_of_all_payments()
    page = {
        "agreements": list(agreements_kept(on=localdate())),
        "months": [month.month for month in months],
        "totals": in_all(months),
        "files": files,
        "latest": files[0] if files else None,
        "edition": editions_from(Register.SPEND).first(),
        "withheld": published_counts(),
    }
    return render(request, "public/registers/registers.html", page)


def agreements_kept(*, on: date) -> Iterator[Kept]:
    """The registers of agreements, by their words, as they stand on a day."""
    for register, kind in KINDS.items():
        yield Kept(register, totals_of_all(kind, on), routes_of(register))
