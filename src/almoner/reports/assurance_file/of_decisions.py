"""A decision with all that hangs on it: what it says, what it binds, who advised and approved."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from almoner.actions.queries import actions_of
from almoner.actions.states import ActionState
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.decisions.access import PART_TWO
from almoner.decisions.binding import SAID, digest_of_text, facts_in
from almoner.decisions.kinds import OTHERWISE, Outcome, RelationKind, Subject
from almoner.decisions.models import (
    Advice,
    Approval,
    Decision,
    DecisionText,
    Lapse,
    Relation,
    Submission,
)
from almoner.decisions.scheme import steps_in
from almoner.decisions.states import DecisionState
from almoner.documents.models import Filling
from almoner.documents.outputs.html import as_html
from almoner.documents.queries import written_of
from almoner.documents.queries.attachments import attached_to
from almoner.documents.states import FillingState
from almoner.framework.grounds import Ground
from almoner.framework.holding import holdings_of_offices
from almoner.framework.models import OfficeHolding

from .gathered import Gathered, Gathering, LeftOut
from .of_boards import minuted_of
from .records import Entry, Record, Said, coded, section, who

FROZEN = (FillingState.FINISHED, FillingState.SUPERSEDED)


def gather_decision(decision: Decision, gathering: Gathering) -> Gathered:
    """All that is known of it now."""
    name = name_of(decision)
    if decision.is_restricted:
        gathering.may_see(name, is_logged=True)
    gathering.follow(name)
    part_two = _may_read_part_two(decision, gathering)
    sections = (
        section("decision", _("The decision"), [_itself(decision)]),
        section("case", _("What it is about"), _case(decision, gathering)),
        section("text", _("What it says"), _parts(decision, has_part_two=part_two)),
        section("versions", _("Versions of its text"), _versions(decision, gathering, part_two)),
        section("submissions", _("What was submitted"), _submissions(decision, gathering)),
        section("bound", _("The facts that were bound"), _bound(decision)),
        section("advice", _("Advice"), _advice(decision)),
        section("interests", _("Interests that were declared"), _interests(decision)),
        section("approvals", _("Approvals, and the offices held"), _approvals(decision)),
        section("boards", _("What boards made of it"), minuted_of(name, gathering)),
        section("lapses", _("Approvals that lapsed"), _lapses(decision)),
        section("deferrals", _("When part 1 was to wait"), _deferrals(decision, part_two)),
        section("relations", _("Other decisions"), _relations(decision, gathering)),
        section("delegations", _("What it delegates"), _delegations(decision, gathering)),
        section("conditions", _("Conditions, and what became of them"), _actions(name, gathering)),
        section("documents", _("Documents of its case"), _documents(decision, gathering)),
    )
    title = _("Decision %(number)s") % {"number": decision.called}
    return Gathered(Record(name, decision.called, title, sections), gathering)


def _may_read_part_two(decision: Decision, gathering: Gathering) -> bool:
    """Asked, and noted, where there is one."""
    if not decision.texts.exclude(part_two="", deferral_reason="").exists():
        return True
    return gathering.may_see(f"{PART_TWO}:{decision.reference}", is_logged=True)


def _itself(one: Decision) -> Entry:
    return (
        Said("reference", _("Reference"), one.reference),
        Said("number", _("Number"), one.number or ""),
        Said("matter", _("Matter"), one.matter),
        coded("state", _("Stands"), one.state, DecisionState),
        Said("is_restricted", _("Restricted"), one.is_restricted),
        Said("author", _("Author"), who(one.author)),
        Said("begun_at", _("Begun"), one.begun_at),
        Said("value", _("Value"), one.asked.value if one.asked else None),
        Said("settled_at", _("Settled"), one.settled_at),
        Said("published_at", _("Part 1 public since"), one.published_at),
        Said("deferred_until", _("Part 1 waits until"), one.deferred_until),
    )


def _case(decision: Decision, gathering: Gathering) -> Iterator[Entry]:
    case = decision.commission
    if case is None:
        yield (Said("about", _("About"), "body", _("The body itself, and no case")),)
    elif gathering.may_see(name_of(case), is_logged=case.is_restricted):
        gathering.follow(name_of(case))
        yield (
            Said("reference", _("Case"), case.reference),
            Said("title", _("Title"), case.title),
            Said("lead", _("Led by"), who(case.lead)),
            Said("begun_at", _("Begun"), case.begun_at),
        )


def _spoken(decision: Decision) -> DecisionText | None:
    """The text that was submitted last or, until then, as it stands."""
    return decision.asked.text if decision.asked else decision.current


def _parts(decision: Decision, *, has_part_two: bool) -> Iterator[Entry]:
    text = _spoken(decision)
    if text is None:
        return
    items = "\n".join(f"{n}. {one}" for n, one in enumerate(text.recommendations, 1))
    yield (
        Said("version", _("Version"), text.number),
        Said("title", _("Title"), text.title),
        Said("summary", _("Summary"), text.summary),
        Said("recommendations", _("Recommendations"), items),
        Said("background", _("Introduction and background"), text.background),
        Said("considerations", _("Issues for consideration"), text.considerations),
        Said("plan", _("What it contributes to the plan"), text.plan),
        Said("papers", _("Background papers"), text.papers),
        Said("power", _("Legal power"), text.power),
        Said("delegation", _("Made under"), str(text.delegation or "")),
        coded("part_two_ground", _("Ground of part 2"), text.part_two_ground, Ground),
        Said("part_two", _("Part 2"), text.part_two if has_part_two else ""),
        Said("has_part_two", _("There is a part 2"), bool(text.part_two)),
    )


def _versions(
    decision: Decision,
    gathering: Gathering,
    has_part_two: bool,  # noqa: FBT001 - private
) -> Iterator[Entry]:
    for one in decision.texts.select_related("written_by", "delegation").order_by("number"):
        yield (
            Said("number", _("Version"), one.number),
            Said("written_by", _("Written by"), who(one.written_by)),
            Said("written_at", _("Written"), one.written_at),
            Said("sha256", _("SHA-256"), one.digest),
            Said("document", _("Document in this file"), _text(one, gathering, has_part_two)),
        )


def _text(one: DecisionText, gathering: Gathering, has_part_two: bool) -> str:  # noqa: FBT001 - as above
    """A version byte for byte as it was hashed, part 2 and all."""
    if (one.part_two or one.deferral_reason) and not has_part_two:
        gathering.left_out[LeftOut.NOT_READ] += 1
        return ""
    stem = f"{one.decision.reference}-text-{one.number}"
    title = _("Version %(n)d of the text") % {"n": one.number}
    hashed = _as_hashed(one)
    return gathering.add_text(stem, title, hashed) if hashed else ""


def _as_hashed(one: DecisionText) -> str:
    """The text of which the digest was taken; empty where nothing gives that digest any more."""
    said: dict[str, Any] = {name: getattr(one, name) for name in SAID}
    told = [said]
    if one.value is not None:  # which its author may have written without pence
        told.append({**said, "value": one.value.normalize()})
        told.append({**said, "value": int(one.value)})
    found = next((each for each in told if digest_of_text(each) == one.digest), None)
    if found is None:
        return ""
    return json.dumps(found, sort_keys=True, separators=(",", ":"), default=str)


def _rounds(decision: Decision) -> Iterable[Submission]:
    found = decision.submissions.select_related("text", "submitted_by").order_by("number")
    return found.prefetch_related("said__decided_by", "said__in_place_of", "lapses")


def _submissions(decision: Decision, gathering: Gathering) -> Iterator[Entry]:
    for one in _rounds(decision):
        stem = f"{decision.reference}-submission-{one.number}"
        title = _("The facts bound by submission %(n)d") % {"n": one.number}
        facts = {fact.code: fact.value for fact in facts_in(one)}
        bound = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        yield (
            Said("number", _("Submission"), one.number),
            Said("version", _("Version of the text"), one.text.number),
            Said("value", _("Value"), one.value),
            Said("limit", _("By which limit or delegation"), str(one.facts.get("why", ""))),
            Said("steps", _("Whose approval was wanted"), _titles(one)),
            Said("answers", _("Answers to what was asked before"), one.answers),
            Said("submitted_by", _("Submitted by"), who(one.submitted_by)),
            Said("submitted_at", _("Submitted"), one.submitted_at),
            Said("sha256", _("SHA-256 of the facts"), one.digest),
            Said("document", _("Document in this file"), gathering.add_text(stem, title, bound)),
        )


def _titles(one: Submission) -> str:
    return ", ".join(step.title for step in steps_in(one.steps))


def _bound(decision: Decision) -> Iterator[Entry]:
    for submission in _rounds(decision):
        for fact in facts_in(submission):
            yield (
                Said("submission", _("Submission"), submission.number),
                Said("code", _("Fact"), fact.code, fact.title),
                Said("value", _("What it said"), fact.value),
            )


def _advice(decision: Decision) -> Iterator[Entry]:
    given = Advice.objects.filter(text__decision=decision).select_related("given_by", "text")
    for one in given.order_by("pk"):
        yield (
            coded("subject", _("Subject"), one.subject, Subject),
            Said("version", _("Version of the text"), one.text.number),
            Said("words", _("What was advised"), one.words),
            Said("office", _("Office"), one.office),
            Said("given_by", _("By"), who(one.given_by)),
            Said("given_at", _("Given"), one.given_at),
        )


def _interests(decision: Decision) -> Iterator[Entry]:
    for one in decision.interests.select_related("person").order_by("pk"):
        yield (
            Said("person", _("Person"), who(one.person)),
            Said("has_any", _("Has an interest"), one.has_any),
            Said("words", _("Which"), one.words),
            Said("declared_at", _("Declared"), one.declared_at),
        )


def _approvals(decision: Decision) -> Iterator[Entry]:
    for submission in _rounds(decision):
        for one in sorted(submission.said.all(), key=lambda said: said.number):
            held = _holding(one)
            conditions = [f"{each['what']} ({each['due_on']})" for each in one.conditions]
            yield (
                Said("submission", _("Submission"), submission.number),
                Said("step", _("Step"), one.number),
                Said("office", _("Office"), one.office, one.office_title),
                Said("limit", _("Under"), str(submission.facts.get("why", ""))),
                Said("value", _("Value"), submission.value),
                coded("outcome", _("Said"), one.outcome, Outcome),
                Said("words", _("Words"), one.words),
                Said("conditions", _("Conditions"), "\n".join(conditions)),
                Said("name", _("Name, as it was then"), one.name),
                Said("decided_by", _("Person"), who(one.decided_by)),
                Said("in_place_of", _("In place of"), who(one.in_place_of)),
                Said("held_from", _("Office held from"), held.valid_from if held else None),
                Said("held_to", _("Office held until"), held.valid_to if held else None),
                Said("decided_at", _("When"), one.decided_at),
            )


def _holding(one: Approval) -> OfficeHolding | None:
    """That whoever's right it was held the office on that day, as now known."""
    entitled = one.in_place_of or one.decided_by
    held = holdings_of_offices(day_of(one.decided_at))
    return held.filter(office=one.office, holder=entitled).first()


