"""Templates, documents filled from them, and comments, as they might stand."""

import factory

from almoner.core.references import name_of
from almoner.documents.audiences import Audience
from almoner.documents.library import shipped_template, shipped_text
from almoner.documents.models import Attachment, Comment, Filling, SectionText, TemplateVersion
from almoner.documents.states import TemplateState
from almoner.documents.written import digest_of
from tests.factories import (
    DAY,
    NOON,
    Factory,
    StoredFileFactory,
    UserFactory,
    VersionFactory,
)

SHORT = """
code = "note"
title = "Note to the file"
what = "What was said."
owner = "commissioning-officer"
review-months = 12

[[section]]
code = "summary"
heading = "Summary"
guidance = "Say it in a sentence."

[[section]]
code = "terms"
heading = "Terms"
kind = "clause"
guidance = "Keep to it."
text = "We pay {{ recipient }} in arrears."

[[section]]
code = "risks"
heading = "Risks"
kind = "table"
columns = ["Risk", "Owner"]
guidance = "One a row."
is-optional = true

[[section]]
code = "way"
heading = "Way"
kind = "choice"
choices = ["Grant", "Contract"]
guidance = "Choose."
is-optional = true
"""


class TemplateVersionFactory(Factory):
    """A short template of the body's own, which two people agreed on."""

    class Meta:
        model = TemplateVersion

    code = "note"
    number = factory.Sequence(lambda n: n + 1)
    title = "Note to the file"
    owner = "commissioning-officer"
    text = SHORT
    digest = factory.LazyAttribute(lambda version: digest_of(version.text))
    state = TemplateState.IN_FORCE
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON
    decided_by = factory.LazyAttribute(
        lambda v: UserFactory() if v.state in {"in-force", "superseded"} else None
    )
    decided_at = factory.LazyAttribute(lambda v: NOON if v.decided_by else None)
    review_on = factory.LazyAttribute(lambda v: DAY if v.decided_by else None)


class ShippedFactory(TemplateVersionFactory):
    """A template as it came, on which a document was begun."""

    code = "business-case"
    title = factory.LazyAttribute(lambda version: shipped_template(version.code).title)
    text = factory.LazyAttribute(lambda version: shipped_text(version.code))
    state = TemplateState.SHIPPED
    written_by = None


class FillingFactory(Factory):
    """A note about an agreement, being written."""

    class Meta:
        model = Filling

    template = factory.SubFactory(TemplateVersionFactory)
    about = factory.LazyFunction(lambda: name_of(VersionFactory().agreement))
    title = "The shelter in Camden"
    begun_by = factory.SubFactory(UserFactory)
    begun_at = NOON


class SectionTextFactory(Factory):
    """The first words of its summary."""

    class Meta:
        model = SectionText

    filling = factory.SubFactory(FillingFactory)
    section = "summary"
    number = 1
    text = "It opens in May."
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON


class CommentFactory(Factory):
    """A word to the team."""

    class Meta:
        model = Comment

    filling = factory.SubFactory(FillingFactory)
    section = "summary"
    text = "Which May?"
    audience = Audience.TEAM
    made_by = factory.SubFactory(UserFactory)
    made_at = NOON


class AttachmentFactory(Factory):
    """A file that goes with a document, of which no bytes are on the disk."""

    class Meta:
        model = Attachment

    filling = factory.SubFactory(FillingFactory)
    file = factory.LazyAttribute(lambda one: StoredFileFactory(about=name_of(one.filling)))
    title = "Survey of 2025"
    attached_by = factory.SubFactory(UserFactory)
    attached_at = NOON
