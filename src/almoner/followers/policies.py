"""Who may confirm what somebody asked for, and who may see and remove whoever follows."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Follow
from .queries import KEPT, MOST, confirmed_follows_of
from .states import FollowState

KEEPERS = frozenset({Role.PUBLISHER})  # whose work questions about personal data are


def may_confirm_follow(follow: Follow, *, at: datetime) -> Verdict:
    """Whoever has the link, for seven days, while they follow fewer than twenty searches."""
    if follow.state != FollowState.ASKED or follow.asked_at < at - KEPT:
        return refused(_("This link does not work any more. Ask again from the page of the list."))
    others = confirmed_follows_of(follow.email).exclude(search=follow.search)
    if others.count() >= MOST:
        return refused(
            _(
                "You follow as many searches as one address may: %(most)d. Stop one of them first,"
                " by the link in a message about it, and then open this link again."
            )
            % {"most": MOST}
        )
    return ALLOWED


def may_see_followers(user: User, *, on: date) -> Verdict:
    """A publisher sees how many there are; nobody sees who they are."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only publishers see how many people follow searches."))


def may_remove_follower(user: User, *, on: date) -> Verdict:
    """A publisher, who answers what people ask about their personal data."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only publishers remove the address of somebody who follows a search."))
