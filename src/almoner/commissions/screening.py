"""What equality impact assessments and data protection screenings ask."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .kinds import AssessmentKind

Answers = Mapping[str, Any]


class Characteristic(TextChoices):
    """The protected characteristics of the Equality Act 2010, section 4."""

    AGE = "age", _("Age")
    DISABILITY = "disability", _("Disability")
    GENDER_REASSIGNMENT = "gender-reassignment", _("Gender reassignment")
    MARRIAGE = "marriage", _("Marriage and civil partnership")
    PREGNANCY = "pregnancy", _("Pregnancy and maternity")
    RACE = "race", _("Race")
    RELIGION = "religion", _("Religion or belief")
    SEX = "sex", _("Sex")
    ORIENTATION = "sexual-orientation", _("Sexual orientation")


class Impact(TextChoices):
    POSITIVE = "positive", _("Better for them")
    NONE = "none", _("No different")
    NEGATIVE = "negative", _("Worse for them")
    UNKNOWN = "unknown", _("Not known yet")


class Screen(TextChoices):
    """What a screening asks of personal data (UK GDPR article 35; DPA 2018 section 64)."""

    PERSONAL = "personal", _("Is personal data used?")
    SENSITIVE = "sensitive", _("Is any of it about health, ethnicity, faith, sexuality or crime?")
    VULNERABLE = "vulnerable", _("Is it about children, victims or others at risk?")
    LARGE = "large", _("Is there much of it, or of many people?")
    SHARED = "shared", _("Is it shared with, or joined to that of, other organisations?")
    NOVEL = "novel", _("Is it used in a new way, or are decisions made by machine?")


def needs_full_assessment(answers: Answers) -> bool:
    """Whether a full assessment is owed: two risks of one use of personal data."""
    if answers.get(Screen.PERSONAL) != "yes":
        return False
    risks = [screen for screen in Screen if screen != Screen.PERSONAL]
    return [answers.get(risk) for risk in risks].count("yes") >= 2  # noqa: PLR2004 - the regulator's own rule of thumb


def flaws_of_equality(answers: Answers) -> list[str]:
    """The characteristics of which nothing final, or nothing to soften a harm, is said."""
    impacts, softened = answers.get("impacts", {}), answers.get("mitigations", {})
    return [
        str(one.label)
        for one in Characteristic
        if impacts.get(one) not in Impact.values
        or impacts[one] == Impact.UNKNOWN
        or (impacts[one] == Impact.NEGATIVE and not softened.get(one, "").strip())
    ]


def flaws_of_screening(answers: Answers) -> list[str]:
    """What a screening leaves open: an answer, or the full assessment that it calls for."""
    unanswered = [str(one.label) for one in Screen if answers.get(one) not in {"yes", "no"}]
    if not unanswered and needs_full_assessment(answers) and not answers.get("assessment", ""):
        return [str(_("the reference of the full assessment that it calls for"))]
    return unanswered


def flaws_of(kind: str, answers: Answers) -> list[str]:
    """What an assessment of a kind leaves open."""
    is_equality = kind == AssessmentKind.EQUALITY
    return flaws_of_equality(answers) if is_equality else flaws_of_screening(answers)
