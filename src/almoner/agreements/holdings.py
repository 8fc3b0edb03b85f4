"""What is held of agreements: what registers say, how they are managed, and what was noted."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.holdings import Reach, Records, Told, Why, all_or_none, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.core.states import BatchState

from .managed import stewardships_on
from .models import (
    Agreement,
    AgreementVersion,
    Note,
    ProviderContact,
    RepetitionDecision,
    Stewardship,
    Terms,
)
from .policies import may_see_agreements, may_see_repeated_rows

AGREEMENT = "agreements.agreement"
READERS = gettext_lazy(
    "Commissioning, finance and publishing officials, managers, approvers and the auditor"
)
LIVE = AgreementVersion.objects.filter(batch__state=BatchState.LIVE)


def tell_agreement(agreement: Agreement) -> Told:
    title = getattr(agreement, "latest_title", "") or getattr(agreement, "latest_name", "")
    what = _("%(kind)s: %(title)s") if title else "%(kind)s"
    words = {"kind": agreement.get_kind_display(), "title": title}
    made = getattr(agreement, "latest_made_on", None)
    return Told(name_of(agreement), what % words, made or agreement.batch.known_from)


@declare_holding(
    "agreements",
    label=gettext_lazy("Grants and contracts"),
    readers=READERS,
    readable=all_or_none(may_see_agreements),
    tell=tell_agreement,
)
def agreements_held(reach: Reach) -> Records:
    last = LIVE.filter(agreement=OuterRef("pk")).order_by("-batch__known_from", "-pk")
    found = Agreement.objects.filter(pk__in=reach.keys(AGREEMENT)).select_related("batch")
    said = {
        "latest_title": Subquery(last.values("said__title")[:1]),
        "latest_name": Subquery(last.values("organisation_name")[:1]),
        "latest_made_on": Subquery(last.values("made_on")[:1]),
    }
    return found.annotate(**said).order_by("-pk")


def tell_version(version: AgreementVersion) -> Told:
    words = {"agreement": version.agreement, "file": version.batch}
    what = _("What file %(file)s says of %(agreement)s") % words
    return Told(name_of(version.agreement), what, version.batch.known_from)


@declare_holding(
    "versions",
    label=gettext_lazy("What each file said of a grant or contract"),
    readers=READERS,
    readable=all_or_none(may_see_agreements),
    tell=tell_version,
)
def versions_held(reach: Reach) -> Records:
    found = LIVE.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement", "batch").order_by("-pk")


def tell_repetition(one: RepetitionDecision) -> Told:
    words = {"one": one.agreement, "other": one.of}
    said = _("That %(one)s only repeats %(other)s") if one.is_repeated else None
    what = said or _("That %(one)s does not repeat %(other)s")
    return Told(name_of(one.agreement), what % words, day_of(one.decided_at))


@declare_holding(
    "repetitions",
    label=gettext_lazy("Decisions on rows held twice"),
    readers=gettext_lazy("Grant or contract managers, publishers, and the auditor"),
    readable=all_or_none(may_see_repeated_rows),
    tell=tell_repetition,
)
def repetitions_held(reach: Reach) -> Records:
    keys = reach.keys(AGREEMENT)
    found = RepetitionDecision.objects.filter(Q(agreement__in=keys) | Q(of__in=keys))
    return found.select_related("agreement", "of").order_by("-pk")


def tell_note(note: Note) -> Told:
    what = _("A note on %(agreement)s") % {"agreement": note.agreement}
    return Told(name_of(note.agreement), what, day_of(note.written_at))


@declare_holding(
    "notes",
    label=gettext_lazy("Notes on agreements"),
    readers=READERS,
    readable=all_or_none(may_see_agreements),
    tell=tell_note,
)
def notes_held(reach: Reach) -> Records:
    found = Note.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement").order_by("-pk")


def tell_stewardship(one: Stewardship) -> Told:
    what = _("Who manages %(agreement)s") % {"agreement": one.agreement}
    return Told(name_of(one.agreement), what, one.valid_from)


@declare_holding(
    "management",
    label=gettext_lazy("Who manages an agreement"),
    readers=READERS,
    readable=all_or_none(may_see_agreements),
    tell=tell_stewardship,
)
def management_held(reach: Reach) -> Records:
    found = Stewardship.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement").order_by("-pk")


def tell_terms(one: Terms) -> Told:
    what = _("The days by which %(agreement)s is managed") % {"agreement": one.agreement}
    return Told(name_of(one.agreement), what, one.valid_from)


@declare_holding(
    "managed-days",
    label=gettext_lazy("Days by which an agreement is managed"),
    readers=READERS,
    readable=all_or_none(may_see_agreements),
    tell=tell_terms,
)
def managed_days_held(reach: Reach) -> Records:
    found = Terms.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement").order_by("-pk")


def tell_contact(contact: ProviderContact) -> Told:
    about = f"agreements.providercontact:{contact.agreement}"
    what = _("Whom to ring about %(agreement)s") % {"agreement": contact.agreement}
    return Told(about, what, contact.valid_from, restricted=about, why=Why.PERSONAL)


def contacts_readable(records: Records, user: User, on: date) -> Records:
    """As `may_read_contact`: for approvers, its manager, and who deputises for them."""
    worker = worker_of(user, on=on)
    if Role.APPROVER in roles_of(user, on=on):
        return records
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return records.none()
    mine = stewardships_on(on).filter(manager__reference__in=people_of(worker))
    return records.filter(agreement__in=mine.order_by().values("agreement"))


@declare_holding(
    "contacts",
    label=gettext_lazy("Contacts at the provider"),
    readers=gettext_lazy("The agreement’s manager and approvers. Each reading is logged"),
    readable=contacts_readable,
    tell=tell_contact,
)
def contacts_held(reach: Reach) -> Records:
    found = ProviderContact.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement").order_by("-pk")
