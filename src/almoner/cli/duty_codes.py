"""How a duty and its period are named on the command line."""

from argparse import ArgumentParser, Namespace

from almoner.framework.calendar import Span, period_named
from almoner.framework.duties import Duty, NoSuchDuty
from almoner.framework.reading import UnreadableFramework
from almoner.registers.due_editions import duty_called

from .refusals import Misuse, Refusal


def takes_duty(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--duty",
        required=True,
        metavar="CODE",
        help="such as contracts-quarterly: see `almoner duties`",
    )


def duty_of(given: Namespace) -> Duty:
    """The duty that was named. Raises Misuse, or Refusal without a framework."""
    try:
        return duty_called(given.duty)
    except NoSuchDuty as error:
        raise Misuse(str(error)) from error
    except UnreadableFramework as error:
        raise Refusal(str(error)) from error


def period_of(given: Namespace, duty: Duty) -> Span:
    """The period that was named. Raises Misuse."""
    try:
        return period_named(duty, given.period)
    except ValueError as error:
        raise Misuse(str(error)) from error
