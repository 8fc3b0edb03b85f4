"""Questions about templates: which version stands, what was proposed, what is to be reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from almoner.documents.library import SHIPPED, shipped_template, shipped_text
from almoner.documents.models import TemplateVersion
from almoner.documents.shapes import Template
from almoner.documents.states import TemplateState
from almoner.documents.written import digest_of

NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """A template as it is now: the version that the body confirmed or, until then, as it came."""

    code: str
    version: TemplateVersion | None = None
    proposed: TemplateVersion | None = None

    @property
    def template(self) -> Template:
        return self.version.template if self.version else shipped_template(self.code)

    @property
    def text(self) -> str:
        return self.version.text if self.version else shipped_text(self.code)

    @property
    def digest(self) -> str:
        return self.version.digest if self.version else digest_of(self.text)

    @property
    def is_confirmed(self) -> bool:
        return self.version is not None

    def needs_review(self, on: date) -> bool:
        return bool(self.version and self.version.needs_review(on))


def template_standings() -> list[Standing]:
    """Every template, by its title, in two queries."""
    versions = {one.code: one for one in templates_in_force()}
    proposed = {one.code: one for one in proposed_templates()}
    codes = {*SHIPPED, *versions}
    found = [Standing(code, versions.get(code), proposed.get(code)) for code in codes]
    return sorted(found, key=lambda one: one.template.title)


def template_standing(code: str) -> Standing | None:
    version = templates_in_force().filter(code=code).first()
    if version is None and code not in SHIPPED:
        return None
    return Standing(code, version, proposed_templates().filter(code=code).first())


def templates_in_force() -> QuerySet[TemplateVersion]:
    return TemplateVersion.objects.filter(state=TemplateState.IN_FORCE)


def proposed_templates() -> QuerySet[TemplateVersion]:
    """Versions that await a second person."""
    return TemplateVersion.objects.filter(state=TemplateState.PROPOSED).select_related("written_by")


def versions_of_template(code: str) -> QuerySet[TemplateVersion]:
    """Every version that is on record, the latest first."""
    found = TemplateVersion.objects.filter(code=code).select_related("written_by", "decided_by")
    return found.order_by("-number")


def reviews_of_templates_due(on: date) -> Iterator[TemplateVersion]:
    """Versions in force that want to be looked at again within a month."""
    due = templates_in_force().filter(review_on__lte=on + NOTICE).defer("text")
    return iter(due.order_by("review_on", "pk"))
