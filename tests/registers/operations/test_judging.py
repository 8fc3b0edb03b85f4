from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.registers.events import FindingEvent
from almoner.registers.findings import digest_of, findings_of, judgements_of, seen_as, words_of
from almoner.registers.kinds import Register
from almoner.registers.models import Finding, Judgement
from almoner.registers.operations import (
    FindingsChanged,
    judge_finding,
    judge_findings,
    reopen_finding,
)
from almoner.registers.operations.judging import open_to
from almoner.registers.publicity import public_payments
from almoner.registers.reasons import FindingState, Reason
from tests.factories import NOON, RoleHoldingFactory, official
from tests.registers.findings import CLIENT, PERSON, REFUGE, held, judge, safe

pytestmark = pytest.mark.django_db
LOOK = "Quay Repairs,2026-02-03,9.00,Repairs,Roof of 12 High Street"
SPEND = Register.SPEND


@pytest.fixture
def finance():
    return official(Role.FINANCE)


def test_judge_finding_settles_it_and_writes_it_in_the_ledger(tmp_path, finance):
    held(tmp_path)

    said = judge(by=finance)

    finding = Finding.objects.get()
    assert finding.state == FindingState.SAFE
    (one,) = judgements_of(finding)
    assert (one.judgement, said.judged_by, said.judged_at) == (said, finance, NOON)
    line = Event.objects.get(kind=FindingEvent.JUDGED)
    assert (line.actor, line.about) == (finance.actor, f"registers.judgement:{said}")
    assert line.facts == {
        "register": "spend",
        "check": "person-initials",
        "verdict": "safe",
        "reason": "not-a-person",
        "findings": "1",
        "digest": digest_of([finding]),
    }


def test_whoever_imported_a_row_does_not_judge_what_was_found_in_it(tmp_path):
    importer = official(Role.FINANCE)
    held(tmp_path, by=importer)

    with pytest.raises(PermissionDenied, match="You imported a row"):
        judge(by=importer)

    assert not Judgement.objects.exists()


def test_nor_does_whoever_stands_in_for_them(tmp_path):
    importer, deputy = official(Role.PUBLISHER), official()
    RoleHoldingFactory(holder=deputy, role=Role.PUBLISHER, in_place_of=importer)
    held(tmp_path, by=importer)

    with pytest.raises(PermissionDenied, match="stand in for who imported"):
        judge(by=deputy)


def test_whoever_imported_a_row_may_tick_off_what_holds_nothing(tmp_path):
    importer = official(Role.PUBLISHER)
    held(tmp_path, LOOK, by=importer)

    judge(safe(Reason.LOOKED_AT), by=importer)

    assert Finding.objects.get().state == FindingState.SAFE


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Judgement(verdict=FindingState.WAITING), "what is to become"),
        (Judgement(verdict=FindingState.SAFE), "why it is safe"),
        (safe(Reason.LOOKED_AT), "Looking at it is not enough"),
        (safe(Reason.OTHER, note=" "), "which other reason"),
    ],
)
def test_a_judgement_that_says_too_little_is_refused(tmp_path, said, why):
    held(tmp_path)

    with pytest.raises(ValidationError, match=why):
        judge(said)


def test_what_is_judged_is_judged_anew_only_once_it_is_reopened(tmp_path, finance):
    held(tmp_path)
    judge()

    with pytest.raises(IllegalTransition):
        judge(Judgement(verdict=FindingState.KEPT_BACK))
    reopen_finding(Finding.objects.get(), note="It is a client", by=finance, at=NOON)
    judge(Judgement(verdict=FindingState.KEPT_BACK))

    finding = Finding.objects.get()
    said = [one.judgement.verdict for one in judgements_of(finding)]
    assert said == ["kept-back", "waiting", "safe"]
    assert finding.state == FindingState.KEPT_BACK
    assert Event.objects.filter(kind=FindingEvent.REOPENED).count() == 1


def test_whoever_reopens_a_finding_says_why(tmp_path, finance):
    held(tmp_path)
    judge()

    with pytest.raises(ValidationError, match="Say why"):
        reopen_finding(Finding.objects.get(), note=" ", by=finance, at=NOON)


def test_four_hundred_rows_that_say_the_same_are_judged_once(tmp_path):
    held(tmp_path, *[PERSON.replace("300.00", f"{n}.00") for n in range(1, 401)])

    (words,) = words_of(Finding.objects.all())
    judge()

    assert (words.rows, words.text, public_payments().count()) == (400, "Ms Jane Pole", 400)


def test_all_of_one_check_are_judged_at_once_as_they_were_seen(tmp_path, finance):
    held(tmp_path, CLIENT, CLIENT.replace("J.S.", "K.R."), REFUGE)
    waiting = findings_of(SPEND, "person-initials")

    said = judge_findings(
        SPEND, "person-initials", safe(), seen=seen_as(waiting), by=finance, at=NOON
    )

    assert said.judged.count() == 2
    assert [one.code for one in Finding.objects.filter(state="waiting")] == ["protected-address"]
    assert Event.objects.get(kind=FindingEvent.JUDGED).facts["findings"] == "2"


def test_what_changed_meanwhile_is_not_judged_at_once(tmp_path, finance):
    held(tmp_path, CLIENT)
    seen = seen_as(findings_of(SPEND, "person-initials"))
    held(tmp_path, CLIENT.replace("77.40", "78.40"), name="more.csv")

    with pytest.raises(FindingsChanged):
        judge_findings(SPEND, "person-initials", safe(), seen=seen, by=finance, at=NOON)

    assert not Judgement.objects.exists()


def test_nothing_is_judged_at_once_where_nothing_waits(finance):
    seen = seen_as(findings_of(SPEND, "person-paid"))

    with pytest.raises(FindingsChanged):
        judge_findings(SPEND, "person-paid", safe(), seen=seen, by=finance, at=NOON)


def test_of_what_somebody_imported_nothing_is_judged_at_once_by_them(tmp_path):
    importer = official(Role.PUBLISHER)
    held(tmp_path, CLIENT, by=importer)
    held(tmp_path, CLIENT.replace("J.S.", "K.R."), name="other.csv")

    mine = open_to(importer, SPEND, "person-initials", at=NOON)
    judge_findings(SPEND, "person-initials", safe(), seen=seen_as(mine), by=importer, at=NOON)

    assert Finding.objects.filter(state="safe").count() == 1
    assert open_to(importer, SPEND, "person-initials", at=NOON + timedelta(days=1)).count() == 0


@pytest.mark.parametrize("role", [Role.AGREEMENT_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_has_no_part_in_a_register_judges_nothing_in_it(tmp_path, role):
    held(tmp_path)
    person = official(role)

    with pytest.raises(PermissionDenied):
        judge_finding(Finding.objects.get(), safe(), by=person, at=NOON)
    with pytest.raises(PermissionDenied):
        judge_findings(SPEND, "person-initials", safe(), seen="", by=person, at=NOON)
    with pytest.raises(PermissionDenied):
        reopen_finding(Finding.objects.get(), note="Why", by=person, at=NOON)
