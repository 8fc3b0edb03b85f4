"""`almoner demo`: an invented body with a world of its own, told up to today."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from almoner.accounts.models import User

from .demonstration.cast import SIGN_IN_AS
from .demonstration.ground import clear_ground, is_demonstration, is_half_told, is_taken, unfinished
from .demonstration.stages import STAGES, Stage, play
from .migrate import make_tables
from .refusals import Misuse, Refusal
from .scenarios import SHIPPED
from .scenarios.reading import UnreadableScenario, read_scenario
from .scenarios.said import Scenario
from .scenarios.telling import tell_scenario


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--afresh",
        action="store_true",
        help="throw the demonstration that is here away first; nothing else is ever thrown away",
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME|FILE",
        help=f"tell this world instead: {', '.join(SHIPPED)}, or a file of TOML that describes one",
    )
    parser.add_argument(
        "--stage",
        choices=[str(stage) for stage in STAGES],
        default=str(STAGES[-1]),
        help="how far the story is told (default: %(default)s)",
    )


def run(given: Namespace) -> int:
    scenario = _read(given.scenario) if given.scenario else None  # before anything is thrown away
    if given.afresh or is_half_told():
        clear_ground()
    make_tables()
    if not is_demonstration():
        if is_taken():
            raise Refusal(
                "There is a body at work in this database. The demonstration needs an empty one:"
                " set ALMONER_HOME, or DATABASE_URL, to a new place."
            )
        with unfinished():
            _tell(scenario, given)
    elif scenario:
        raise Refusal(
            "A demonstration is here already. Give --afresh to throw it away and tell this one."
        )
    print(WELCOME.format(address=settings.ADDRESS, people="\n".join(people_here())))
    return 0


def _read(name: str) -> Scenario:
    path = SHIPPED.get(name) or Path(name)
    try:
        return read_scenario(path)
    except FileNotFoundError as missing:
        raise Misuse(
            f"There is no scenario {name}. Give a file, or one of: {', '.join(SHIPPED)}."
        ) from missing
    except UnreadableScenario as error:
        raise Misuse(str(error)) from error


def _tell(scenario: Scenario | None, given: Namespace) -> None:
    if scenario is None:
        play(upto=Stage(given.stage), now=now(), tell=print)
        return
    tell_scenario(scenario, tell=print)


def people_here() -> list[str]:
    """Whom to sign in as, of those whom the story has reached."""
    here = set(User.objects.values_list("username", flat=True))
    return [f"  {one.name}, who {one.does}" for one in SIGN_IN_AS if one.username in here]


WELCOME = """
A demonstration: the body, its people and its providers are invented.
While it is served, as `make run` does, open
{address}/ for what the public sees, or
{address}/demonstration/ to sign in, without a password, as one of:
{people}
"""
