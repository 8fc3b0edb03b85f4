"""How what a framework says is put in words: keys, values, and who opens a gate."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Choices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from .conditions import Condition, in_words
from .contents import Framework
from .duties import DueRule
from .limits import Limit
from .routes import Stage

KEYS: Mapping[str, Promise] = {
    "title": _("its title"),
    "what": _("what it is"),
    "means": _("what it means"),
    "dataset": _("its dataset"),
    "scope": _("what an edition holds"),
    "due": _("by when"),
    "owner": _("whose task it is"),
    "deputy": _("its deputy"),
    "frequency": _("how often"),
    "law": _("its law"),
    "commitment": _("its commitment"),
    "over": _("from more than how much"),
    "at_most": _("up to how much"),
    "when": _("when"),
    "duty": _("the duty that meets it"),
    "elsewhere": _("where else it is published"),
    "role": _("its role"),
    "with_vat": _("whether VAT counts"),
    "about": _("what it is about"),
    "instrument": _("what it ends in"),
    "instruments": _("what it is for"),
    "open_to": _("to what it is open"),
    "publishes": _("what becomes public"),
    "used_for": _("what it is used for"),
    "evidence": _("what must be shown"),
    "first_year": _("its first year"),
    "last_year": _("its last year"),
    "confirmed": _("whether the body has confirmed it"),
    "of": _("what is reviewed"),
    "every_months": _("after how many months"),
    "notice_days": _("how many days’ notice"),
    "parameters": _("its setting"),
    "within_days": _("within how many days"),
    "first_day": _("from which day"),
    "appetite": _("the highest score that the body bears"),
    "board": _("which board"),
    "from_score": _("from which score"),
    "over_appetite_by": _("from how far over what the body bears"),
    "categories": _("of which categories"),
    "over_planning": _("what over-planning does"),
    "splitting_months": _("over how many months splitting is looked for"),
    "risk_escalates_at": _("from which score a risk is escalated"),
}
POUNDS = frozenset({"over", "at_most"})


def key_in_words(key: str) -> str:
    """What a key of the file means in a sentence."""
    return str(KEYS.get(key, key))


def value_in_words(value: object, *, key: str) -> str:
    """A value as an official would write it."""
    if value is None or value in ((), ""):
        return said("nothing")
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if isinstance(value, int):
        return f"£{value:,}" if key in POUNDS else str(value)
    return quoted(_words_of(value))


def _words_of(value: object) -> str:
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, DueRule):
        return f"{value}, {value.set_by.label}"
    if isinstance(value, Mapping):
        return all_of(f"{name} = {one}" for name, one in value.items())
    if isinstance(value, tuple):
        conditions = [one for one in value if isinstance(one, Condition)]
        return in_words(conditions) if conditions else all_of(_words_of(one) for one in value)
    return str(value)


def quoted(words: str) -> str:
    return said("“%(words)s”") % {"words": words}


def all_of(words: Iterable[str]) -> str:
    """Words one after another: first, second, third."""
    return ", ".join(words)


def offices_in_words(framework: Framework, limit: Limit) -> str:
    """The offices that a limit names, in their order."""
    titles = {office.code: office.title for office in framework.offices}
    return said(", then ").join(titles.get(code, code) for code in limit.steps)


def opener_in_words(framework: Framework, stage: Stage) -> str:
    """Who lets a case out of a stage."""
    if stage.matter:
        matter = framework.matter_called(stage.matter)
        words = {"matter": quoted(str(matter or stage.matter))}
        if stage.decided_by:
            return said("a signed decision on %(matter)s") % words
        return said("whoever approves %(matter)s") % words
    if stage.office:
        return str(next(one for one in framework.offices if one.code == stage.office))
    return said("the lead")


def training_in_words(framework: Framework) -> list[str]:
    """The training plan, and which certificates a case asks for."""
    plan = [
        said("%(role)s: %(course)s, within %(days)d days")
        % {
            "role": line.role.label,
            "course": framework.title_of_course(line.course),
            "days": line.within_days,
        }
        for line in framework.training
    ]
    needed = [
        said("%(holder)s needs the certificate of %(course)s from %(day)s")
        % {
            "holder": line.holder.label,
            "course": framework.title_of_course(line.course),
            "day": date_format(line.first_day, "j F Y"),
        }
        for line in framework.certificates
    ]
    return [*plan, *needed]


def appetites_in_words(framework: Framework) -> list[tuple[str, bool]]:
    """Of each category of risk how much the body bears, and whether the body has said so."""
    return [
        (
            said("%(category)s: a score of %(appetite)d")
            % {"category": one.title, "appetite": one.appetite},
            one.confirmed,
        )
        for one in framework.risk_categories
    ]


def escalations_in_words(framework: Framework) -> list[str]:
    """Which risks go to which board."""
    titles = {one.code: one.title for one in framework.risk_categories}
    return [
        said("%(board)s: %(which)s, %(categories)s")
        % {
            "board": rule.title,
            "which": str(rule),
            "categories": all_of(titles.get(code, code) for code in rule.categories)
            or said("of every category"),
        }
        for rule in framework.escalations
    ]
