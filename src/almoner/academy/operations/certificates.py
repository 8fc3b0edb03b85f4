"""Certificates: issued to whoever came, and passed where that is asked; named; revoked."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.earning import earned, last_day
from almoner.academy.events import CertificateEvent
from almoner.academy.models import Booking, Certificate
from almoner.academy.policies import may_certify, may_name_certificate, may_revoke
from almoner.academy.states import CERTIFICATE_LIFECYCLE, CertificateState
from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def issue_certificate(booking: Booking, *, by: User, at: datetime) -> Certificate:
    """Certify that somebody took a course: they came and, where it ends with an assessment, passed.

    Raises PermissionDenied or ValidationError.
    """
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    version, person, on = booking.workshop.version, booking.person, day_of(at)
    require(may_certify(by, person, on=on))
    if not earned(booking):
        raise ValidationError(
            _("A certificate is for those who came and, where there is an assessment, passed.")
        )
    if hasattr(booking, "certificate"):
        raise ValidationError(_("There is a certificate for this already."))
    certificate = Certificate.objects.create(
        person=person,
        course=version.course,
        version=version,
        booking=booking,
        issued_on=on,
        expires_on=last_day(on, version.valid_months),
        issued_by=by,
        recorded_at=server_now(),
    )
    facts = {"person": person.reference, "until": certificate.expires_on}
    record(CertificateEvent.ISSUED, about=certificate, by=by, at=at, **facts)
    return certificate


@operation
def name_on_certificate(
    certificate: Certificate, *, is_named: bool, by: User, at: datetime
) -> Certificate:
    """Say, as its holder, whether the public check tells one's name. Raises PermissionDenied."""
    certificate = _lock(certificate)
    require(may_name_certificate(by, certificate, on=day_of(at)))
    certificate.is_named = is_named
    certificate.save(update_fields=["is_named"])
    kind = CertificateEvent.NAMED if is_named else CertificateEvent.UNNAMED
    record(kind, about=certificate, by=by, at=at)
    return certificate


@operation
def revoke_certificate(
    certificate: Certificate, *, words: str, by: User, at: datetime
) -> Certificate:
    """Take a certificate back, from today, with the reason.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    certificate = _lock(certificate)
    require(may_revoke(by, certificate, on=day_of(at)))
    CERTIFICATE_LIFECYCLE.check(certificate.state, CertificateState.REVOKED)
    if not words.strip():
        raise ValidationError({"words": _("Say why it is taken back.")})
    certificate.state, certificate.revocation = CertificateState.REVOKED, words.strip()
    certificate.revoked_on, certificate.revoked_by = day_of(at), by
    certificate.known_revoked_at = server_now()
    certificate.save()
    record(CertificateEvent.REVOKED, about=certificate, by=by, at=at)
    return certificate


def _lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update().get(pk=certificate.pk)
