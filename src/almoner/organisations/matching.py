"""Whether a name in somebody's file is an organisation that we know already."""

from collections.abc import Iterable

from almoner.core.models import Batch

from .models import Organisation, matching_name
from .queries import organisations_named


class Matching:
    """Finds the organisation of each name within a batch, or begins it.

    Names that are alike but for case, punctuation and spacing are one organisation; nothing is
    guessed. A publisher's own vendor number is no help: real files give one number, kept for
    suppliers who are paid once, to many of them. What is begun here is unsaved until
    `newly_begun` hands it over to be staged.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.begun_count = 0
        self._known: dict[str, Organisation] = {}
        self._begun: list[Organisation] = []

    @property
    def met_count(self) -> int:
        """How many organisations of the file were known before."""
        return len(self._known) - self.begun_count

    def look_up(self, names: Iterable[str]) -> None:
        """Learn, by one question, which of these are known."""
        unmet = {matching_name(name) for name in names} - self._known.keys()
        if unmet:
            self._known |= organisations_named(unmet)

    def organisation_called(self, name: str) -> Organisation:
        """The organisation of that name. `look_up` has to have heard of it before."""
        key = matching_name(name)
        if key not in self._known:
            self._known[key] = Organisation(name=name, matching_name=key, batch=self.batch)
            self._begun.append(self._known[key])
            self.begun_count += 1
        return self._known[key]

    def newly_begun(self) -> list[Organisation]:
        """Hand over what was begun since the last time."""
        begun, self._begun = self._begun, []
        return begun
