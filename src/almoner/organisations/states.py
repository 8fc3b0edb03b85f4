"""The life of a likeness: whether two organisations are one, as far as people decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle

MERGING = "merging organisations"  # what hindrances may be declared to


class LikenessState(TextChoices):
    OPEN = "open", _("Not decided")
    SAME = "same", _("The same")
    DIFFERENT = "different", _("Different")
    RIGHT = "right", _("Right as it is")


# People may think again. What was right is asked anew only where a later file is in doubt of it.
LIKENESS_LIFECYCLE = Lifecycle(
    {
        LikenessState.OPEN: {
            LikenessState.SAME,
            LikenessState.DIFFERENT,
            LikenessState.RIGHT,
        },
        LikenessState.SAME: {LikenessState.DIFFERENT},
        LikenessState.DIFFERENT: {LikenessState.SAME},
        LikenessState.RIGHT: {LikenessState.OPEN},
    }
)


class Basis(TextChoices):
    """Why somebody should look at it. The first three are what a file left in doubt."""

    LEADS_TO_TWO = "numbers-lead-to-two", _("A row’s numbers lead to both")
    NAMED_ALIKE = (
        "named-alike-with-another-number",
        _("They have the same name, and other numbers"),
    )
    HAS_ANOTHER = "has-another-number", _("A row gives it another number than a register does")
    SPELT_ALIKE = "spelt-alike", _("Their names differ only in legal form or small words")
    PERSON = "person", _("Chosen by a person")


class Decided(TextChoices):
    """What a person decided of a likeness."""

    MERGED = "merged", _("Merged")
    PARTED = "parted", _("Parted")
    DIFFERENT = "different", _("Different")
    RIGHT = "right", _("Right as it is")
