"""What happens between payments and agreements."""

from almoner.core.events import AMOUNT, COUNT, REFERENCE, EventKind


class MatchEvent(EventKind):
    PROPOSED = "matches.proposed", {"proposals": COUNT, "payments": COUNT, "amount": AMOUNT}
    CONFIRMED = "match.confirmed", {"agreement": REFERENCE, "amount": AMOUNT}
    REFUSED = "match.refused", {"agreement": REFERENCE, "amount": AMOUNT}
    UNDONE = "match.undone", {"agreement": REFERENCE, "amount": AMOUNT}


class MatchingRuleEvent(EventKind):
    SAVED = "matching-rule.saved", {"agreement": REFERENCE}
    CONFIRMED = (
        "matching-rule.confirmed",
        {"agreement": REFERENCE, "payments": COUNT, "amount": AMOUNT},
    )
    ENDED = "matching-rule.ended", {"agreement": REFERENCE}
