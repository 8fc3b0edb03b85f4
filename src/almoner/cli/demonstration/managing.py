"""How the demonstration's officials manage what the registers brought: adopted, noted, let slip."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from almoner.accounts.models import User
from almoner.agreements.managed import months_before, stewardships_on
from almoner.agreements.models import AgreementVersion
from almoner.agreements.operations import (
    Contact,
    Days,
    adopt_agreement,
    change_contact,
    change_management,
    hand_over_agreement,
    write_note,
)
from almoner.agreements.queries import agreements_known
from almoner.agreements.selections import Selection, agreements_selected
from almoner.agreements.states import AgreementKind
from almoner.core.actors import NIGHTLY
from almoner.core.moments import day_of
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.payments.operations import confirm_match, propose_matches
from almoner.payments.queries import live_payments
from almoner.registers.grounds import Ground, View
from almoner.registers.models import Withholding
from almoner.registers.operations import agree_to_withhold, withhold

REFUGE = "Wren House Refuge"
ADOPTED_OF_A_KIND = 14
MATCHED = 60
MONTHS_OF_NOTICE = (3, 6, 1)
# Telephone numbers that Ofcom keeps for stories.
RING = (
    ("Orla Penn", "01632 960114"),
    ("Tobias Wray", "01632 960127"),
    ("Sunita Marsh", "01632 960139"),
)
NOTES = (
    "They asked whether unspent money may be carried into next year. Told them to write to us.",
    "Visited. The room is fuller than the return says; ask for attendance by month.",
    "The last report was late for the second time. Raised with their lead.",
)


def in_force(kind: AgreementKind, on: date) -> list[AgreementVersion]:
    """The agreements of a kind in force, those that end soonest first."""
    selection = Selection(on=on, is_as_at=False, kind=kind, is_in_force=True)
    ending = [version for version in agreements_selected(selection) if version.ends_on]
    return sorted(ending, key=lambda one: (one.ends_on or on, one.said["reference"]))


def adopt_some(kind: AgreementKind, today: date, manager: User, moment: datetime) -> None:
    """Every other agreement that ends soon is adopted: a register is never managed whole."""
    soonest = today + timedelta(days=45)
    ending = [
        one for one in in_force(kind, day_of(moment)) if one.ends_on and one.ends_on > soonest
    ]
    for version in ending[: ADOPTED_OF_A_KIND * 2 : 2]:
        adopt_agreement(version.agreement, manager=manager, by=manager, at=moment)


def set_days(today: date, manager: User, moment: datetime) -> None:
    """Most have their notice and their review; one has nothing yet."""
    for n, version in enumerate(managed_by(manager, day_of(moment))[1:]):
        end = version.ends_on
        assert end is not None  # only what says its end was adopted
        months = MONTHS_OF_NOTICE[n % len(MONTHS_OF_NOTICE)]
        review = max(today + timedelta(days=20 + n * 12), end - timedelta(days=120))
        days = Days(
            notice_months=months if months_before(end, months) > today else 1,
            review_on=min(review, end),
        )
        change_management(version.agreement, days, by=manager, at=moment)


def let_notice_slip(manager: User, today: date, moment: datetime) -> None:
    """The last day for notice of one passed nine days ago, and nobody did anything."""
    version = managed_by(manager, day_of(moment))[-1]
    days = Days(notice_on=today - timedelta(days=9), review_on=today + timedelta(days=25))
    change_management(version.agreement, days, by=manager, at=moment)


def keep_contacts(manager: User, moment: datetime) -> None:
    for version, (name, telephone) in zip(managed_by(manager, day_of(moment)), RING, strict=False):
        email = f"{name.lower().replace(' ', '.')}@provider.example"
        change_contact(version.agreement, Contact(name, email, telephone), by=manager, at=moment)


def write_notes(manager: User, moment: datetime) -> None:
    for version, text in zip(managed_by(manager, day_of(moment)), NOTES, strict=False):
        write_note(version.agreement, text, by=manager, at=moment)


def hand_one_over(manager: User, other: User, moment: datetime) -> None:
    """One contract is a grant manager's: it pays for what a grant began."""
    version = managed_by(manager, day_of(moment))[0]
    hand_over_agreement(version.agreement, manager=other, by=manager, at=moment)


def match_payments(by: User, moment: datetime) -> None:
    """The latest payments are matched by hand with what they were made under, as long as no
    agreement is paid more than it comes to; the house proposes the rest where it can.
    """
    theirs: dict[int | None, list[AgreementVersion]] = defaultdict(list)
    for kind in AgreementKind:
        for version in agreements_known(kind, day_of(moment)):
            theirs[version.organisation_id].append(version)
    left = {one.agreement_id: one.amount or Decimal(0) for some in theirs.values() for one in some}
    matched = 0
    for payment in live_payments().order_by("-paid_on", "pk"):
        for version in theirs[payment.organisation_id]:
            key = version.agreement_id
            if matched < MATCHED and pays_for(payment, version) and payment.amount <= left[key]:
                confirm_match(payment, version.agreement, by=by, at=moment)
                left[key] -= payment.amount
                matched += 1
                break
    propose_matches(by=NIGHTLY, at=moment)


def pays_for(payment: Payment, version: AgreementVersion) -> bool:
    """Whether a payment was made while an agreement ran."""
    starts_on, ends_on = version.starts_on, version.ends_on
    return bool(starts_on and ends_on and starts_on <= payment.paid_on <= ends_on)


def hide_refuge(proposer: User, approver: User, moment: datetime) -> None:
    """Somebody shelters there: one person takes it down at once, and another looks at it."""
    refuge = Organisation.objects.filter(name=REFUGE).first()
    if refuge is None:
        return
    review = day_of(moment) + timedelta(days=180)
    hidden = withhold(
        Withholding(
            organisation=refuge,
            ground=Ground.SAFETY,
            view_of=View.BODY,
            reason="Its address must not be found from the register",
            review_on=review,
        ),
        by=proposer,
        at=moment,
    )
    agree_to_withhold(hidden, by=approver, at=moment)


def managed_by(manager: User, on: date) -> list[AgreementVersion]:
    """What somebody manages, what ends soonest first."""
    theirs = set(stewardships_on(on).filter(manager=manager).values_list("agreement", flat=True))
    versions: Iterable[AgreementVersion] = (
        version for kind in AgreementKind for version in in_force(kind, on)
    )
    return [version for version in versions if version.agreement_id in theirs]
