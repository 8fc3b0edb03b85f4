"""The registers there are, and how fresh each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.queries import Totals
from almoner.agreements.queries import totals as totals_of_agreements
from almoner.core.models import Batch
from almoner.payments.queries import months_of
from almoner.payments.queries import totals as totals_of_payments
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Edition
from almoner.registers.publicity import (
    latest_spend_files,
    public_agreements_known,
    public_payments,
    published_counts,
)
from almoner.registers.queries import editions_from, live_batches

from .agreement_lists import Routes, routes_of

LATEST = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """A register of agreements as it stands: what it holds, and what was last added to it."""

    register: Register
    totals: Totals
    routes: Routes

    @property
    def last(self) -> Batch | None:
        return live_batches(self.register).order_by("-recorded_at", "-pk").first()

    @property
    def edition(self) -> Edition | None:
        return editions_from(self.register).first()


@login_not_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    files = latest_spend_files(LATEST)
    page = {
        "agreements": list(agreements_kept(on=localdate())),
        "months": months_of(public_payments()),
        "totals": totals_of_payments(public_payments()),
        "files": files,
        "latest": files[0] if files else None,
        "edition": editions_from(Register.SPEND).first(),
        "withheld": published_counts(),
    }
    return render(request, "public/registers/registers.html", page)


def agreements_kept(*, on: date) -> Iterator[Kept]:
    """The registers of agreements, by their words, as they stand on a day."""
    for register, kind in KINDS.items():
        totals = totals_of_agreements(public_agreements_known(kind, on))
        yield Kept(register, totals, routes_of(register))
