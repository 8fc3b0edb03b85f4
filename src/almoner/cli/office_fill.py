"""`almoner office fill`: how the first offices are held, where too few people are there for two."""

from argparse import ArgumentParser, Namespace

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, now

from almoner.core.actors import OPERATOR
from almoner.framework.offices import Office
from almoner.framework.operations import fill_office_as_operator
from almoner.framework.queries import framework_on

from .people import person_named
from .refusals import Misuse, Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("office", metavar="OFFICE", help="its code in the framework in force")
    parser.add_argument("username", metavar="USER", help="who holds it from today")


def run(given: Namespace) -> None:
    office, person = office_named(given.office), person_named(given.username)
    try:
        fill_office_as_operator(office, holder=person, by=OPERATOR, at=now())
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    print(f"{person.username} holds the office of {office.title} from today.")
    print("It is the operator's own act. Two officials should confirm it, in the workspace.")


def office_named(code: str) -> Office:
    """An office of the framework in force. Raises Misuse."""
    offices = framework_on(localdate()).offices
    found = next((one for one in offices if one.code == code), None)
    if found is None:
        listed = ", ".join(one.code for one in offices) or "none"
        raise Misuse(f"{code!r} is no office of the framework. There are: {listed}.")
    return found
