import pytest

from almoner.documents import policies
from almoner.documents.audiences import Audience
from tests.documents.factories import CommentFactory, FillingFactory, TemplateVersionFactory
from tests.documents.table import (
    NOBODY,
    OWN,
    OWN_COMMENT,
    OWN_PROPOSAL,
    ROWS_OF_DOCUMENTS,
    ROWS_OF_FILES,
    THEIR_PROPOSAL,
    THEIRS,
    TO_READERS,
)
from tests.factories import DAY, RoleHoldingFactory, StoredFileFactory, UserFactory, official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS_OF_FILES)
def test_the_table_of_permissions_is_what_the_policies_answer(
    settings, tmp_path, policy, who, situation, allowed
):
    settings.FILES = tmp_path
    person, other = official() if who == NOBODY else official(who), UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
    file = StoredFileFactory(taken_down_by=person if situation == OWN else other)

    verdict = getattr(policies, policy)(person, file, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith(("Only ", "You "))


def test_the_rows_about_documents_are_what_the_policies_answer():
    """One world for all of them: each row only asks."""
    world, people = world_of_documents(), {}

    wrong = []
    for policy, who, situation, allowed in ROWS_OF_DOCUMENTS:
        # Whoever stands in for somebody has their roles as well: it is nobody else of the table.
        key = (who, situation == THEIR_PROPOSAL)
        if key not in people:
            people[key] = official() if who == NOBODY else official(who)
        things, said = asked(policy, situation, people[key], world)
        if bool(getattr(policies, policy)(people[key], *things, **said, on=DAY)) is not allowed:
            wrong.append((policy, str(who), situation))

    assert wrong == []


def world_of_documents():
    filling = FillingFactory()
    return {
        "filling": filling,
        "proposed": TemplateVersionFactory(state="proposed"),
        "team": CommentFactory(filling=filling, audience=Audience.TEAM),
        "readers": CommentFactory(filling=filling, audience=Audience.READERS),
        "other": UserFactory(),
    }


def asked(policy, situation, person, world):
    """What a policy is asked about in a situation, and what else it is told."""
    filling, proposed, other = world["filling"], world["proposed"], world["other"]
    author = person if situation in {OWN_PROPOSAL, OWN_COMMENT} else other
    if situation == THEIR_PROPOSAL:
        RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
    proposed.written_by = world["readers"].made_by = author
    audience = Audience.READERS if situation == TO_READERS else Audience.TEAM
    return {
        "may_see_templates": ([], {}),
        "may_propose_template": ([], {}),
        "may_decide_template": ([proposed], {}),
        "may_begin_filling": ([filling.about], {}),
        "may_comment_on_filling": ([filling], {"audience": audience}),
        "may_read_comment": ([world["team"]], {}),
        "may_resolve_comment": ([world["readers"]], {}),
    }.get(policy, ([filling], {}))
