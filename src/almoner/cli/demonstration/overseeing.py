"""How the demonstration's officials oversee their work: risks, and what they took on."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.actions.operations import (
    finish_action,
    move_action_day,
    note_progress,
    open_action,
    verify_action,
)
from almoner.core.daily import steps
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.risks.models import Risk
from almoner.risks.operations import View, accept_risk, record_risk, review_risk
from almoner.risks.subjects import programme_named

DAYS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A risk as the story sees it: whose it is, its scores, its kind, and when it is reviewed."""

    cause: str
    event: str
    effect: str
    inherent: tuple[int, int]
    current: tuple[int, int]
    owner: str
    in_days: int
    category: str
    target: tuple[int, int] | None = None

    def view(self, today: date) -> View:
        return View(
            cause=self.cause,
            event=self.event,
            effect=self.effect,
            inherent_likelihood=self.inherent[0],
            inherent_impact=self.inherent[1],
            current_likelihood=self.current[0],
            current_impact=self.current[1],
            owner=_person(self.owner),
            review_on=today + self.in_days * DAYS,
            category=self.category,
            target_likelihood=self.target[0] if self.target else None,
            target_impact=self.target[1] if self.target else None,
        )


SOLE, ATTACK, LEAK, LATE, COST, ENDS = (
    Seen(
        "Only one charity offers night-time advocacy in the north of the county",
        "The charity closes or withdraws",
        "Victims wait weeks, and a new provider takes half a year to find",
        (4, 5),
        (4, 4),
        "hugo.tansley",
        40,
        "delivery",
        (2, 4),
    ),
    Seen(
        "Claims come by e-mail and are keyed in by hand",
        "A forged change of bank details is followed",
        "Public money is lost, and a provider is not paid",
        (4, 5),
        (3, 5),
        "etta.quaye",
        60,
        "financial",
        (1, 5),
    ),
    Seen(
        "Refuges are paid under their own names",
        "A register names a refuge in full",
        "Somebody who fled is found",
        (4, 5),
        (1, 5),
        "dev.marlow",
        -2,
        "safeguarding",
        (1, 4),
    ),
    Seen(
        "One person brings in every register",
        "That person is away when a period ends",
        "Editions come out late",
        (4, 3),
        (2, 3),
        "dev.marlow",
        75,
        "reputational",
    ),
    Seen(
        "Two contracts follow the index of prices",
        "Prices rise by more than was planned",
        "Other services are cut within the year",
        (4, 4),
        (3, 4),
        "owen.brack",
        25,
        "financial",
        (2, 3),
    ),
    Seen(
        "The ministry pays for advocates until March, and has promised nothing after",
        "Half of the money for victims’ advocates ends",
        "Victims who are in the middle of a case lose whoever stands by them",
        (4, 4),
        (3, 4),
        "hugo.tansley",
        45,
        "financial",
    ),
)


def record_risks(today: date, moment: datetime) -> None:
    """The commissioning officer writes down what her colleagues told her; the worst is accepted."""
    author, victims = _person("cerys.vane"), programme_named("support-victims")
    for seen in (SOLE, ATTACK, LEAK, LATE, COST):
        record_risk(seen.view(today), by=author, at=moment)
    record_risk(ENDS.view(today), about=victims, by=author, at=moment)
    forged = _risk(ATTACK)
    until, why = today + 90 * DAYS, "Until the new portal takes claims, a second person rings back."
    accept_risk(forged, reason=why, until=until, by=_person("nadia.okell"), at=moment)


def open_actions(today: date, moment: datetime) -> None:
    """What is to be done about them: five actions, each of somebody and for another to verify."""
    nadia, on = _person("nadia.okell"), day_of(moment)
    for what, seen, owner, verifier, due_on in (
        (
            "Find a second provider to step in",
            SOLE,
            "hugo.tansley",
            "cerys.vane",
            today + 20 * DAYS,
        ),
        ("Ring back before bank details change", ATTACK, "etta.quaye", "owen.brack", on + 5 * DAYS),
        ("Look through two years of names", LEAK, "dev.marlow", "nadia.okell", on + 6 * DAYS),
        ("Set aside for the index in the budget", COST, "owen.brack", "etta.quaye", on + 4 * DAYS),
    ):
        open_action(
            what,
            owner=_person(owner),
            verifier=_person(verifier),
            due_on=due_on,
            source=name_of(_risk(seen)),
            by=nadia,
            at=moment,
        )
    open_action(
        "Ask the landlord about the refuge’s lease",
        owner=_person("cerys.vane"),
        verifier=nadia,
        due_on=today + 9 * DAYS,
        is_restricted=True,
        by=nadia,
        at=moment,
    )


def work_on_actions(today: date, moment: datetime) -> None:
    """One is verified, one waits for it, one has another day, and one is late."""
    of_risks = Action.objects.filter(Q(source="") | Q(source__startswith="risks.")).order_by("pk")
    _sole, ring, names, budget, _lease = of_risks
    note_progress(names, text="The first year is read.", by=names.owner, at=moment)
    finish_action(
        ring, text="In use since Monday; the log is with finance.", by=ring.owner, at=moment
    )
    verify_action(ring, text="Read the log of nine calls.", by=ring.verifier, at=moment)
    move_action_day(
        names,
        due_on=today + 12 * DAYS,
        text="The older year came on paper.",
        by=names.verifier,
        at=moment,
    )
    finish_action(budget, text="Line 14 of the draft budget.", by=budget.owner, at=moment)


def look_again(today: date, moment: datetime) -> None:
    """What was done has made one risk smaller."""
    smaller = replace(COST.view(today), current_impact=3, review_on=today + 80 * DAYS)
    review_risk(_risk(COST), smaller, by=_person(COST.owner), at=moment)


def ask_at_night(moment: datetime) -> None:
    """Each night the house asks every control, and keeps how it stood."""
    steps["controls"](moment)


def _risk(seen: Seen) -> Risk:
    return Risk.objects.filter(assessments__cause=seen.cause).distinct().get()


def _person(username: str) -> User:
    return User.objects.get(username=username)
