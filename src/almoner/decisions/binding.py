"""What an approval binds, as it was submitted and as it stands now."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from almoner.core.approvable import Change, Fact, changes_between, facts_of
from almoner.core.once import asked_once
from almoner.framework.approval import NoLimit
from almoner.framework.contents import Framework

from .models import Decision, Submission
from .queries import bound_by
from .scheme import Step, required_for, steps_in

# What a version of a text says; who wrote it when is beside it.
SAID = (
    "title",
    "summary",
    "recommendations",
    "background",
    "considerations",
    "plan",
    "papers",
    "power",
    "value",
    "part_two",
    "part_two_ground",
    "deferred_until",
    "deferral_ground",
    "deferral_reason",
    "relations",
    "grants",
    "delegation",
)


def digest_of_text(said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(canonical.encode()).hexdigest()


def facts_now(decision: Decision) -> list[Fact]:
    """Every fact that an approval of a decision binds: of its case or, if none, of itself."""
    name = bound_by(decision)
    return facts_of([name])[name]


def facts_in(submission: Submission) -> list[Fact]:
    """Those facts as they were submitted."""
    return [Fact(**one) for one in submission.snapshot]


def changes_since(decision: Decision, *, now: Framework) -> list[Change]:
    """Which facts of what was submitted have changed since: approvals of it have lapsed."""
    asked = decision.asked
    if asked is None:
        return []
    changed = changes_between(facts_in(asked), facts_now(decision))
    return [*changed, *_change_of_steps(decision, asked, now)]


def changes_of_many(decisions: Iterable[Decision]) -> dict[int, list[Change]]:
    """The same of many, by their keys, but for whom the limits name; a fixed number of queries."""
    asked = {one.pk: (bound_by(one), one.asked) for one in decisions if one.asked}
    now = _facts_of_all(frozenset(name for name, _submission in asked.values()))
    return {
        key: changes_between(facts_in(submission), now[name])
        for key, (name, submission) in asked.items()
    }


@asked_once
def _facts_of_all(names: frozenset[str]) -> dict[str, list[Fact]]:
    return facts_of(names)


def kept_changes(changes: Iterable[Change]) -> list[dict[str, str]]:
    return [asdict(one) for one in changes]


def _change_of_steps(decision: Decision, asked: Submission, now: Framework) -> list[Change]:
    """Limits may be others by now: whoever they name then is who must approve."""
    before = steps_in(asked.steps)
    try:
        required = required_for(decision, asked.text, now=now)
    except NoLimit:
        return [Change(_("Who must approve"), _in_words(before), _("nobody may"))]
    after = list(required.steps)
    if [(one.office, one.person) for one in before] == [(one.office, one.person) for one in after]:
        return []
    return [Change(_("Who must approve"), _in_words(before), _in_words(after))]


def _in_words(steps: Iterable[Step]) -> str:
    return ", ".join(one.title for one in steps)
