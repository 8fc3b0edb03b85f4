"""Who may see and remove followers: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"

ROWS = [
    (policy, who, "always", who == Role.PUBLISHER)
    for policy in ("may_see_followers", "may_remove_follower")
    for who in (*Role, NOBODY)
]
