"""Who may run the academy, take a place, see who came, and cover for want of a certificate."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.accounts.teams import leads_any_team, leads_person
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Booking, Certificate, EmergencyCover, Workshop
from .states import TO_COME, CertificateState, Outcome, WorkshopState

LEAD = Role.ACADEMY_LEAD
COVERERS = frozenset({Role.ACADEMY_LEAD, Role.APPROVER})
# Who may know how each person stands; somebody else knows of themselves.
KNOWING = frozenset({Role.ACADEMY_LEAD, Role.AUDITOR})
READERS_OF_COVER = KNOWING | {Role.APPROVER}


def may_see_academy(user: User, *, on: date) -> Verdict:
    """Any official: what is taught and when. Of people, it tells nothing but their own."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_run_academy(user: User, *, on: date) -> Verdict:
    """The academy lead."""
    if LEAD in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an academy lead does that."))


def may_see_training(user: User, *, on: date) -> Verdict:
    """The academy lead and the auditor: who attended and who lacks what are personal."""
    if roles_of(user, on=on) & KNOWING:
        return ALLOWED
    return refused(_("Who took which course is for academy leads and the auditor."))


def may_see_bookings(user: User, workshop: Workshop, *, on: date) -> Verdict:
    """Those who may see anybody's training, and the workshop's own trainer."""
    if user.pk == workshop.trainer_id and roles_of(user, on=on):
        return ALLOWED
    return may_see_training(user, on=on)


def may_book(user: User, person: User, workshop: Workshop, *, at: datetime, on: date) -> Verdict:
    """Oneself; an academy lead for anybody who works here, and whoever leads a team for its people;
    until it begins.
    """
    if user.pk != person.pk and not _may_book_for(user, person, on=on):
        return refused(_("Only an academy lead, or who leads their team, books for somebody else."))
    if not roles_of(person, on=on):
        return refused(_("They hold no role here."))
    if workshop.state != WorkshopState.OPEN or workshop.starts_at <= at:
        return refused(_("It is not open for booking."))
    return ALLOWED


def _may_book_for(user: User, person: User, *, on: date) -> bool:
    return bool(may_run_academy(user, on=on)) or leads_person(user, person, on=on)


def may_book_for_others(user: User, *, on: date) -> Verdict:
    """An academy lead, or whoever leads a team; for whom, `may_book` says."""
    if may_run_academy(user, on=on) or leads_any_team(user, on=on):
        return ALLOWED
    return refused(_("Only academy leads, and those who lead a team, book for others."))


def may_see_training_of_team(user: User, *, on: date) -> Verdict:
    """Whoever leads a team sees what its people lack, and of nobody else."""
    if leads_any_team(user, on=on):
        return ALLOWED
    return refused(_("What the people of a team lack is for whoever leads it."))


def may_give_up(user: User, booking: Booking, *, at: datetime, on: date) -> Verdict:
    """Whoever has the place, or an academy lead, until it begins."""
    if user.pk != booking.person_id and not may_run_academy(user, on=on):
        return refused(_("Only whoever has the place, or an academy lead, gives it up."))
    if booking.workshop.state not in TO_COME or booking.workshop.starts_at <= at:
        return refused(_("It has begun, or is over."))
    return ALLOWED


def may_record_attendance(user: User, workshop: Workshop, *, at: datetime, on: date) -> Verdict:
    """An academy lead or its trainer, once it has begun."""
    is_trainer = user.pk == workshop.trainer_id and bool(roles_of(user, on=on))
    if not is_trainer and not may_run_academy(user, on=on):
        return refused(_("Only its trainer or an academy lead says who came."))
    if workshop.state in {WorkshopState.CANCELLED, WorkshopState.PLANNED}:
        return refused(_("It was cancelled, or never opened for booking."))
    if workshop.starts_at > at:
        return refused(_("It has not begun yet."))
    return ALLOWED


def may_take_along(user: User, booking: Booking, *, on: date) -> Verdict:
    """Whoever has the place puts it into their calendar."""
    if user.pk == booking.person_id:
        return ALLOWED
    return refused(_("Only whoever has the place puts it into their calendar."))


def may_evaluate(user: User, booking: Booking, *, on: date) -> Verdict:
    """Whoever came, once."""
    if user.pk != booking.person_id or booking.outcome != Outcome.ATTENDED:
        return refused(_("Only those who came say what they thought of it."))
    if hasattr(booking, "evaluation"):
        return refused(_("You have said what you thought of it."))
    return ALLOWED


def may_certify(user: User, person: User, *, on: date) -> Verdict:
    """An academy lead, never for themselves."""
    if user.pk == person.pk:
        return refused(_("Nobody issues their own certificate. Ask another academy lead."))
    return may_run_academy(user, on=on)


def may_see_certificate(user: User, certificate: Certificate, *, on: date) -> Verdict:
    """Its holder, and those who may see anybody's training."""
    if user.pk == certificate.person_id:
        return ALLOWED
    return may_see_training(user, on=on)


def may_name_certificate(user: User, certificate: Certificate, *, on: date) -> Verdict:
    """Its holder alone says whether the public check tells their name."""
    if user.pk == certificate.person_id:
        return ALLOWED
    return refused(_("Only its holder says whether anybody may see their name."))


def may_revoke(user: User, certificate: Certificate, *, on: date) -> Verdict:
    """An academy lead, never their own, and only once."""
    if certificate.state == CertificateState.REVOKED:
        return refused(_("It is revoked already."))
    return may_certify(user, certificate.person, on=on)


def may_cover(user: User, *, on: date) -> Verdict:
    """An academy lead or an approver."""
    if roles_of(user, on=on) & COVERERS:
        return ALLOWED
    return refused(_("Only an academy lead or an approver grants emergency cover."))


def may_see_covers(user: User, *, on: date) -> Verdict:
    """Those who grant it, and the auditor."""
    if roles_of(user, on=on) & READERS_OF_COVER:
        return ALLOWED
    return refused(_("Emergency cover is for those who grant it and the auditor."))


def may_cover_person(user: User, person: User, *, on: date) -> Verdict:
    """Those who grant it, for anybody but themselves."""
    if user.pk == person.pk:
        return refused(_("Nobody grants themselves cover. Somebody else does."))
    return may_cover(user, on=on)


def may_end_cover(user: User, cover: EmergencyCover, *, on: date) -> Verdict:
    """Those who grant it, while it holds."""
    if cover.ended_on or cover.until < on:
        return refused(_("It has ended already."))
    return may_cover(user, on=on)
