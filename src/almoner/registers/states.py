"""The lives of an import, an edition on its way, an authority, a withholding, and a finding."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle

from .reasons import FindingState


class PreparationState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    SUBMITTED = "submitted", _("Awaiting approval")
    RETURNED = "returned", _("Sent back")
    LAPSED = "lapsed", _("Lapsed: the facts changed")
    APPROVED = "approved", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = [
    PreparationState.DRAFTED,
    PreparationState.SUBMITTED,
    PreparationState.RETURNED,
    PreparationState.LAPSED,
]
TO_SUBMIT = [state for state in OPEN if state != PreparationState.SUBMITTED]

PREPARATION_LIFECYCLE = Lifecycle(
    {
        PreparationState.DRAFTED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.SUBMITTED: {
            PreparationState.RETURNED,
            PreparationState.LAPSED,
            PreparationState.APPROVED,
        },
        PreparationState.RETURNED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.LAPSED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.APPROVED: set(),
        PreparationState.WITHDRAWN: set(),
    }
)


class AuthorityState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second publisher")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


AUTHORITY_LIFECYCLE = Lifecycle(
    {
        AuthorityState.PROPOSED: {AuthorityState.IN_FORCE, AuthorityState.REFUSED},
        AuthorityState.IN_FORCE: {AuthorityState.ENDED},
        AuthorityState.REFUSED: set(),
        AuthorityState.ENDED: set(),
    }
)


class DraftState(TextChoices):
    UPLOADED = "uploaded", _("Waiting to be read")
    READ = "read", _("Ready to look over")
    CONFIRMED = "confirmed", _("Waiting to be imported")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Cannot be imported")
    DROPPED = "dropped", _("Dropped")


DRAFTS_UNDER_WAY = frozenset({DraftState.UPLOADED, DraftState.CONFIRMED, DraftState.IMPORTING})

DRAFT_LIFECYCLE = Lifecycle(
    {
        DraftState.UPLOADED: {DraftState.READ, DraftState.FAILED, DraftState.DROPPED},
        DraftState.READ: {DraftState.UPLOADED, DraftState.CONFIRMED, DraftState.DROPPED},
        DraftState.CONFIRMED: {DraftState.IMPORTING},
        # A worker that died leaves it so, and another takes it up.
        DraftState.IMPORTING: {DraftState.IMPORTING, DraftState.DONE, DraftState.FAILED},
        DraftState.DONE: set(),
        DraftState.FAILED: {DraftState.UPLOADED, DraftState.DROPPED},
        DraftState.DROPPED: set(),
    }
)


class WithholdingState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    TAKEN_DOWN = "taken-down", _("Taken down, awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    LIFTING = "lifting", _("In force, to be lifted if a second person agrees")
    REFUSED = "refused", _("Refused")
    LIFTED = "lifted", _("Lifted")


WITHHOLDING_LIFECYCLE = Lifecycle(
    {
        WithholdingState.PROPOSED: {WithholdingState.IN_FORCE, WithholdingState.REFUSED},
        WithholdingState.TAKEN_DOWN: {WithholdingState.IN_FORCE, WithholdingState.LIFTING},
        WithholdingState.IN_FORCE: {WithholdingState.LIFTING},
        # What no second person has looked at waits for one again, if it is not lifted.
        WithholdingState.LIFTING: {
            WithholdingState.IN_FORCE,
            WithholdingState.TAKEN_DOWN,
            WithholdingState.LIFTED,
        },
        WithholdingState.REFUSED: set(),
        WithholdingState.LIFTED: set(),
    }
)
WITHHELD = (WithholdingState.TAKEN_DOWN, WithholdingState.IN_FORCE, WithholdingState.LIFTING)
UNDER_WAY = (WithholdingState.PROPOSED, *WITHHELD)


FINDING_LIFECYCLE = Lifecycle(
    {
        FindingState.WAITING: {
            FindingState.SAFE,
            FindingState.KEPT_BACK,
            FindingState.MENDED,
        },
        # Whatever was judged is judged anew by being opened again first.
        FindingState.SAFE: {FindingState.WAITING},
        FindingState.KEPT_BACK: {FindingState.WAITING},
        FindingState.MENDED: {FindingState.WAITING},
    }
)
