from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.operations import adopt_agreement, release_agreement
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.core.batches import BatchInProgress
from almoner.core.ledger import checkpoint, verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.organisations.queries import live_identifiers, live_organisations
from almoner.payments.queries import live_payments
from almoner.registers.events import ImportEvent
from almoner.registers.kinds import Register
from almoner.registers.models import UndoneImport
from almoner.registers.operations import StoodUpon, undo_import
from almoner.registers.operations.undoing import mark_import_undone
from almoner.registers.queries import batches_by_line, imported_files
from almoner.registers.tasks import forget_undone_imports
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.factories import (
    DAY,
    NOON,
    CopyFactory,
    DocumentFactory,
    ExemptionFactory,
    WithholdingFactory,
    official,
    published_copy,
)
from tests.registers.agreement_files import (
    CONTRACTS,
    ROOF,
    SHELTER,
    bring_in,
    contracts_file,
    figures,
    grants_file,
)
from tests.registers.files import PLAIN, spend_file
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
CONTRACT = AgreementKind.CONTRACT
MORROW, NEXT_NOON = DAY + timedelta(days=1), NOON + timedelta(days=1)
LONGER = SHELTER.replace("31/03/2027", "31/03/2028").replace("Night", "Winter")


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def undo(done, publisher, reason="The wrong file"):
    return undo_import(done.imported.batch, reason=reason, by=publisher, at=NEXT_NOON)


def found(word):
    return matches(word, audiences=[PUBLIC]).count()


def test_undoing_hides_all_that_came_and_leaves_one_line(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))

    undone = undo(done, publisher)

    batch = undone.batch
    assert batch.state == BatchState.UNDONE
    assert not agreements_known(CONTRACT, MORROW).exists()
    assert not live_organisations().exists()
    assert not live_identifiers().exists()
    assert not imported_files(Register.CONTRACTS).exists()
    assert (found("shelter"), found("harbour"), Entry.objects.count()) == (0, 0, 0)
    assert (undone.reason, undone.undone_by) == ("The wrong file", publisher)
    line = Event.objects.get(kind=ImportEvent.UNDONE)
    assert (line.about, line.actor) == (f"core.batch:{batch}", publisher.actor)
    assert line.facts == {"register": "contracts", "digest": batch.digest, "rows": "2"}
    assert verify().count == 2


def test_spend_is_undone_too(tmp_path, publisher):
    done = bring_in(spend_file(tmp_path), Register.SPEND)

    undo(done, publisher)

    assert not live_payments().exists()
    assert Entry.objects.count() == 0


def test_rows_stay_for_what_may_have_to_say_them_again(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))
    line = checkpoint().count

    undo(done, publisher)

    assert AgreementVersion.objects.count() == 2
    assert list(batches_by_line(Register.CONTRACTS, line, on=DAY)) == [done.imported.batch]
    assert not batches_by_line(Register.CONTRACTS, line + 1, on=DAY).exists()


def test_what_it_changed_speaks_as_before(tmp_path, publisher):
    bring_in(contracts_file(tmp_path))
    changing = bring_in(contracts_file(tmp_path, [LONGER]), known_from=MORROW, at=NEXT_NOON)
    assert (found("night"), found("winter")) == (0, 1)

    undo(changing, publisher)

    ends = {v.said["reference"]: v.ends_on for v in agreements_known(CONTRACT, MORROW)}
    assert ends == {"C-1": date(2027, 3, 31), "C-2": date(2026, 3, 31)}
    assert (found("night"), found("winter")) == (1, 0)


def test_a_file_put_right_can_follow_and_its_agreements_keep_their_names(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))
    before = dict(Agreement.objects.values_list("identity", "reference"))
    undo(done, publisher)

    again = bring_in(contracts_file(tmp_path))

    assert figures(again) == (2, 0, 0, 0)
    assert dict(Agreement.objects.values_list("identity", "reference")) == before
    assert agreements_known(CONTRACT, DAY).count() == 2
    assert (found("shelter"), live_organisations().count()) == (1, 2)


def test_it_is_undone_again_after_its_index_was_made_again(tmp_path, publisher):
    undo(bring_in(contracts_file(tmp_path)), publisher)
    done = bring_in(contracts_file(tmp_path))
    rebuild_index("agreements.agreement")
    rebuild_index("organisations.organisation")

    undo(done, publisher)

    assert Entry.objects.count() == 0


def test_what_a_dead_process_left_in_the_index_is_not_found_and_is_taken_out(tmp_path, publisher):
    batch = bring_in(contracts_file(tmp_path)).imported.batch
    mark_import_undone(batch, reason="Wrong", by=publisher, at=NOON)

    assert (found("shelter"), Entry.objects.count()) == (0, 4)
    assert forget_undone_imports(NOON) == "1 taken out of the index"
    assert (Entry.objects.count(), forget_undone_imports(NOON)) == (0, "0 taken out of the index")


