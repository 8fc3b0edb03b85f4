"""The story of the demonstration, stage by stage, each act at its own moment up to today."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from almoner.accounts.models import RoleGrant, User
from almoner.accounts.operations import (
    accept_invitation,
    add_person_as_operator,
    confirm_operator_grant,
    confirm_role,
    invite_person,
    propose_deputy,
    propose_role,
)
from almoner.accounts.queries import invitation_with
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.agreements.states import AgreementKind
from almoner.core.actors import DEMONSTRATION, OPERATOR
from almoner.core.clock import pretending
from almoner.core.installation import Purpose, found_installation
from almoner.core.moments import day_of, deadline
from almoner.core.periods import FinancialYear, Month, Quarter
from almoner.core.workdays import working_days_after
from almoner.framework.calendar import Span
from almoner.registers.kinds import Register
from almoner.registers.operations.imports import AlreadyImported, import_file

from .academy import academy
from .agreements import write_register
from .auditing import NIGHTS_ASKED, ask_for_the_line, days_of_story
from .cases import ACTS as CASES
from .cast import FOUNDERS, INVITED, OFFICIALS, Person
from .contracts import ACTS as CONTRACTS
from .copies import (
    contracts_without_copy,
    exempt,
    invite_to_tender,
    publish_some_copies,
)
from .deciding import decide_first, decide_more, fill_offices
from .enquiries import WRITTEN, tell_of_the_body
from .following import (
    ask_without_confirming,
    begin_to_follow,
    choose_digests,
    tell_what_is_new,
)
from .funding import ask_for_more, open_funds, open_year, return_what_is_left, use_funds
from .ground import BODY
from .issuing import correct, issue, periods_due
from .letters import let_letters_go
from .managing import (
    adopt_some,
    hand_one_over,
    hide_refuge,
    keep_contacts,
    let_notice_slip,
    match_payments,
    set_days,
    write_notes,
)
from .meeting import boards
from .overseeing import ask_at_night, look_again, open_actions, record_risks, work_on_actions
from .reporting import reports_of
from .rules import agree_rules, propose_other_rules
from .spend import write_month
from .teaming import change_teams, set_up_teams
from .writing import confirm_a_template, write_documents

MONTHS_TOLD = 36
IMPORTED_ON, ISSUED_ON = 12, 20  # days of the month after
REGISTERS_ON = 14  # days after the quarter, or the month
COPIES_LEFT = 4
NIGHTS = 2


class Stage(StrEnum):
    """How far the story is told."""

    FOUNDING = "founding"
    INVITING = "inviting"
    IMPORTING = "importing"
    MANAGING = "managing"
    PUBLISHING = "publishing"


STAGES = list(Stage)


@dataclass(frozen=True, slots=True)
class Act:
    """Something done at a moment of the story."""

    at: datetime
    do: Callable[[datetime], object]


def play(
    *, upto: Stage, now: datetime, tell: Callable[[str], None], months_told: int = MONTHS_TOLD
) -> None:
    """Tell the story in an empty database, which from then on is a demonstration's.

    The acts of all stages come in the order of their moments, so the ledger reads as one kept
    day by day would; what would lie in the future is left out.
    """
    today = day_of(now)
    months = list(months_before(today, months_told))
    began_on = working_days_after(months[0].first_day, 2)
    with TemporaryDirectory() as folder:
        acts = {
            Stage.FOUNDING: founding(began_on),
            Stage.INVITING: inviting(working_days_after(began_on, 3), today),
            Stage.IMPORTING: [
                *importing(months, Path(folder)),
                *importing_registers(months, today, Path(folder)),
            ],
            Stage.MANAGING: [
                *managing(months, today),
                *funding(began_on, months, today),
                *overseeing(today),
                *auditing(began_on, today),
                *teaching(began_on, today),
                *deciding(began_on, today),
                *writing(months, today),
                *commissioning(began_on, today),
                *reporting(today),
                *meeting(began_on, today),
            ],
            Stage.PUBLISHING: [
                *publishing(months),
                *copying(months),
                *answering(today),
                *following(months, today),
            ],
        }
        told = STAGES[: STAGES.index(upto) + 1]
        story = sorted((act for stage in told for act in acts[stage]), key=lambda act: act.at)
        found_installation(purpose=Purpose.DEMONSTRATION, by=DEMONSTRATION, at=at(began_on, 9))
        for act in story:
            if act.at <= now:
                with pretending(act.at):
                    act.do(act.at)
                    let_letters_go(act.at)
    tell(f"The story is told as far as {upto}.")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return deadline(day, time(hour, minute))


def months_before(today: date, count: int) -> Iterator[Month]:
    """The months that have ended, the last `count` of them, earliest first."""
    number = today.year * 12 + today.month - 1
    return (Month(n // 12, n % 12 + 1) for n in range(number - count, number))


def person(username: str) -> User:
    return User.objects.get(username=username)


def administrator() -> User:
    return person(FOUNDERS[0].username)


def founding(day: date) -> Iterator[Act]:
    """The operator adds the first three, and they confirm one another."""
    for n, one in enumerate(FOUNDERS):
        yield Act(at(day, 9, 10 + n), partial(add_founder, one))
    yield Act(at(day, 10), confirm_founders)


def add_founder(one: Person, moment: datetime) -> None:
    add_person_as_operator(
        username=one.username,
        name=one.name,
        email=one.email,
        roles=list(one.roles),
        by=OPERATOR,
        at=moment,
    )


def confirm_founders(moment: datetime) -> None:
    for grant in RoleGrant.objects.order_by("pk"):
        for other in FOUNDERS:
            if other.username != grant.holder.username:
                confirm_operator_grant(grant, by=person(other.username), at=moment)


def inviting(day: date, today: date) -> Iterator[Act]:
    """Everybody else is invited and given roles by two people; someone is on leave today."""
    for n, one in enumerate(OFFICIALS):
        joining_on, letter = working_days_after(day, n // 3), Letter(one)
        yield Act(at(joining_on, 10, n * 4), letter.send)
        yield Act(at(joining_on, 14, n * 4), letter.answer)
        yield Act(at(joining_on, 16, n * 4), letter.confirm)
    yield Act(at(working_days_after(day, 6), 11), agree_on_rules)
    yield Act(at(working_days_after(day, 6), 12), set_up_teams)
    recently = working_days_after(today, -4)
    yield Act(at(recently, 10), lambda moment: propose_other_rules(person("cerys.vane"), moment))
    yield Act(at(recently, 11), Letter(INVITED).send)
    yield Act(at(recently, 12), partial(cover_leave, today))
    yield Act(at(recently, 14), partial(propose_another_role, today))
    yield Act(at(recently, 15), confirm_cover)
    yield Act(at(recently, 16), change_teams)


class Letter:
    """An invitation, from its sending to the roles that came with it."""

    def __init__(self, one: Person) -> None:
        self.one = one
        self.token = ""

    def send(self, moment: datetime) -> None:
        _invitation, self.token = invite_person(
            name=self.one.name,
            email=self.one.email,
            roles=list(self.one.roles),
            by=administrator(),
            at=moment,
        )

    def answer(self, moment: datetime) -> None:
        invitation = invitation_with(self.token, at=moment)
        assert invitation is not None  # it was sent the same day
        # Nobody knows this password: a demonstration is signed in to without one.
        accept_invitation(invitation, username=self.one.username, password=self.token, at=moment)

    def confirm(self, moment: datetime) -> None:
        holder = person(self.one.username)
        for grant in RoleGrant.objects.filter(holder=holder, state=GrantState.PROPOSED):
            confirm_role(grant, by=person("nadia.okell"), at=moment)


def cover_leave(today: date, moment: datetime) -> None:
    """The publisher is away, and the finance officer deputises."""
    away = person("dev.marlow")
    propose_deputy(
        person("etta.quaye"),
        Role.PUBLISHER,
        in_place_of=away,
        valid_from=today,
        valid_to=today + timedelta(days=9),
        by=away,
        at=moment,
    )


def confirm_cover(moment: datetime) -> None:
    grant = RoleGrant.objects.get(in_place_of__isnull=False)
    confirm_role(grant, by=person("nadia.okell"), at=moment)


def propose_another_role(today: date, moment: datetime) -> None:
    """It awaits its second person."""
    propose_role(
        person("hugo.tansley"),
        Role.COMMISSIONING_OFFICER,
        valid_from=today,
        valid_to=None,
        by=administrator(),
        at=moment,
    )


def agree_on_rules(moment: datetime) -> None:
    agree_rules(person("cerys.vane"), person("nadia.okell"), moment)


def importing(months: list[Month], folder: Path) -> Iterator[Act]:
    for month in months:
        day = working_days_after(day_after(month, IMPORTED_ON), 1)
        yield Act(at(day, 10, 15), partial(import_month, month, folder))


def import_month(month: Month, folder: Path, moment: datetime) -> None:
    import_file(
        write_month(month, folder),
        register=Register.SPEND,
        publisher=BODY,
        known_from=day_of(moment),
        by=person("dev.marlow"),
        at=moment,
    )


def importing_registers(months: list[Month], today: date, folder: Path) -> Iterator[Act]:
    """The register of contracts once a quarter, and that of grants each month."""
    told: dict[Register, Sequence[Span]] = {
        Register.CONTRACTS: quarters_ended(months),
        Register.GRANTS: months,
    }
    for n, (register, periods) in enumerate(told.items()):
        for period in periods:
            day = working_days_after(period.last_day + timedelta(days=REGISTERS_ON), 1)
            bring = partial(import_register, register, period, today, folder)
            yield Act(at(day, 14, 20 + n * 10), bring)


def quarters_ended(months: list[Month]) -> list[Quarter]:
    """The quarters that end with one of these months."""
    quarters = {Quarter.containing(month.first_day) for month in months}
    return sorted(quarter for quarter in quarters if quarter.months()[-1] in months)


def import_register(
    register: Register, period: Span, today: date, folder: Path, moment: datetime
) -> None:
    with suppress(AlreadyImported):  # nothing was awarded since: the file is the last one again
        import_file(
            write_register(register, period, today, folder),
            register=register,
            publisher=BODY,
            known_from=day_of(moment),
            by=person("dev.marlow"),
            at=moment,
        )


def managing(months: list[Month], today: date) -> Iterator[Act]:
    """Two managers adopt what the last registers brought, and one of them lets a day slip."""
    quarters = quarters_ended(months)
    if not quarters:
        return
    grants, contracts = "hugo.tansley", "owen.brack"
    day = working_days_after(quarters[-1].last_day + timedelta(days=REGISTERS_ON), 3)
    for n, (name, kind) in enumerate(
        ((grants, AgreementKind.GRANT), (contracts, AgreementKind.CONTRACT))
    ):
        yield Act(at(day, 10, n * 10), partial(as_manager, name, partial(adopt_some, kind, today)))
        yield Act(at(day, 11, n * 10), partial(as_manager, name, partial(set_days, today)))
        yield Act(at(day, 12, n * 10), partial(as_manager, name, keep_contacts))
        yield Act(at(day, 14, n * 10), partial(as_manager, name, write_notes))
    yield Act(at(day, 15), partial(as_manager, "etta.quaye", match_payments))
    yield Act(
        at(day, 9),
        lambda moment: hide_refuge(person("dev.marlow"), person("nadia.okell"), moment),
    )
    yield Act(at(day, 15), lambda moment: let_notice_slip(person(grants), today, moment))
    yield Act(at(day, 16), lambda moment: hand_one_over(person(contracts), person(grants), moment))


def commissioning(began_on: date, today: date) -> Iterator[Act]:
    """Cases begin, ask, are let through or sent back, and stand today at several stages. Those of
    contracts take six weeks: of a body that is younger, they are not told.
    """
    is_old_enough = working_days_after(today, CONTRACTS[0][0]) > offices_filled_on(began_on)
    for days, hour, do in (*CASES, *(CONTRACTS if is_old_enough else ())):
        yield Act(at(working_days_after(today, days), hour), partial(do, today))


def reporting(today: date) -> Iterator[Act]:
    for day, hour, do in reports_of(today):
        yield Act(at(day, hour), do)


def overseeing(today: date) -> Iterator[Act]:
    """Risks are written down, something is done about them, and looked at again."""
    for days, hour, do in (
        (-20, 10, record_risks),
        (-19, 10, open_actions),
        (-16, 15, work_on_actions),
        (-2, 11, look_again),
    ):
        yield Act(at(working_days_after(today, days), hour), partial(do, today))
    for night in range(-NIGHTS, 0):
        yield Act(at(today + timedelta(days=night), 2), ask_at_night)


def auditing(began_on: date, today: date) -> Iterator[Act]:
    """Reviews over a year, once everybody is there; what measures them is asked each night."""
    story = days_of_story(working_days_after(began_on, 12), today)
    for n, (day, do) in enumerate(story):
        yield Act(at(day, 9 + n // 4, n % 4 * 15), do)
    for night in range(-NIGHTS_ASKED, 0):
        yield Act(at(today + timedelta(days=night), 2, 30), ask_for_the_line)


def teaching(began_on: date, today: date) -> Iterator[Act]:
    """The academy opens once its lead and the rules are there."""
    for moment, do in academy(working_days_after(began_on, 10), today):
        yield Act(moment, do)


def offices_filled_on(began_on: date) -> date:
    return working_days_after(began_on, 10)


def meeting(began_on: date, today: date) -> Iterator[Act]:
    """Boards are set up once offices are filled, and meet."""
    for moment, do in boards(working_days_after(offices_filled_on(began_on), 1), today):
        yield Act(moment, do)


def deciding(began_on: date, today: date) -> Iterator[Act]:
    """Offices are filled once everybody is there; decisions are of the last weeks."""
    filled_on = offices_filled_on(began_on)
    first = max(working_days_after(filled_on, 1), working_days_after(today, -14))
    yield Act(at(filled_on, 9, 30), fill_offices)
    yield Act(at(first, 11), decide_first)
    yield Act(at(max(working_days_after(first, 1), working_days_after(today, -5)), 11), decide_more)


def funding(began_on: date, months: list[Month], today: date) -> Iterator[Act]:
    """Funds are opened once the framework is agreed, and get their lines year by year."""
    first, opened_on = FinancialYear.containing(began_on), working_days_after(began_on, 10)
    finance = partial(as_manager, "etta.quaye")
    yield Act(at(opened_on, 9), partial(finance, partial(open_funds, first)))
    for start in range(first.start, FinancialYear.containing(today).start + 1):
        year = FinancialYear(start)
        day = max(opened_on, working_days_after(year.first_day, 2))
        yield Act(at(day, 10), partial(finance, partial(open_year, year, first)))
        day = working_days_after(year.last_day, 12)
        yield Act(at(day, 10), partial(finance, partial(return_what_is_left, year)))
    for quarter in (one for one in quarters_ended(months) if one.number % 2 == 0):
        day = max(opened_on, working_days_after(quarter.last_day + timedelta(days=REGISTERS_ON), 3))
        yield Act(at(day, 15, 30), partial(finance, use_funds))
    yield Act(
        at(max(opened_on, working_days_after(months[-1].first_day, 5)), 16),
        partial(finance, ask_for_more),
    )


def writing(months: list[Month], today: date) -> Iterator[Act]:
    """A template is confirmed, and documents are written from what there is."""
    if quarters_ended(months):
        day = working_days_after(today, -7)
        yield Act(
            at(day, 10),
            lambda moment: confirm_a_template(person("cerys.vane"), person("nadia.okell"), moment),
        )
        yield Act(
            at(day, 11),
            lambda moment: write_documents(person("hugo.tansley"), publisher(), moment),
        )


def as_manager(name: str, do: Callable[[User, datetime], None], moment: datetime) -> None:
    do(person(name), moment)


def publishing(months: list[Month]) -> Iterator[Act]:
    for month in months:
        day = working_days_after(day_after(month, ISSUED_ON), 1)
        yield Act(at(day, 11), partial(publish_month, month))
    quarters = quarters_ended(months)
    for n, (code, period) in enumerate(periods_due(months, quarters)):
        day = working_days_after(period.last_day + timedelta(days=REGISTERS_ON), 4)
        yield Act(at(day, 9, n % 60), partial(publish_registers, code, period))
    for quarter in quarters[-2:-1]:
        day = working_days_after(quarter.last_day + timedelta(days=REGISTERS_ON), 12)
        yield Act(at(day, 10), partial(correct_registers, quarter))


def copying(months: list[Month]) -> Iterator[Act]:
    """Copies of contracts come out after each quarter's register; some wait for the next."""
    quarters = quarters_ended(months)
    for quarter in quarters:
        day = working_days_after(quarter.last_day + timedelta(days=REGISTERS_ON), 6)
        yield Act(at(day, 10), partial(copy_contracts, is_last=quarter == quarters[-1]))
    for quarter in quarters[-1:]:
        day = working_days_after(quarter.last_day + timedelta(days=REGISTERS_ON), 7)
        yield Act(at(day, 10), invite_and_exempt)


