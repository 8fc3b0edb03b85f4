"""A task that a test can catch in the middle."""

from pathlib import Path
from time import sleep

from django_tasks import task


@task()
def nap(folder):
    """Begin; sleep for long the first time; say that it is done the second."""
    begun = Path(folder) / "begun"
    if not begun.exists():
        begun.touch()
        sleep(60)
    (Path(folder) / "done").touch()


@task()
def jump():
    raise OSError("jumped")
