"""What happens to agreements beside what their registers say."""

from almoner.core.events import DIGEST, REFERENCE, EventKind


class AgreementEvent(EventKind):
    REPEATED = "agreement.found-repeated", {"of": REFERENCE, "words": DIGEST}
    SEPARATE = "agreement.found-separate", {"of": REFERENCE, "words": DIGEST}