def answering(today: date) -> Iterator[Act]:
    """The body's own pages are confirmed, and the public begins to write."""
    yield Act(at(working_days_after(today, -8), 10), tell_of_the_body)
    for n, write in enumerate(WRITTEN):
        yield Act(at(working_days_after(today, n - 6), 13), write)


def following(months: list[Month], today: date) -> Iterator[Act]:
    """Some of the public follow what is new, and are told of it yesterday morning; two officials
    choose how they are told of their work.
    """
    began_on = working_days_after(months[0].first_day, 4)
    yield Act(at(max(began_on, working_days_after(today, -24)), 9), begin_to_follow)
    yield Act(at(working_days_after(today, -3), 10), choose_digests)
    yield Act(at(working_days_after(today, -1), 7), tell_what_is_new)
    yield Act(at(working_days_after(today, -1), 12), ask_without_confirming)


def publish_month(month: Month, moment: datetime) -> None:
    """The finance officer submits, and the publisher approves."""
    issue("spend-monthly", month, by=person("etta.quaye"), approver=publisher(), moment=moment)


def publish_registers(code: str, period: Span, moment: datetime) -> None:
    """One publisher submits what the other brought in, and he approves."""
    issue(code, period, by=person("hugo.tansley"), approver=publisher(), moment=moment)


def correct_registers(quarter: Quarter, moment: datetime) -> None:
    correct(quarter, by=person("hugo.tansley"), approver=publisher(), moment=moment)


def publisher() -> User:
    return person("dev.marlow")


def copy_contracts(moment: datetime, *, is_last: bool) -> None:
    """A manager keeps and redacts what has no copy yet, less some; the publisher checks it."""
    made = contracts_without_copy(day_of(moment))
    by, checker = person("owen.brack"), publisher()
    publish_some_copies(
        made[: max(0, len(made) - COPIES_LEFT)],
        by=by,
        checked_by=checker,
        at=moment,
        is_last_unchecked=is_last,
    )


def invite_and_exempt(moment: datetime) -> None:
    """An invitation to tender comes out, and the force publishes one contract itself."""
    asked_for, held, *_ = contracts_without_copy(day_of(moment))
    invite_to_tender(asked_for, by=person("owen.brack"), checked_by=publisher(), at=moment)
    exempt(held, by=person("owen.brack"), decided_by=person("nadia.okell"), at=moment)


def day_after(month: Month, number: int) -> date:
    """The numbered day of the month that follows."""
    return month.following().first_day + timedelta(days=number - 1)
