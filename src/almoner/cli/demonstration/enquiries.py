"""What the public of the demonstration writes, and what its body says of itself."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from almoner.accounts.models import User
from almoner.enquiries.models import Enquiry
from almoner.enquiries.operations import (
    answer_enquiry,
    close_enquiry,
    receive_enquiry,
    take_enquiry,
)
from almoner.enquiries.states import Outcome
from almoner.enquiries.subjects import Subject
from almoner.registers.publicity import public_payments
from almoner.statements.operations import (
    approve_statement,
    begin_statement,
    return_statement,
    submit_statement,
)
from almoner.statements.pages import StandingPage
from almoner.statements.shipped import shipped_text

READER = "sam.reader@wexmoor.example"


def tell_of_the_body(moment: datetime) -> None:
    """Two pages are confirmed, and a third is sent back once and waits again."""
    for page in (StandingPage.ACCESSIBILITY, StandingPage.DATA):
        text = f"{shipped_text(page)}\n\nOur office is closed on bank holidays.\n"
        version = begin_statement(page, text=text, by=person("dev.marlow"), at=moment)
        ready = submit_statement(version, by=person("dev.marlow"), at=moment)
        approve_statement(ready, by=person("nadia.okell"), at=moment)
    for text in ("## Who we are\n\nThe office.", shipped_text(StandingPage.PRIVACY)):
        begun = begin_statement(
            StandingPage.PRIVACY, text=text, by=person("hugo.tansley"), at=moment
        )
        waiting = submit_statement(begun, by=person("hugo.tansley"), at=moment)
        if text.endswith("The office."):
            why = "Say what we keep, and for how long."
            return_statement(waiting, remark=why, by=person("nadia.okell"), at=moment)


def ask_about_a_payment(moment: datetime) -> None:
    payment = public_payments().order_by("pk").first()
    receive(
        Subject.PAYMENT,
        "This payment seems to be here twice. Could you look?",
        about=f"/registers/spend/{payment}/",
        name="Sam Reader",
        email=READER,
        wants_answer=True,
        at=moment,
    )


def ask_about_large_print(moment: datetime) -> None:
    """It is answered the same day."""
    asked = receive(
        Subject.ACCESSIBILITY,
        "Could I have the list of grants in large print?",
        email=READER,
        wants_answer=True,
        at=moment,
    )
    publisher = person("dev.marlow")
    take_enquiry(asked, by=publisher, at=moment)
    text = "Yes. It goes into the post to you today."
    answer_enquiry(asked, text=text, by=publisher, at=moment)
    close_enquiry(asked, outcome=Outcome.NO_CHANGE, by=publisher, at=moment)


def say_that_somebody_is_in_danger(moment: datetime) -> None:
    text = "An address stands in what a payment was for, and somebody lives there in hiding."
    receive(Subject.PAYMENT, text, is_danger=True, at=moment)


WRITTEN: tuple[Callable[[datetime], None], ...] = (
    ask_about_large_print,
    ask_about_a_payment,
    say_that_somebody_is_in_danger,
)


def receive(subject: Subject, text: str, *, at: datetime, **said: object) -> Enquiry:
    sent_with = sha256(text.encode()).hexdigest()
    return receive_enquiry(
        Enquiry(subject=subject, message=text, sent_with=sent_with, **said), at=at
    )


def person(username: str) -> User:
    return User.objects.get(username=username)
