"""What can happen to a version of a standing page."""

from almoner.core.events import DAY, DIGEST, EventKind, one_of

from .licences import Licence
from .pages import StandingPage

OF = {"page": one_of(StandingPage)}
WITH_TEXT = {**OF, "text": DIGEST}


class StatementEvent(EventKind):
    BEGUN = "statement.begun", OF
    SAVED = "statement.saved", WITH_TEXT
    SUBMITTED = "statement.submitted", WITH_TEXT
    PUBLISHED = "statement.published", {**WITH_TEXT, "review_on": DAY}
    LICENCE_CHOSEN = (
        "statement.licence-chosen",
        {**WITH_TEXT, "review_on": DAY, "licence": one_of(Licence)},
    )
    RETURNED = "statement.returned", WITH_TEXT
    WITHDRAWN = "statement.withdrawn", OF
