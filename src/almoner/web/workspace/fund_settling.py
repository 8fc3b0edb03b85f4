"""What of a line is due, paid and recovered, by what it is for; and how that is entered."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.core.verdicts import Verdict
from almoner.funding.policies import may_settle_money
from almoner.funding.queries import Use, uses_in
from almoner.funding.rules import MOVES
from almoner.funding.states import PoundState
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .fund_lines import line_or_404
from .fund_verbs import SETTLING, Verb

SHOWN = (PoundState.COMMITTED, PoundState.DUE, PoundState.PAID, PoundState.RECOVERED)
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Held:
    """What a thing has in one state, and what may be entered of it."""

    title: str
    amount: Decimal
    verbs: list[tuple[str, Verb]]


@require_safe
def settling(request: StaffRequest, reference: str) -> HttpResponse:
    """By case and agreement: what is committed, due, paid and recovered, and what follows."""
    line, on = line_or_404(request, reference), localdate()
    may = may_settle_money(request.user, line, on=on)
    uses = [use for use in uses_in(line.entries.all()) if any(_amount(use, of) for of in SHOWN)]
    page = page_of(request, uses, size=A_PAGE)
    shown = [(use, held_by(use, may)) for use in page]
    words = {"line": line, "page": page, "shown": shown, "may": may}
    return render(request, "workspace/funds/settling.html", words)


def held_by(use: Use, may: Verdict) -> list[Held]:
    """Each state in which it has something, with the verbs that lead out of it."""
    return [
        Held(str(state.label), _amount(use, state), _leaving(state) if may else [])
        for state in SHOWN
        if _amount(use, state)
    ]


def _leaving(state: PoundState) -> list[tuple[str, Verb]]:
    return [(slug, verb) for slug, verb in SETTLING.items() if MOVES[verb.act][0] == state]


def _amount(use: Use, state: PoundState) -> Decimal:
    amount: Decimal = getattr(use, state)
    return amount
