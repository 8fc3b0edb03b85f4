"""What must hold before pages are served or work is done."""

from django.core.checks import run_checks

from .refusals import Refusal


def refuse_a_wrong_start() -> None:
    """Run the checks that need no database. Raises Refusal, saying all that is wrong."""
    wrong = [found for found in run_checks() if found.is_serious()]
    if wrong:
        raise Refusal(" ".join(f"{found.msg} {found.hint or ''}".strip() for found in wrong))
