"""Kinds of document and of copy, why something is blacked out, and why nothing is published."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.framework.duties import Subject
from almoner.framework.grounds import Ground


class DocumentKind(TextChoices):
    CONTRACT = "contract", _("Contract or grant agreement")
    VARIATION = "variation", _("Variation")
    INVITATION = "invitation", _("Invitation to tender")
    REPORT = "report", _("Report")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other document")


class CopyKind(TextChoices):
    """Of what a copy is published. The value is the name of the register of such copies."""

    CONTRACT = Subject.CONTRACT_COPIES.value, _("Contract")
    TENDER = Subject.TENDER_COPIES.value, _("Invitation to tender")


class Redaction(TextChoices):
    """Why something is blacked out in a copy."""

    COMMERCIAL = "commercial", _("Commercial interests (Freedom of Information Act 2000, s. 43)")
    PERSONAL_DATA = "personal-data", _("Personal data (Freedom of Information Act 2000, s. 40)")
    SAFETY = "safety", _("Safety of a person (SI 2011/3050, art. 2(2)(b))")
    SECURITY = "security", _("Security or crime (SI 2011/3050, art. 2(2)(a) and (c))")
    OTHER_LAW = "other-law", _("Another law forbids it (SI 2011/3050, art. 2(2)(d))")


class Reason(TextChoices):
    """Why no copy of a contract is published at all."""

    HELD_ELSEWHERE = "held-elsewhere", _("The chief officer holds it, and publishes it")
    BEFORE_DUTY = "before-duty", _("It was made before the duty bound this body")
    NATIONAL_SECURITY = Ground.NATIONAL_SECURITY.value, Ground.NATIONAL_SECURITY.label
    SAFETY = Ground.SAFETY.value, Ground.SAFETY.label
    CRIME = Ground.CRIME.value, Ground.CRIME.label
    PROHIBITED = Ground.PROHIBITED.value, Ground.PROHIBITED.label


# Article 2(2) leaves these to the chief officer.
CHIEF_OFFICERS_VIEW = {Reason.NATIONAL_SECURITY, Reason.SAFETY, Reason.CRIME}