def _lapses(decision: Decision) -> Iterator[Entry]:
    found = Lapse.objects.filter(submission__decision=decision).select_related("submission")
    for one in found.order_by("pk"):
        for change in one.changes:
            yield (
                Said("submission", _("Submission"), one.submission.number),
                Said("fact", _("Fact"), str(change.get("title", ""))),
                Said("before", _("As approved"), str(change.get("before", ""))),
                Said("after", _("As it became"), str(change.get("after", ""))),
                Said("lapsed_at", _("Lapsed"), one.lapsed_at),
            )


def _deferrals(decision: Decision, has_part_two: bool) -> Iterator[Entry]:  # noqa: FBT001 - private
    for one in decision.deferrals.select_related("said_by").order_by("pk"):
        yield (
            Said("until", _("Until"), one.until),
            coded("ground", _("Ground"), one.ground, Ground),
            Said("reason", _("Why"), one.reason if has_part_two else ""),
            Said("said_by", _("By"), who(one.said_by)),
            Said("said_at", _("Said"), one.said_at),
        )


def _relations(decision: Decision, gathering: Gathering) -> Iterator[Entry]:
    """Of others that may be read, how it stands to them and they to it."""
    for one in Relation.objects.filter(decision=decision).select_related("other").order_by("pk"):
        if gathering.may_see(name_of(one.other)):
            yield _relation(RelationKind(one.kind).label, one.other)
    others = Relation.objects.filter(other=decision).select_related("decision").order_by("pk")
    for one in others:
        if gathering.may_see(name_of(one.decision)):
            yield _relation(OTHERWISE[RelationKind(one.kind)], one.decision)


