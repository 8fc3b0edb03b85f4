"""What followers are told, read as it is handed to a mail server by the tasks that send it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from almoner.core.daily import steps
from almoner.core.models import Event
from almoner.followers.letters import BULLETIN
from almoner.followers.links import follow_to_stop
from almoner.followers.models import Watch
from almoner.followers.operations import PUBLIC, end_follow
from almoner.followers.terms import Ending, Rhythm
from almoner.organisations.models import Organisation
from almoner.outbox.models import Message
from almoner.outbox.states import DeliveryState, Trouble
from almoner.registers.kinds import Register
from almoner.web.public.searches import FOLLOWED
from tests.factories import NOON, FollowFactory
from tests.registers.agreement_files import CONTRACTS, ROOF, SHELTER, brought_in, contracts_file
from tests.web.public.published import publish
from tests.web.public.refuge import WORDS, plant, taken_down

pytestmark = pytest.mark.django_db
TELL, SEND = steps["followers-2-tell"], steps["outbox-2-send"]
MORNING = datetime(2026, 3, 5, 7, tzinfo=UTC)
DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def _letters_to_read(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def on_the_day(tmp_path, rows, *, name="more.csv", at=NOON):
    with time_machine.travel(at):
        return publish(tmp_path, rows, name=name)


def morning(at=MORNING):
    """What the machine does by itself that morning. The letters that went out."""
    before = len(mail.outbox)
    with time_machine.travel(at):
        TELL(at)
        SEND(at)
    return mail.outbox[before:]


def test_a_follower_is_told_once_of_what_came_since_they_confirmed(tmp_path):
    on_the_day(tmp_path, ["Old Trust,2026-02-03,1.00,Grants,"], at=NOON - 30 * DAYS, name="a.csv")
    FollowFactory(confirmed_at=NOON - DAYS)
    on_the_day(tmp_path, ["Harbour Trust,2020-02-03,1250.50,Grants,A night shelter"])

    (letter,) = morning()

    assert letter.to == ["sam.reader@example.test"]
    assert letter.subject == "What is new: Payments to suppliers"
    assert "1 payment became public: £1,250.50." in letter.body
    assert "- £1,250.50 to Harbour Trust, 3 February 2020\n  A night shelter." in letter.body
    assert re.search(r"https://wexmoor.test/registers/spend/PAY-\w+/", letter.body)
    assert "Old Trust" not in letter.body
    assert morning(MORNING + DAYS) == []


def test_a_letter_can_be_stopped_at_one_press(tmp_path):
    follow = FollowFactory()
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])

    (letter,) = morning()

    heading = letter.message()
    assert heading["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = heading["List-Unsubscribe"].strip("<>")
    assert link in letter.body
    assert follow_to_stop(link.rstrip("/").rpartition("/")[2]) == follow


def test_nothing_is_sent_where_nothing_in_the_search_is_new(tmp_path):
    FollowFactory(search="/registers/spend/?q=lighthouse")
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])

    assert morning() == []
    assert Message.objects.count() == 0


def test_twenty_are_said_one_by_one_and_a_link_leads_to_the_rest(tmp_path):
    FollowFactory(search="/registers/spend/?at_least=1")
    on_the_day(tmp_path, [f"Trust,2026-02-03,{n}.00,Grants," for n in range(1, 26)])

    (letter,) = morning()

    assert letter.body.count("\n- £") == 20
    assert "25 payments became public: £325.00 in all." in letter.body
    assert (
        "And 5 more. All of them:\nhttps://wexmoor.test/registers/spend/?at_least=1" in letter.body
    )


def test_what_a_register_says_differently_is_news_and_what_officials_alone_see_is_not(tmp_path):
    FollowFactory(search="/registers/contracts/", confirmed_at=NOON + DAYS)
    brought_in(contracts_file(tmp_path, CONTRACTS))
    said = [SHELTER.replace("lena@", "omar@"), ROOF.replace("2500", "3000")]
    brought_in(contracts_file(tmp_path, said, name="next.csv"), days=2)

    (letter,) = morning(MORNING + 3 * DAYS)

    assert "1 agreement became public or was changed: £3,000.00." in letter.body
    assert "- Changed contract: A roof" in letter.body
    assert "Night shelter" not in letter.body


def test_the_outbox_keeps_no_word_of_it_and_the_ledger_neither(tmp_path):
    FollowFactory()
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])

    (letter,) = morning()

    assert "Harbour" in letter.body
    kept = Message.objects.get(topic=BULLETIN.code)
    assert (kept.body, kept.subject) == ("", "What is new: Wexmoor Council")
    lines = " ".join(f"{line.about} {line.facts}" for line in Event.objects.all())
    assert "sam.reader" not in lines


def test_what_is_withheld_between_queueing_and_sending_is_not_in_it(tmp_path):
    with time_machine.travel(NOON):
        refuge = plant(tmp_path)
    FollowFactory()
    FollowFactory(search=f"/organisations/{refuge}/", email="alex@example.test")
    with time_machine.travel(MORNING):
        TELL(MORNING)
        assert Message.objects.filter(topic=BULLETIN.code).count() == 2
        taken_down(organisation=refuge)

        SEND(MORNING)

    letters = [one for one in mail.outbox if one.subject.startswith("What is new")]
    assert [one.to for one in letters] == [["sam.reader@example.test"]]
    assert "Quay Street Advice" in letters[0].body
    told = str(letters[0].message())
    assert not [word for word in [*WORDS, str(refuge)] if word in told]
    delivery = Message.objects.get(address="alex@example.test").delivery
    assert (delivery.state, delivery.trouble) == (DeliveryState.DROPPED, Trouble.NOTHING_TO_SAY)


def test_a_withheld_row_is_not_counted_in_what_is_new(tmp_path):
    with time_machine.travel(NOON):
        refuge = plant(tmp_path)
        taken_down(organisation=refuge)
    FollowFactory()
    FollowFactory(search="/registers/contracts/")

    bodies = sorted(one.body for one in morning() if one.subject.startswith("What is new"))

    assert "1 agreement became public or was changed: £2,500.00." in bodies[0]
    assert "9 payments became public: £3,692.25 in all." in bodies[1]


def test_an_organisation_is_told_of_in_all_its_dealings(tmp_path):
    brought_in(contracts_file(tmp_path), Register.CONTRACTS)
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])
    trust = Organisation.objects.get(name="Harbour Trust")
    FollowFactory(search=f"/organisations/{trust}/")

    (letter,) = morning()

    assert "1 payment became public: £1,250.50." in letter.body
    assert "1 agreement became public or was changed: £100,000.50." in letter.body


def test_whoever_stops_before_it_is_sent_is_sent_nothing(tmp_path):
    follow = FollowFactory()
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])
    with time_machine.travel(MORNING):
        TELL(MORNING)
        end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=MORNING)

        SEND(MORNING)

    assert mail.outbox == []
    assert Message.objects.get().address == ""


def test_what_came_while_a_letter_could_not_be_sent_is_told_when_it_can(tmp_path):
    FollowFactory()
    on_the_day(tmp_path, ["First Trust,2026-02-03,1.00,Grants,"])
    with time_machine.travel(MORNING):
        TELL(MORNING)
    assert Watch.objects.get().message
    on_the_day(tmp_path, ["Second Trust,2026-02-03,2.00,Grants,"], name="b.csv", at=MORNING)

    (first,) = morning(MORNING + DAYS)
    (second,) = morning(MORNING + 2 * DAYS)

    assert "First Trust" in first.body
    assert "Second Trust" not in first.body
    assert "Second Trust" in second.body
    assert "First Trust" not in second.body


def test_whoever_wants_it_weekly_hears_on_monday(tmp_path):
    FollowFactory(rhythm=Rhythm.WEEKLY)
    monday = MORNING + 4 * DAYS
    morning(monday - 7 * DAYS)
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])

    assert morning() == []
    assert "once a week" in morning(monday)[0].body


def test_a_name_of_several_lines_is_said_on_one(tmp_path):
    name = '"Harbour Trust\nBcc: all@example.test"'
    on_the_day(tmp_path, [f"{name},2026-02-03,1250.50,Grants,"])
    trust = Organisation.objects.get()
    FollowFactory(search=f"/organisations/{trust}/")

    (letter,) = morning()

    assert "\n" in trust.name
    assert letter.subject == "What is new: Harbour Trust Bcc: all@example.test"
    assert "What is new in: Harbour Trust Bcc: all@example.test\n" in letter.body


def test_a_search_that_cannot_be_read_holds_up_nobody_elses(tmp_path, monkeypatch):
    def broken(_said, **_named):
        raise RuntimeError("broken")

    monkeypatch.setitem(FOLLOWED, "public:editions", broken)
    FollowFactory(search="/editions/", email="first@example.test")
    FollowFactory()
    on_the_day(tmp_path, ["Harbour Trust,2026-02-03,1250.50,Grants,"])

    with time_machine.travel(MORNING):
        with pytest.raises(ExceptionGroup):
            TELL(MORNING)
        SEND(MORNING)

    assert [letter.to for letter in mail.outbox] == [["sam.reader@example.test"]]
