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
    people, other = {}, UserFactory()
    filling, proposed = FillingFactory(), TemplateVersionFactory(state="proposed")
    readers = CommentFactory(filling=filling, audience=Audience.READERS)
    team = CommentFactory(filling=filling, audience=Audience.TEAM)

    wrong = []
    for policy, who, situation, allowed in ROWS_OF_DOCUMENTS:
        if who not in people:
            people[who] = official() if who == NOBODY else official(who)
        person, said = people[who], {}
        thing = filling
        if situation == THEIR_PROPOSAL:
            RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
        if policy in {"may_see_templates", "may_propose_template"}:
            thing = None
        elif policy == "may_decide_template":
            author = {OWN_PROPOSAL: person, THEIR_PROPOSAL: other}.get(situation)
            thing, proposed.written_by = proposed, author or proposed.written_by
        elif policy == "may_begin_filling":
            thing = filling.about
        elif policy == "may_comment_on_filling":
            said = {"audience": Audience.READERS if situation == TO_READERS else Audience.TEAM}
        elif policy == "may_read_comment":
            thing = team
        elif policy == "may_resolve_comment":
            thing, readers.made_by = readers, person if situation == OWN_COMMENT else other
        given = [person] if thing is None else [person, thing]
        if bool(getattr(policies, policy)(*given, **said, on=DAY)) is not allowed:
            wrong.append((policy, str(who), situation))

    assert wrong == []
