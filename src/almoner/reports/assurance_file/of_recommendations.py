"""A recommendation with all that hangs on it: review, finding, what was agreed, done and shown."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.actions.models import Action
from almoner.actions.queries import actions_of, steps_of
from almoner.actions.states import ProposalState, StepKind
from almoner.assurance.controls import control_called, parameters_on
from almoner.assurance.events import Outcome
from almoner.assurance.holding import nights, runs_between
from almoner.assurance.models import Run
from almoner.audits.events import RecommendationEvent
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import Evidence, Recommendation, TiedControl
from almoner.audits.queries import evidence_of, ratings_of, responses_of, verdicts_of
from almoner.audits.queries import steps_of as review_steps_of
from almoner.audits.standings import issued_by
from almoner.audits.states import ReviewState
from almoner.core.models import Event
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .gathered import Gathered, Gathering
from .records import Entry, Record, Said, coded, section, who


def gather_recommendation(recommendation: Recommendation, gathering: Gathering) -> Gathered:
    """What is known of it or, as at a day, what was. Raises ValidationError, if it had not been
    issued by then.
    """
    _refuse_before_issue(recommendation, gathering)
    review, finding = recommendation.review, recommendation.finding
    gathering.follow(name_of(recommendation), name_of(review), name_of(finding))
    actions = _actions_known(recommendation, gathering)
    sections = (
        section("recommendation", _("The recommendation"), [_itself(recommendation)]),
        section("review", _("The review"), [_review(recommendation)]),
        section("review-steps", _("How the review went"), _review_steps(recommendation, gathering)),
        section("ratings", _("How it was rated"), _ratings(recommendation, gathering)),
        section("finding", _("The finding"), [_finding(recommendation)]),
        section("responses", _("What management answered"), _responses(recommendation, gathering)),
        section("actions", _("What was agreed"), _agreed(recommendation, actions, gathering)),
        section("progress", _("What was done, step by step"), _steps(actions, gathering)),
        section("days", _("Other days that were asked for"), _days(actions, gathering)),
        section("evidence", _("Evidence, by version"), _evidence(recommendation, gathering)),
        section("verdicts", _("What the auditor found"), _verdicts(recommendation, gathering)),
        section("controls", _("The controls that measure it"), _ties(recommendation, gathering)),
        section(
            "intervals", _("How those controls were kept"), _intervals(recommendation, gathering)
        ),
    )
    called = recommendation.reference
    title = _("Recommendation %(reference)s") % {"reference": called}
    return Gathered(Record(name_of(recommendation), called, title, sections), gathering)


def _refuse_before_issue(recommendation: Recommendation, gathering: Gathering) -> None:
    before = gathering.known_before
    if before is None:
        return
    issued = issued_by(gathering.as_at, known_before=before)
    if not issued.filter(pk=recommendation.pk).exists():
        raise ValidationError(_("It had not been issued by that day. Give a later day."))


def _itself(one: Recommendation) -> Entry:
    return (
        Said("reference", _("Reference"), one.reference),
        Said("issued_as", _("Number in the report"), one.issued_as),
        Said("text", _("What is recommended"), one.text),
        Said("priority", _("Priority"), one.priority, one.priority_title),
        Said("recorded_by", _("Recorded by"), who(one.recorded_by)),
        Said("recorded_at", _("Recorded"), one.recorded_at),
    )


def _review(recommendation: Recommendation) -> Entry:
    one = recommendation.review
    return (
        Said("reference", _("Reference"), one.reference),
        coded("kind", _("Kind"), one.kind, ReviewKind),
        Said("title", _("Title"), one.title),
        Said("scope", _("What was looked at"), one.scope),
        Said("carried_out_by", _("Carried out by"), one.carried_out_by),
        Said("lead", _("Led by"), who(one.lead)),
        Said("sponsor", _("Who answers for it"), who(one.sponsor)),
        Said("starts_on", _("Begins"), one.starts_on),
        Said("ends_on", _("Ends"), one.ends_on),
        Said("follows", _("Follows"), one.follows.reference if one.follows else ""),
        Said("issued_on", _("Report issued"), one.issued_on),
    )


def _review_steps(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in reversed(review_steps_of(recommendation.review)):
        if gathering.knows(one.recorded_at):
            yield (
                Said("from", _("From"), one.valid_from),
                coded("state", _("State"), one.state, ReviewState),
                Said("text", _("What was said"), one.text),
                Said("taken_by", _("By"), who(one.taken_by)),
                Said("recorded_at", _("Recorded"), one.recorded_at),
            )


def _ratings(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in reversed(ratings_of(recommendation.review)):
        if gathering.knows(one.recorded_at):
            yield (
                Said("from", _("From"), one.valid_from),
                Said("rating", _("Rating"), one.code, one.title),
                Said("given_in", _("Given in"), one.given_in.reference),
                Said("given_by", _("By"), who(one.given_by)),
                Said("recorded_at", _("Recorded"), one.recorded_at),
            )


def _finding(recommendation: Recommendation) -> Entry:
    one = recommendation.finding
    return (
        Said("reference", _("Reference"), one.reference),
        Said("number", _("Number"), one.number),
        Said("title", _("Title"), one.title),
        Said("text", _("What was found"), one.text),
        Said("risk", _("What may come of it"), one.risk),
        Said("repeats", _("Repeats"), one.repeats.reference if one.repeats else ""),
        Said("recorded_at", _("Recorded"), one.recorded_at),
    )


def _responses(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in reversed(responses_of(recommendation)):
        if gathering.knows(one.recorded_at):
            yield (
                Said("from", _("From"), one.valid_from),
                coded("answer", _("Answer"), one.answer, Answer),
                Said("reason", _("Why"), one.reason),
                Said("agreed", _("What was agreed"), one.agreed),
                Said("given_by", _("By"), who(one.given_by)),
                Said("recorded_at", _("Recorded"), one.recorded_at),
            )


def _agreed(
    recommendation: Recommendation, actions: list[Action], gathering: Gathering
) -> Iterator[Entry]:
    """Each as its last known step left it."""
    for action in actions:
        last = next(one for one in steps_of(action) if gathering.knows(one.recorded_at))
        yield (
            Said("reference", _("Reference"), action.reference),
            Said("what", _("What"), action.what),
            Said("leads", _("Leads the others"), action == recommendation.action),
            Said("owner", _("Owner"), who(last.owner)),
            Said("verifier", _("Who verifies it"), who(last.verifier)),
            Said("opened_by", _("Agreed by"), who(action.opened_by)),
            Said("opened_at", _("Agreed on"), action.opened_at),
            Said("first_due_on", _("First due"), action.first_due_on),
            Said("due_on", _("Due"), last.due_on),
            coded("last_step", _("Last step"), last.kind, StepKind),
        )


def _actions_known(recommendation: Recommendation, gathering: Gathering) -> list[Action]:
    """The one that leads, and any other about it, which whoever asks may read."""
    mine = set(actions_of(name_of(recommendation)))
    mine |= {recommendation.action} if recommendation.action else set()
    in_order = sorted(mine, key=lambda one: one.pk)
    known = [one for one in in_order if any(gathering.knows(s.recorded_at) for s in steps_of(one))]
    seen = [one for one in known if gathering.may_see(name_of(one))]
    gathering.follow(*map(name_of, seen))
    return seen


def _steps(actions: list[Action], gathering: Gathering) -> Iterator[Entry]:
    for action in actions:
        for one in reversed(steps_of(action)):
            if gathering.knows(one.recorded_at):
                yield (
                    Said("action", _("Action"), action.reference),
                    coded("kind", _("Step"), one.kind, StepKind),
                    Said("text", _("What was said"), one.text),
                    Said("due_on", _("Due"), one.due_on),
                    Said("owner", _("Owner"), who(one.owner)),
                    Said("taken_by", _("By"), who(one.taken_by)),
                    Said("taken_at", _("Taken"), one.taken_at),
                    Said("recorded_at", _("Recorded"), one.recorded_at),
                )


def _days(actions: list[Action], gathering: Gathering) -> Iterator[Entry]:
    for action in actions:
        for one in action.proposals.select_related("proposed_by", "decided_by").order_by("pk"):
            if not gathering.knows(one.proposed_at):
                continue
            is_decided = one.decided_at is not None and gathering.knows(one.decided_at)
            state = one.state if is_decided else ProposalState.PROPOSED
            yield (
                Said("action", _("Action"), action.reference),
                Said("due_on", _("Day asked for"), one.due_on),
                Said("reason", _("Why"), one.reason),
                Said("proposed_by", _("Asked by"), who(one.proposed_by)),
                Said("proposed_at", _("Asked"), one.proposed_at),
                coded("state", _("What became of it"), state, ProposalState),
                Said("decided_by", _("Decided by"), who(one.decided_by) if is_decided else ""),
                Said("decided_at", _("Decided"), one.decided_at if is_decided else None),
                Said("answer", _("Answer"), one.answer if is_decided else ""),
            )


def _evidence(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in reversed(evidence_of(recommendation)):
        if not gathering.knows(one.recorded_at):
            continue
        gathering.follow(name_of(one))
        yield (
            Said("reference", _("Reference"), one.reference),
            # The title may say what a file that was taken down did.
            Said("title", _("Title"), one.title if _is_kept(one) else ""),
            Said("version", _("Version"), one.version),
            Said("replaces", _("Replaces"), one.replaces.reference if one.replaces else ""),
            Said("dated_on", _("Dated"), one.dated_on),
            Said("covers_from", _("Covers from"), one.covers_from),
            Said("covers_to", _("Covers to"), one.covers_to),
            Said("expires_on", _("Good until"), one.expires_on),
            Said("added_by", _("Added by"), who(one.added_by)),
            Said("added_at", _("Added"), one.added_at),
            Said("sha256", _("SHA-256"), one.digest),
            Said("thing", _("What it names"), _thing(one, gathering)),
            Said("document", _("Document in this file"), _document(one, gathering)),
        )


def _is_kept(one: Evidence) -> bool:
    return one.file is None or one.file.is_kept


def _thing(one: Evidence, gathering: Gathering) -> str:
    """A thing of this system that is evidence, and the line of the ledger that it stood at."""
    if not one.thing or not gathering.may_see(one.thing):
        return ""
    gathering.hashes.append(one.digest)
    return one.thing


def _document(one: Evidence, gathering: Gathering) -> str:
    return gathering.add_file(one.reference, one.title, one.file) if one.file else ""


def _verdicts(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in reversed(verdicts_of(recommendation)):
        if gathering.knows(one.recorded_at):
            yield (
                Said("from", _("From"), one.valid_from),
                coded("finds", _("Verdict"), one.finds, Finds),
                Said("reasons", _("Reasons"), one.reasons),
                Said("given_in", _("Given in"), one.given_in.reference if one.given_in else ""),
                Said("given_by", _("By"), who(one.given_by)),
                Said("recorded_at", _("Recorded"), one.recorded_at),
            )


def _known_ties(recommendation: Recommendation, gathering: Gathering) -> list[TiedControl]:
    ties = recommendation.tied_controls.select_related("tied_by", "recommendation").order_by("pk")
    return [one for one in ties if gathering.knows(one.tied_at)]


def _ties(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    for one in _known_ties(recommendation, gathering):
        control = control_called(one.code)
        promise = control.promise_in_words(parameters_on(one.code, gathering.as_at))
        yield (
            Said("control", _("Control"), one.code, str(control.title)),
            Said("promise", _("What it promises"), promise),
            Said("tied_by", _("Tied by"), who(one.tied_by)),
            Said("tied_at", _("Tied"), one.tied_at),
            Said("untied_at", _("Untied"), _untied(one, gathering)),
            Said("hold_days", _("Days that it has to hold"), _days_to_hold(one, gathering)),
        )


def _days_to_hold(one: TiedControl, gathering: Gathering) -> int:
    """How many were wanted: the row has the last word, and the ledger each."""
    recommendation = one.recommendation
    said = Event.objects.filter(about=name_of(recommendation), kind=RecommendationEvent.TIED)
    for line in said.order_by("-number"):
        if gathering.knows(line.recorded_at):
            return int(line.facts["days"])
    return recommendation.hold_days


def _untied(one: TiedControl, gathering: Gathering) -> datetime | None:
    return one.untied_at if one.untied_at and gathering.knows(one.untied_at) else None


def _intervals(recommendation: Recommendation, gathering: Gathering) -> Iterator[Entry]:
    """Of each control, from which night to which it was kept, broken, or not asked: since as many
    days before it was tied as it has to hold.
    """
    for tie in _known_ties(recommendation, gathering):
        first = day_of(tie.tied_at) - timedelta(days=_days_to_hold(tie, gathering))
        runs = runs_between(tie.code, first, gathering.as_at)
        known = {run.night: run for run in runs if gathering.knows(run.ran_at)}
        gathering.follow(*(name_of(run) for run in known.values()))
        begun = min(known, default=None)
        for outcome, told in _grouped(known, begun, gathering.as_at) if begun else ():
            yield (
                Said("control", _("Control"), tie.code),
                Said("outcome", _("How it stood"), outcome, _in_words(outcome)),
                Said("first_night", _("From the night of"), told[0]),
                Said("last_night", _("To the night of"), told[-1]),
                Said("nights", _("Nights"), len(told)),
            )


def _grouped(
    runs: dict[date, Run], first: date, last: date
) -> Iterable[tuple[Outcome, list[date]]]:
    """Nights on end with the same outcome. Whether the last night was asked is told by tomorrow."""
    asked = [night for night in nights(first, last) if night in runs or night < last]
    for outcome, found in groupby(asked, key=lambda night: _outcome(runs.get(night))):
        yield outcome, list(found)


def _outcome(run: Run | None) -> Outcome:
    if run is None or run.failure:
        return Outcome.NOT_ASKED
    return Outcome.BROKEN if run.broken else Outcome.KEPT


def _in_words(outcome: Outcome) -> str:
    return {
        Outcome.KEPT: _("kept by every case"),
        Outcome.BROKEN: _("broken by at least one case"),
        Outcome.NOT_ASKED: _("not asked, so that nobody knows"),
    }[outcome]
