"""`almoner framework check`: whether a framework can be used, and what is yet to be confirmed."""

from argparse import ArgumentParser, Namespace

from almoner.framework.reading import UnreadableFramework, check_framework, file_called, text_called

from .refusals import REFUSED
from .screen import on_screen


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a TOML file, or the name of one that comes with Almoner"
    )


def run(given: Namespace) -> int:
    name = file_called(given.file).name
    try:
        framework = check_framework(text_called(given.file), file=name)
    except UnreadableFramework as error:
        for problem in error.problems:
            print(on_screen(problem))
        return REFUSED
    stages = sum(len(route.stages) for route in framework.routes)
    print(
        f"{on_screen(name)} can be used: {counted(len(framework.duties), 'duty', 'duties')},"
        f" {counted(len(framework.routes), 'route')} of {counted(stages, 'stage')},"
        f" {counted(len(framework.limits), 'limit')}."
    )
    if framework.unconfirmed:
        print(
            f"The body has yet to confirm {framework.unconfirmed} of its limits, objectives"
            " and appetites for risk:"
            " compare each with your own scheme, and write `confirmed = true` beneath it."
        )
    return 0


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
