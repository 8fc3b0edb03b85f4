"""As at which day a page is asked for: what all pages of past days say of it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from almoner.web.forms.agreements import AsAtDayForm


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, and by what was known. If what was said is no day, it is today, and the form says so.

    `is_as_at`: by what was known on that day; otherwise by what is known now.
    """

    on: date
    is_as_at: bool
    is_past: bool

    @classmethod
    def by(cls, form: AsAtDayForm) -> "Asked":
        if not form.is_valid():
            return cls(form.today, is_as_at=True, is_past=False)
        on = form.cleaned_data["on"]
        return cls(on, is_as_at=form.is_as_at, is_past=on != form.today)

    def page(self, form: AsAtDayForm) -> dict[str, Any]:
        """What `workspace/as_at.html` shows."""
        return {"form": form, **asdict(self)}