def test_an_import_with_an_edition_after_it_is_not_undone(tmp_path, publisher, settings):
    settings.FILES = tmp_path / "files"
    done = bring_in(spend_file(tmp_path), Register.SPEND)
    edition = issue()

    with pytest.raises(StoodUpon, match="cannot be undone") as refusal:
        undo(done, publisher)

    assert refusal.value.why == [f"{edition} was issued after it."]
    assert live_payments().count() == 4
    later = bring_in(spend_file(tmp_path, PLAIN[:1], name="later.csv"), Register.SPEND)
    undo(later, publisher)


@pytest.mark.parametrize("make", [DocumentFactory, CopyFactory, published_copy, ExemptionFactory])
def test_an_import_with_papers_of_its_agreements_is_not_undone(tmp_path, publisher, settings, make):
    settings.FILES = tmp_path / "files"
    first = bring_in(contracts_file(tmp_path))
    make(agreement=Agreement.objects.earliest("pk"))

    with pytest.raises(StoodUpon) as refusal:
        undo(first, publisher)

    assert refusal.value.why == ["Agreements with documents or copies rest on it: 1."]


def test_an_import_that_a_later_file_was_compared_with_is_not_undone(tmp_path, publisher):
    first = bring_in(contracts_file(tmp_path))
    second = bring_in(contracts_file(tmp_path, [ROOF]))

    with pytest.raises(StoodUpon) as refusal:
        undo(first, publisher)

    assert refusal.value.why == [f"{second.imported} was compared with it."]
    undo(second, publisher)
    undo(first, publisher)


def test_an_import_whose_organisations_others_speak_of_is_not_undone(tmp_path, publisher):
    first = bring_in(contracts_file(tmp_path))
    spend = bring_in(spend_file(tmp_path), Register.SPEND)
    grants = bring_in(grants_file(tmp_path), Register.GRANTS)

    with pytest.raises(StoodUpon) as refusal:
        undo(first, publisher)

    said = "speaks of organisations or agreements that came with it."
    assert refusal.value.why == [f"{spend.imported} {said}", f"{grants.imported} {said}"]
    assert UndoneImport.objects.count() == 0
    for done in (grants, spend, first):
        undo(done, publisher)


def test_two_files_that_share_nothing_stand_alone(tmp_path, publisher):
    first = bring_in(contracts_file(tmp_path, [SHELTER]))
    bring_in(contracts_file(tmp_path, [ROOF], name="other.csv"))

    undo(first, publisher)

    assert agreements_known(CONTRACT, DAY).count() == 1


def test_an_import_is_undone_once(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))
    undo(done, publisher)

    with pytest.raises(IllegalTransition):
        undo(done, publisher)


def test_undoing_takes_the_role_that_imports(tmp_path):
    done = bring_in(contracts_file(tmp_path))

    with pytest.raises(PermissionDenied, match="Only a publisher may import contracts"):
        undo(done, official(Role.FINANCE))


def test_undoing_takes_a_reason(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))

    with pytest.raises(ValidationError, match="Say why"):
        undo(done, publisher, reason=" ")


def test_nothing_is_undone_while_a_file_is_read_in(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))

    def meanwhile(_tally):
        with pytest.raises(BatchInProgress):
            undo(done, publisher)

    bring_in(spend_file(tmp_path), Register.SPEND, progress=meanwhile)

    assert agreements_known(CONTRACT, DAY).count() == len(CONTRACTS)


def test_what_came_with_an_import_and_is_withheld_keeps_it_from_being_undone(tmp_path, publisher):
    done = bring_in(spend_file(tmp_path), Register.SPEND)
    withholding = WithholdingFactory(organisation=live_organisations().first())

    with pytest.raises(StoodUpon) as refusal:
        undo(done, publisher)

    assert refusal.value.why == [f"{withholding} withholds what came with it."]


def test_what_somebody_manages_does_not_vanish_with_its_import(tmp_path, publisher):
    done = bring_in(contracts_file(tmp_path))
    hugo = official(Role.AGREEMENT_MANAGER)
    agreement = Agreement.objects.order_by("pk").first()
    adopt_agreement(agreement, manager=hugo, by=hugo, at=NOON)

    with pytest.raises(StoodUpon, match="somebody manages rest on it: 1"):
        undo(done, publisher)

    release_agreement(agreement, reason="The wrong file", by=hugo, at=NOON)
    assert undo(done, publisher)
