"""Questions about likenesses: what awaits a decision, and what was decided."""

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from .groups import Groups
from .models import Likeness, LikenessDecision, Organisation
from .queries import live_organisations
from .states import Basis, Decided, LikenessState

FIRST = (Basis.LEADS_TO_TWO, Basis.NAMED_ALIKE, Basis.HAS_ANOTHER, Basis.SPELT_ALIKE)


def undecided_likenesses() -> QuerySet[Likeness]:
    """What awaits a decision between organisations that are seen, and are not one already."""
    live = live_organisations().values("pk")
    heads = {
        "_head": Coalesce(F("organisation__survivor"), F("organisation")),
        "_other_head": Coalesce(F("other__survivor"), F("other")),
    }
    found = Likeness.objects.filter(state=LikenessState.OPEN, organisation__in=live)
    found = found.filter(Q(other=None) | Q(other__in=live)).alias(**heads)
    return found.filter(Q(other=None) | ~Q(_head=F("_other_head")))


def doubts_first(likenesses: QuerySet[Likeness]) -> QuerySet[Likeness]:
    """What files left in doubt, then names that are alike; the earliest first."""
    places = [When(basis=basis, then=Value(place)) for place, basis in enumerate(FIRST)]
    order = Case(*places, default=Value(len(FIRST)), output_field=IntegerField())
    found = likenesses.select_related("organisation__survivor", "other__survivor")
    return found.order_by(order, "pk")


def likeness_of(one: Organisation, other: Organisation | None) -> Likeness | None:
    """What is known of these two, or of the one, whichever is named first."""
    first, second = in_order(one, other)
    return Likeness.objects.filter(organisation=first, other=second).first()


def in_order(
    one: Organisation, other: Organisation | None
) -> tuple[Organisation, Organisation | None]:
    """As a likeness keeps them: the earlier known first."""
    return (other, one) if other and other.pk < one.pk else (one, other)


def between(some: list[int], others: list[int]) -> QuerySet[Likeness]:
    """What is known of any of these with any of those."""
    return Likeness.objects.filter(
        Q(organisation__in=some, other__in=others) | Q(organisation__in=others, other__in=some)
    )


def kept_apart(groups: Groups) -> set[frozenset[int]]:
    """Those that somebody found different, by the keys of who speaks for each."""
    found = Likeness.objects.filter(state=LikenessState.DIFFERENT)
    pairs = found.values_list("organisation", "other")
    return {frozenset({groups.head(one), groups.head(other)}) for one, other in pairs if other}


def decisions_about(organisations: list[int]) -> QuerySet[LikenessDecision]:
    """Every decision about any of these, the latest first."""
    about = Q(likeness__organisation__in=organisations) | Q(likeness__other__in=organisations)
    found = LikenessDecision.objects.filter(about).order_by("-pk")
    return found.select_related(
        "likeness__organisation", "likeness__other", "survivor", "decided_by"
    )


def mergers() -> QuerySet[LikenessDecision]:
    return LikenessDecision.objects.filter(decided=Decided.MERGED)
