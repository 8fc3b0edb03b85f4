"""Whether somebody's file speaks of an organisation that we know already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from almoner.core.models import Batch

from .groups import head_of
from .identifiers import Mention, Number
from .models import Identifier, Organisation, matching_name
from .queries import KnownOrganisation, organisations_named, organisations_numbered


class Doubt(StrEnum):
    """What a person should look at, since nothing was guessed."""

    LEADS_TO_TWO = "numbers-lead-to-two"
    HAS_ANOTHER = "has-another-number"
    NAMED_ALIKE = "named-alike-with-another-number"


@dataclass(frozen=True, slots=True)
class Match:
    """The organisation that a mention is of, and what was in doubt about it, with which other.

    One that was merged is found as itself: then parting it parts what was found to be its own.
    """

    organisation: Organisation
    doubt: Doubt | None = None
    other: Organisation | None = None


class Matching:
    """Finds the organisation of each mention within a batch, or begins it.

    A number of a register finds it first. A name finds it only where no number contradicts: names
    that are alike but for case, punctuation and spacing are one, and nothing is guessed. A
    publisher's own vendor number is no help: real files give one number, kept for suppliers who
    are paid once, to many of them. What is begun here is unsaved until `newly_begun` and
    `newly_identified` hand it over to be staged, in this order.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.begun_count = 0
        self._met: set[str] = set()
        self._heads: dict[str, str] = {}
        self._ones: dict[str, Organisation] = {}
        self._named: dict[str, list[Organisation]] = {}
        self._numbered: dict[Number, Organisation] = {}
        self._numbers: dict[str, dict[str, set[str]]] = defaultdict(dict)
        self._asked: set[Number] = set()
        self._begun: list[Organisation] = []
        self._identified: list[Identifier] = []

    @property
    def met_count(self) -> int:
        """How many organisations of the file were known before."""
        return len(self._met)

    def look_up(self, mentions: Iterable[Mention]) -> None:
        """Learn which of these are known, by a few questions however many they are."""
        mentions = list(mentions)
        names = {matching_name(mention.name) for mention in mentions} - self._named.keys()
        numbers = {number for mention in mentions for number in mention.numbers} - self._asked
        self._asked |= numbers
        found = organisations_numbered(numbers) if numbers else {}
        known = organisations_named(names) if names else {}
        for name in names:
            self._named[name] = [self._one(one) for one in known.get(name, [])]
        for number, one in found.items():
            self._numbered.setdefault(number, self._one(one))

    def match(self, mention: Mention) -> Match:
        """The organisation of a mention. `look_up` has to have heard of it before."""
        found = self._match(mention)
        if found.organisation.batch_id != self.batch.pk:
            self._met.add(self._head(found.organisation))
        return found

    def newly_begun(self) -> list[Organisation]:
        """Hand over what was begun since the last time."""
        begun, self._begun = self._begun, []
        return begun

    def newly_identified(self) -> list[Identifier]:
        """Hand over the identifiers that were met first since the last time."""
        identified, self._identified = self._identified, []
        return identified

    def _match(self, mention: Mention) -> Match:
        led_to = [self._numbered[number] for number in mention.numbers if number in self._numbered]
        if led_to:
            return self._by_number(mention, led_to)
        named = self._named[matching_name(mention.name)]
        agreeing = next((one for one in named if not self._contradicts(one, mention)), None)
        if agreeing:
            self._identify(agreeing, mention)
            return Match(agreeing)
        begun = self._begin(mention)
        return Match(begun, Doubt.NAMED_ALIKE, named[0]) if named[1:] else Match(begun)

    def _by_number(self, mention: Mention, led_to: list[Organisation]) -> Match:
        first = led_to[0]
        other = next((one for one in led_to if self._head(one) != self._head(first)), None)
        if other:
            return Match(first, Doubt.LEADS_TO_TWO, other)
        if self._contradicts(first, mention):
            return Match(first, Doubt.HAS_ANOTHER)
        self._identify(first, mention)
        return Match(first)

    def _contradicts(self, one: Organisation, mention: Mention) -> bool:
        """Whether a register that gave it a number gives another to whoever is mentioned."""
        numbers = self._numbers[self._head(one)]
        return any(
            scheme in numbers and value not in numbers[scheme] for scheme, value in mention.numbers
        )

    def _begin(self, mention: Mention) -> Organisation:
        key = matching_name(mention.name)
        begun = Organisation(name=mention.name, matching_name=key, batch=self.batch)
        self._named[key].append(begun)
        self._begun.append(begun)
        self.begun_count += 1
        self._identify(begun, mention)
        return begun

    def _identify(self, one: Organisation, mention: Mention) -> None:
        for number in mention.numbers:
            if number not in self._numbered:
                self._numbered[number] = one
                self._numbers[self._head(one)].setdefault(number[0], set()).add(number[1])
                self._identified.append(
                    Identifier(
                        organisation=one, scheme=number[0], value=number[1], batch=self.batch
                    )
                )

    def _one(self, known: KnownOrganisation) -> Organisation:
        """Remember a known organisation, once, and the numbers that registers gave its group."""
        one = self._ones.setdefault(known.organisation.reference, known.organisation)
        self._heads[one.reference] = head_of(one).reference
        for scheme, value in known.numbers:
            self._numbers[self._head(one)].setdefault(scheme, set()).add(value)
        return one

    def _head(self, one: Organisation) -> str:
        """The reference of who speaks for it. What is begun here speaks for itself."""
        return self._heads.get(one.reference, one.reference)
