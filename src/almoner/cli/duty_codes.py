"""How a duty and its period are named on the command line."""

from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.utils.timezone import localdate

from almoner.framework.calendar import Span, period_named
from almoner.framework.duties import Duty, NoSuchDuty
from almoner.framework.reading import UnreadableFramework
from almoner.registers.copies import is_of_copies
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
        return duty_called(given.duty, on=localdate())
    except NoSuchDuty as error:
        raise Misuse(str(error)) from error
    except UnreadableFramework as error:
        raise Refusal(str(error)) from error


def period_of(given: Namespace, duty: Duty) -> Span:
    """The period that was named. Raises Misuse."""
    if is_of_copies(duty):
        raise Misuse(
            f"{duty.code} is continuous: it has no periods and no editions. Each copy is published"
            f" by itself, in the workspace ({settings.ADDRESS}/workspace/{duty.dataset}/), and"
            f" anyone finds them at {settings.ADDRESS}/registers/{duty.dataset}/."
        )
    try:
        return period_named(duty, given.period)
    except ValueError as error:
        raise Misuse(str(error)) from error
