"""`almoner publish`: an edition of a duty, as files in a folder."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localdate, now

from almoner.accounts.models import User
from almoner.core.verdicts import require
from almoner.framework.calendar import Span
from almoner.framework.duties import Duty
from almoner.registers.frozen import has_changed_since, rows_now, summed
from almoner.registers.models import Edition, Preparation, StandingAuthority
from almoner.registers.operations import (
    EditionDiffers,
    EditionTakenDown,
    approve_under_authority,
    begin_correction,
    draft_edition,
    hand_out_edition,
    lapse_submission,
    submit_edition,
)
from almoner.registers.policies import may_submit_edition, may_use_authority
from almoner.registers.queries import editions_of, open_preparations
from almoner.registers.states import PreparationState

from .authorities import authority_called
from .duty_codes import duty_of, period_of, takes_duty
from .folders import folder, require_place
from .people import acting, person_named
from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    takes_duty(parser)
    parser.add_argument(
        "--period", required=True, metavar="PERIOD", help="such as 2026-04, or 2026-27-Q1"
    )
    parser.add_argument(
        "--out",
        required=True,
        type=folder,
        metavar="DIR",
        help="the folder for the files, beside those of other editions; an earlier edition's of the"
        " same period give way",
    )
    parser.add_argument(
        "--under-authority",
        metavar="REF",
        help="a standing authority, such as AUT-…, in place of a second person's approval",
    )
    parser.add_argument(
        "--correct",
        metavar="REASON",
        help="what another edition puts right, if the facts have changed: the edition says so",
    )
    acting(parser)


def run(given: Namespace) -> None:
    person, duty, at = person_named(given.acting_as), duty_of(given), now()
    period = period_of(given, duty)
    require(may_submit_edition(person, duty, on=localdate(at)))
    require_place(given.out)
    authority = authority_called(given.under_authority) if given.under_authority else None
    if authority and not (verdict := may_use_authority(person, authority, duty, on=localdate(at))):
        raise Refusal(f"{verdict.reason} See `almoner authority list`.")

    edition = published_already(duty, period, correct=bool(given.correct), at=at)
    if edition is None:
        preparation = submitted(duty, period, correct=given.correct, by=person, at=at)
        if authority is None:
            raise Refusal(
                f"{duty.code} {period} awaits another publisher's approval ({preparation}):"
                f" {preparation.row_count:,} rows. Nothing is published and no file is written yet."
            )
        edition = approve_under_authority(preparation, authority, by=person, at=at)
    print("\n".join(lines(edition, handed_out(edition, given.out))))


def handed_out(edition: Edition, folder: Path) -> list[Path]:
    """The edition's files, in their folder. Raises Refusal."""
    try:
        return hand_out_edition(edition, folder)
    except (EditionDiffers, EditionTakenDown) as refusal:
        raise Refusal(str(refusal)) from refusal
    except OSError as error:
        raise Refusal(
            f"{edition} is published, but its files cannot be put into {folder}:"
            f" {error.strerror or error}. Mend that, and run the same again."
        ) from error


def published_already(duty: Duty, period: Span, *, correct: bool, at: datetime) -> Edition | None:
    """The edition there is, if it says what would be published now. Raises Refusal if not."""
    edition = editions_of(duty.code).filter(period=str(period)).first()
    if edition is None or not has_changed_since(edition, duty, at=at):
        return edition
    if not correct and under_way(duty, period) is None:
        raise Refusal(
            f"{duty.code} {period} is published ({edition}), and the facts have changed since."
            " To publish another edition that says so, run this again with --correct REASON."
        )
    return None


def submitted(
    duty: Duty, period: Span, *, correct: str | None, by: User, at: datetime
) -> Preparation:
    """The edition on its way, drafted and submitted as far as it was not yet."""
    preparation = under_way(duty, period)
    if correct and not editions_of(duty.code).filter(period=str(period)).exists():
        raise Refusal(
            f"Nothing of {duty.code} {period} is published, so there is nothing to correct: leave"
            " --correct out."
        )
    if preparation is None and correct:
        preparation = begin_correction(duty, period, reason=correct, by=by, at=at)
    elif preparation is None:
        preparation = draft_edition(duty, period, by=by, at=at)
    if preparation.state == PreparationState.SUBMITTED:
        found = summed(rows_now(duty, preparation.period, on=localdate(at))).digest
        if found == preparation.digest:
            return preparation
        preparation = lapse_submission(preparation, found=found, by=by, at=at)
    return submit_edition(preparation, by=by, at=at)


def under_way(duty: Duty, period: Span) -> Preparation | None:
    return open_preparations().filter(duty=duty.code, period=str(period)).first()


def lines(edition: Edition, files: list[Path]) -> list[str]:
    rows = f"{edition.row_count:,} rows" if edition.row_count else "nothing to report"
    said = [
        f"{edition}: {edition.duty} {edition.period}, edition {edition.number}, {rows}",
        *([f"It corrects the one before: {edition.correction}"] if edition.correction else []),
        *([said_of(edition.authority)] if edition.authority else []),
        f"SHA-256 of its sums: {edition.digest}",
    ]
    return [*said, *map(str, files)]


def said_of(authority: StandingAuthority) -> str:
    return f"Approved under {authority}, by no person."