def _relation(how: object, other: Decision) -> Entry:
    return (Said("how", _("How"), str(how)), Said("decision", _("Decision"), other.called))


def _delegations(decision: Decision, gathering: Gathering) -> Iterator[Entry]:
    found = decision.delegations.select_related("person", "ended_by").order_by("pk")
    for one in found:
        gathering.follow(name_of(one))
        yield (
            Said("reference", _("Reference"), one.reference),
            Said("office", _("To the office"), one.office),
            Said("person", _("To the person"), who(one.person)),
            Said("matter", _("Matter"), one.matter),
            Said("ceiling", _("Up to"), one.ceiling),
            Said("begins_on", _("From"), one.begins_on),
            Said("ends_on", _("Until"), one.ends_on),
            Said("ended_at", _("Ended"), one.ended_at),
            Said("ended_by", _("Ended by"), who(one.ended_by)),
            Said("ended_because", _("Why"), one.ended_because),
        )


def _actions(name: str, gathering: Gathering) -> Iterator[Entry]:
    for one in actions_of(name):
        if gathering.may_see(name_of(one)):
            gathering.follow(name_of(one))
            yield (
                Said("reference", _("Reference"), one.reference),
                Said("what", _("What"), one.what),
                Said("owner", _("Owner"), who(one.owner)),
                Said("verifier", _("Who verifies it"), who(one.verifier)),
                Said("due_on", _("Due"), one.due_on),
                coded("state", _("Stands"), one.state, ActionState),
                Said("closed_at", _("Closed"), one.closed_at),
            )


def _documents(decision: Decision, gathering: Gathering) -> Iterator[Entry]:
    """Those of its case that are finished, frozen as they were, with the files attached to each."""
    if decision.commission is None:
        return
    about = name_of(decision.commission)
    found = Filling.objects.filter(about=about, state__in=FROZEN).order_by("pk")
    for one in found.select_related("template", "closed_by").iterator(chunk_size=10):
        if not gathering.may_see(name_of(one)):
            continue
        gathering.follow(name_of(one))
        path = gathering.add_text(one.reference, one.title, one.frozen)
        yield _document(one.reference, one.title, one.digest, path)
        page = as_html(written_of(one, on=gathering.on)[0])
        gathering.add_text(f"{one.reference}-to-read", one.title, page, ending="html")
        for file in attached_to(one):
            gathering.follow(name_of(file))
            path = gathering.add_file(file.reference, file.called, file.file)
            yield _document(file.reference, file.called, file.file.digest, path)


def _document(reference: str, title: str, digest: str, path: str) -> Entry:
    return (
        Said("reference", _("Reference"), reference),
        Said("title", _("Title"), title),
        Said("sha256", _("SHA-256"), digest),
        Said("document", _("Document in this file"), path),
    )
