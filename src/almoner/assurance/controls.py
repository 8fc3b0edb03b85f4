"""What a control is, and how apps make theirs known. It knows nothing of what any control says.

An app declares its promises in its `controls.py`. A framework names them by their codes, and sets
their parameters; a gate asks them of one case, assurance of all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.core.references import name_of

Case = TypeVar("Case", bound=Model)
Words: TypeAlias = str | Promise
Setting: TypeAlias = int | str
Parameters: TypeAlias = Mapping[str, Any]
ANYONE_HERE = frozenset(Role)


class NoSuchControl(LookupError):
    """No app declares a control of that code."""

    def __init__(self, code: str, codes: Sequence[str]) -> None:
        super().__init__(
            _("No control is called %(code)s. There are: %(codes)s.")
            % {"code": code, "codes": ", ".join(codes)}
        )


class BadParameter(ValueError):
    """A control has no such parameter, or cannot take what it was given."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a framework may set of a control: its name, what it means, and what holds until then."""

    name: str
    about: Words
    default: Setting

    def read(self, value: object) -> Setting:
        """Take a value of the default's kind; a number is none below nothing."""
        wanted = type(self.default)
        if type(value) is not wanted or (isinstance(value, int) and value < 0):
            kind = _("a whole number") if wanted is int else _("words")
            said = {"name": self.name, "kind": kind, "value": value}
            raise BadParameter(_("%(name)s takes %(kind)s, not %(value)r.") % said)
        return value


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is put right: the ledger's name of a thing, and what is done there.

    As with what is due (`core.due`), a surface knows the page; no page, and it is no link.
    """

    about: str
    verb: str = "read"


@dataclass(frozen=True, slots=True)
class Break:
    """A case that breaks a control: its reference, why, and where that is put right."""

    reference: str
    reason: str
    place: Place | None = None


class Control(Generic[Case]):
    """A promise that is kept or broken by cases. Subclass it in an app's `controls.py`.

    It is asked in sets. `broken` narrows cases in the database, so that many controls are asked of
    one case at once; where only Python can tell, leave it out and override `breaks`. `because` says
    why a case breaks it; override `reason`, or `breaks`, where that differs from case to case.
    `readers` are those who may read the cases themselves; how many there are, all officials may.
    `remedy` says what is to be done about one, where that needs saying.
    """

    code: ClassVar[str]
    title: ClassVar[Words]
    promise: ClassVar[Words]
    owner: ClassVar[Role]
    because: ClassVar[Words] = ""
    remedy: ClassVar[Words] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    readers: ClassVar[frozenset[Role]] = ANYONE_HERE

    def promise_in_words(self, parameters: Parameters) -> str:
        """The promise, with what its parameters are, as in `%(days)s`."""
        figures = {
            name: f"{value:,}" if isinstance(value, int) else value
            for name, value in parameters.items()
        }
        return str(self.promise) % figures

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Case]:
        """Every case of which the promise is made, on a day."""
        raise NotImplementedError

    def broken(self, cases: QuerySet[Case], on: date, parameters: Parameters) -> QuerySet[Case]:
        """Those of the cases that break it: narrowed, neither cut short nor put in order."""
        raise NotImplementedError

    def breaks(self, cases: QuerySet[Case], on: date, parameters: Parameters) -> Iterator[Break]:
        """The same with reasons and places, in an order that never varies."""
        for case in self.broken(cases, on, parameters).order_by("pk").iterator():
            yield self.break_of(case, on, parameters)

    def break_of(self, case: Case, on: date, parameters: Parameters) -> Break:
        reason = self.reason(case, on, parameters)
        return Break(self.reference(case), reason, self.place(case))

    def reference(self, case: Case) -> str:
        return str(case)

    def reason(self, case: Case, on: date, parameters: Parameters) -> str:
        return str(self.because)

    def place(self, case: Case) -> Place | None:
        return Place(name_of(case))

    def open_to(self, user: User, cases: QuerySet[Case], on: date) -> QuerySet[Case]:
        """Those of the cases that somebody among the readers may know of."""
        return cases

    def figure(self, on: date) -> str:
        """A figure in a sentence that its page shows, where more than keeping is measured."""
        return ""

    @property
    def is_asked_in_sets(self) -> bool:
        return type(self).broken is not Control.broken

    @property
    def has_one_reason(self) -> bool:
        """Whether nothing more need be asked to say why a case breaks it."""
        own = type(self)
        return own.breaks is Control.breaks and own.reason is Control.reason


registry: dict[str, Control[Any]] = {}

C = TypeVar("C", bound=type[Control[Any]])
Source: TypeAlias = Callable[[date], Mapping[str, Parameters]]
_sources: list[Source] = []


def register(control: C) -> C:
    """Class decorator: make a control known to the engine."""
    if control.code in registry:
        raise ValueError(f"Two controls are called {control.code!r}")
    registry[control.code] = control()
    return control


def known_controls() -> list[str]:
    """The code of every control that an app declares, in order."""
    return sorted(registry)


def control_called(code: str) -> Control[Any]:
    """The control of that code. Raises NoSuchControl, which names those that there are."""
    try:
        return registry[code]
    except KeyError:
        raise NoSuchControl(code, known_controls()) from None


def declare_parameters(source: Source) -> Source:
    """Decorator: make known what sets parameters of controls on a day, by their codes."""
    _sources.append(source)
    return source


def read_parameters(code: str, given: Mapping[str, object]) -> dict[str, Setting]:
    """All parameters of a control, as given or by default. Raises NoSuchControl, BadParameter."""
    known = {parameter.name: parameter for parameter in control_called(code).parameters}
    if strange := sorted(set(given) - set(known)):
        said = {"code": code, "name": strange[0], "names": ", ".join(known) or _("none")}
        raise BadParameter(_("%(code)s has no parameter %(name)s. It has: %(names)s.") % said)
    return {
        name: parameter.read(given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def parameters_on(code: str, on: date) -> dict[str, Setting]:
    """The parameters of a control as they hold on a day for the whole body."""
    given: dict[str, object] = {}
    for source in _sources:
        given |= source(on).get(code, {})
    return read_parameters(code, given)
