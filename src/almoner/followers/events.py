"""What can happen to a wish to be told. Lines say its reference, never whose it is or of what."""

from almoner.core.events import EventKind, one_of

from .terms import Ending, Rhythm


class FollowEvent(EventKind):
    ASKED = "follow.asked", {"rhythm": one_of(list(Rhythm))}
    CONFIRMED = "follow.confirmed", {"rhythm": one_of(list(Rhythm))}
    ENDED = "follow.ended", {"ending": one_of(list(Ending))}
