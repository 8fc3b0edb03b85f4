"""The form of a decision as a document: part 1, advice and signatures, for Word and PDF alike.

Part 2 is in no file.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.moments import day_of
from almoner.core.money import in_text
from almoner.documents.blocks import Blocks, Listing, Table, typed
from almoner.documents.shapes import Section
from almoner.documents.written import Part, Written
from almoner.framework.contents import Framework

from .kinds import Subject
from .models import Approval, Decision, DecisionText
from .queries import advice_on, said_of
from .states import DecisionState


def written_of(decision: Decision, *, body: str, framework: Framework, on: date) -> Written:
    """A decision as it stands, as one structure for every kind of file."""
    asked, text = decision.asked, decision.current
    if text is None:
        raise LookupError(str(decision))
    if decision.state == DecisionState.SIGNED and asked:
        text = asked.text
    said = said_of(decision)
    facts = [(_("Number"), decision.called), (_("Stands"), decision.get_state_display())]
    if asked:
        facts.append((_("Value"), in_text(asked.value)))
    return Written(
        title=text.title,
        kind=_("Decision"),
        reference=decision.called,
        number=text.number,
        body=body,
        parts=list(_parts(text, said, framework)),
        is_draft=decision.state != DecisionState.SIGNED,
        made_on=f"{on:%Y-%m-%d}T00:00:00Z",  # as Word wants it
        facts=facts,
        digest=asked.digest if asked else "",
    )


def _parts(text: DecisionText, said: list[Approval], framework: Framework) -> Iterator[Part]:
    power = next((one for one in framework.powers if one.code == text.power), None)
    yield _part("summary", _("Summary"), typed(text.summary))
    items = tuple(typed(one) for one in text.recommendations)
    listing: Blocks = (Listing(is_ordered=True, items=items),) if items else ()
    yield _part("recommendations", _("Recommendations"), listing)
    yield _part("background", _("Introduction and background"), typed(text.background))
    yield _part("considerations", _("Issues for consideration"), typed(text.considerations))
    yield _part("plan", _("What it contributes to the plan"), typed(text.plan))
    named = f"{power.title} ({power.law})" if power else text.power
    yield _part("power", _("Legal power"), typed(named))
    yield from _advice(text)
    yield _part("papers", _("Background papers"), typed(text.papers))
    yield _part("signed", _("Signed"), _signatures(said))


def _advice(text: DecisionText) -> Iterator[Part]:
    given = advice_on(text)
    for subject in Subject:
        advice = given.get(subject)
        blocks: Blocks = ()
        if advice:
            blocks = (*typed(advice.words), *typed(_signed(advice.office, advice.given_at)))
        words = _("%(subject)s comments") % {"subject": subject.label}
        yield _part(f"advice-{subject}", words, blocks)


def _signatures(said: list[Approval]) -> Blocks:
    rows = tuple(
        (
            one.office_title,
            one.name,
            str(one.get_outcome_display()),
            date_format(day_of(one.decided_at), "j F Y"),
        )
        for one in said
    )
    columns = (_("Office"), _("Name"), _("Said"), _("When"))
    return (Table(columns, rows),) if rows else ()


def _signed(office: str, at: datetime) -> str:
    return f"{office}, {date_format(day_of(at), 'j F Y')}"


def _part(code: str, heading: str, blocks: Blocks) -> Part:
    section = Section(code=code, heading=heading, guidance="", is_optional=True)
    return Part(section, heading, "", blocks)
