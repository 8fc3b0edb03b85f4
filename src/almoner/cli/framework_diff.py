"""`almoner framework diff`: what differs between two frameworks, in words."""

from argparse import ArgumentParser, Namespace

from almoner.framework.contents import Framework
from almoner.framework.differences import differences
from almoner.framework.reading import UnreadableFramework, read_framework

from .frameworks import text_named
from .refusals import REFUSED, Refusal
from .screen import on_screen


def add_arguments(parser: ArgumentParser) -> None:
    what = "a version (FWK-2026-001), a file, or the name of one that comes with Almoner"
    parser.add_argument("before", metavar="A", help=what)
    parser.add_argument("after", metavar="B", help="another of these")


def run(given: Namespace) -> int:
    areas = differences(framework_named(given.before), framework_named(given.after))
    if not areas:
        print("They say the same.")
        return 0
    for area in areas:
        print(on_screen(area.title))
        for sentence in area.sentences:
            print(f"  - {on_screen(sentence)}")
    return REFUSED


def framework_named(name: str) -> Framework:
    try:
        text, file = text_named(name)
        return read_framework(text, file=file)
    except UnreadableFramework as error:
        raise Refusal(str(error)) from error
