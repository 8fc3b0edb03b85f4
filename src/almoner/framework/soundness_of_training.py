"""Whether the training plan speaks of courses that there are."""

from collections.abc import Iterator, Sequence

from .contents import Framework
from .training import NeededCertificate, Training
from .words import Inconsistent, listed


def faults_of_training(framework: Framework) -> Iterator[Inconsistent]:
    """Every line that names a course of which the framework says no more."""
    courses = [course.code for course in framework.courses]
    lists: dict[str, Sequence[Training | NeededCertificate]] = {
        "training": framework.training,
        "certificate": framework.certificates,
    }
    for noun, lines in lists.items():
        for nth, line in enumerate(lines):
            if line.course not in courses:
                yield Inconsistent(
                    f"No course is called {line.course}. {listed(courses)}",
                    *(noun, nth, "course"),
                )
