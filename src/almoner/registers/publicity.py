"""What is public: the one door. Whatever shows a register to the public asks here.

Nothing is copied and no row is marked: a withholding is asked of every reading, so that it binds
what comes later, and every past day, as it binds what is here now. So is what holds a row until
somebody has judged it (see `held`): what the register said before goes on speaking meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Self

from django.db import connection
from django.db.models import BigIntegerField, Count, Min, Q, QuerySet, Sum, Value

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import (
    COUNTS,
    Versions,
    agreements_as_at,
    agreements_known,
    counts_as_at,
    history_of,
    in_full,
    speaking,
)
from almoner.agreements.repetitions import rows_at_one, rows_repeating
from almoner.agreements.states import AgreementKind
from almoner.core.models import Batch, Event
from almoner.core.moments import end_of
from almoner.core.once import asked_once
from almoner.core.states import BatchState
from almoner.organisations.groups import Groups, members_of
from almoner.organisations.models import Organisation, matching_name
from almoner.organisations.queries import live_organisations
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments, payments_as_at
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.queries import matches

from .events import TAKES_EFFECT, WithholdingEvent
from .grounds import Ground
from .held import Held, findings_that_hold, first_payments_held, organisations_held
from .kept import kept_while_public_stands
from .kinds import KINDS, Register
from .looking import ground_of
from .models import Finding, ImportedFile, Withholding
from .queries import imported_files, rows_at_one_by_line
from .reasons import FindingState
from .states import WITHHELD

FEWEST = 5  # fewer are not told apart: they could be recognised
NIL = Decimal("0.00")
# Beside 0 and 1, which say of an organisation that is held whether it has open rows.
SAME, ROW = 2, 3
MOST_BY_KEY = 200


@dataclass(frozen=True, slots=True)
class Withheld:
    """What some withholdings keep from the public: organisations and agreements, by their keys.

    A withholding of an organisation is of all that were at one with it when it took effect; that
    of an agreement, of every row of which somebody said that it is the same: nobody says so, or
    takes it back, while one of them is withheld.
    """

    organisations: frozenset[int]
    agreements: frozenset[int]

    @classmethod
    def by(cls, withholdings: Iterable[Withholding]) -> Self:
        return cls.by_all(Withholding.objects.filter(pk__in=[one.pk for one in withholdings]))

    @classmethod
    def by_all(cls, withholdings: QuerySet[Withholding], *, line: int | None = None) -> Self:
        """What these keep from the public now, or kept from it when the ledger ended at a line."""
        columns = ("organisation", "covered__organisation", "agreement")
        rows = withholdings.order_by().values_list(*columns)
        about, covered, agreements = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(
            frozenset({*about, *covered} - {None}),
            _with_the_same(set(agreements) - {None}, line=line),
        )

    @property
    def payments(self) -> Q:
        return Q(organisation__in=self.organisations)

    def versions(self, batches: QuerySet[Batch] | None = None) -> Q:
        """Versions of a withheld agreement, or of one of which any version names a withheld
        organisation: of those that came with these batches, or of all.
        """
        said = AgreementVersion.objects.filter(organisation__in=self.organisations)
        named = said if batches is None else said.filter(batch__in=batches)
        return Q(agreement__in=self.agreements) | Q(agreement__in=named.values("agreement"))


def _with_the_same(agreements: set[int], *, line: int | None = None) -> frozenset[int]:
    """These, and the rows that are one with them, now or when the ledger ended at a line."""
    if not agreements:
        return frozenset()
    rows = rows_at_one() if line is None else rows_at_one_by_line(line)
    return frozenset(rows.of_all(agreements))


def withholdings_in_force() -> QuerySet[Withholding]:
    return Withholding.objects.filter(state__in=WITHHELD)


def withheld_now() -> Withheld:
    return hidden_now().withheld


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not for the public now, because it is withheld or because it is held."""

    withheld: Withheld
    held: Held

    @property
    def organisations(self) -> frozenset[int]:
        return self.withheld.organisations | self.held.organisations

    @property
    def payments(self) -> Q:
        return self.withheld.payments | self.held.payments

    @property
    def versions(self) -> Q:
        return self.withheld.versions() | self.held.versions


@cache
def _all_that_is_hidden(using: str) -> tuple[str, tuple[Any, ...]]:
    """The question of `hidden_now` as the database reads it. It never varies, and to put it
    together takes longer than to answer it.
    """
    nothing = Value(None, output_field=BigIntegerField())
    withheld = withholdings_in_force().order_by().annotate(is_open=nothing)
    held = organisations_held().annotate(covered=nothing, agreement=nothing)
    same = rows_repeating().annotate(none=nothing, is_same=Value(SAME, BigIntegerField()))
    told = withheld.values_list("organisation", "covered__organisation", "agreement", "is_open")
    rows = first_payments_held(MOST_BY_KEY + 1)
    rows = rows.annotate(covered=nothing, agreement=nothing, is_row=Value(ROW, BigIntegerField()))
    told = told.union(
        held.values_list("pk", "covered", "agreement", "open_rows"),
        same.values_list("pk", "repeats", "none", "is_same"),
        rows.values_list("payment", "covered", "agreement", "is_row"),
        all=True,
    )
    sql, parameters = told.query.get_compiler(using).as_sql()
    return sql, tuple(parameters)


@kept_while_public_stands
@asked_once
def hidden_now() -> Hidden:
    """All that is hidden, in one question: every public page asks it several times."""
    with connection.cursor() as cursor:
        cursor.execute(*_all_that_is_hidden(connection.alias))
        told = cursor.fetchall()
    by_withholding = [row for row in told if row[3] is None]
    by_finding = [row for row in told if row[3] in {0, 1}]
    at_one = Groups({row[0]: row[1] for row in told if row[3] == SAME})
    payments = [row[0] for row in told if row[3] == ROW]
    return Hidden(
        Withheld(
            frozenset({key for row in by_withholding for key in row[:2]} - {None}),
            frozenset(at_one.of_all({row[2] for row in by_withholding} - {None})),
        ),
        Held(
            findings_that_hold(),
            frozenset(row[0] for row in by_finding),
            frozenset(row[0] for row in by_finding if row[3]),
            frozenset(payments) if len(payments) <= MOST_BY_KEY else None,
        ),
    )


def withheld_by_line(*lines: int) -> Withheld:
    """What was withheld when the ledger ended at a line, or at any of several."""
    each = [
        Withheld.by_all(Withholding.objects.filter(reference__in=_in_force_at(line)), line=line)
        for line in lines
    ]
    return Withheld(
        frozenset().union(*(one.organisations for one in each)),
        frozenset().union(*(one.agreements for one in each)),
    )


def _in_force_at(line: int) -> set[str]:
    told = Event.objects.filter(number__lte=line).values_list("about", flat=True)
    begun = told.filter(kind__in=TAKES_EFFECT)
    lifted = told.filter(kind=WithholdingEvent.LIFTED)
    return {about.partition(":")[2] for about in set(begun) - set(lifted)}


def public_payments() -> QuerySet[Payment]:
    return _of_the_public(live_payments())


def public_payments_as_at(day: date) -> QuerySet[Payment]:
    """The payments known on a day, less what is withheld or held today."""
    return _of_the_public(payments_as_at(day))


def _of_the_public(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    return payments.exclude(hidden_now().payments)


def public_organisations() -> QuerySet[Organisation]:
    return live_organisations().exclude(pk__in=hidden_now().organisations)


def public_heads() -> QuerySet[Organisation]:
    """Those that speak for themselves and for all that are merged into them. Where the one that
    spoke for several is hidden, the first of the others does: its name leads nowhere.
    """
    others = public_organisations().filter(survivor__in=hidden_now().organisations)
    firsts = others.order_by().values("survivor").annotate(first=Min("pk")).values("first")
    return public_organisations().filter(Q(survivor=None) | Q(pk__in=firsts))


def public_members(organisation: Organisation) -> QuerySet[Organisation]:
    """Those that are merged into an organisation, by name."""
    return members_of(organisation).filter(pk__in=public_organisations().values("pk"))


def public_agreements_as_at(kind: AgreementKind, day: date) -> Versions:
    """What the register said on a day, less what is withheld or held today."""
    return _speaking_to_the_public(agreements_as_at(kind, day), kind, on=day, is_as_at=True)


def public_agreements_known(kind: AgreementKind, on: date) -> Versions:
    return _speaking_to_the_public(agreements_known(kind, on), kind, on=on, is_as_at=False)


def _speaking_to_the_public(
    speaks: Versions, kind: AgreementKind, *, on: date, is_as_at: bool
) -> Versions:
    """What speaks, less what is hidden. Of an agreement of which something is held, the last that
    is not held, if it counts: what was public before stays so.
    """
    shown = speaks.exclude(hidden_now().withheld.versions())
    # They are few: for all others it is worked out already who speaks.
    partly_held = _with_something_held()[kind]
    if not partly_held:
        return shown
    keys = _spoken_instead(on, is_as_at=is_as_at)[kind]
    shown = shown.exclude(agreement__in=partly_held)
    if not keys:
        return shown
    return in_full(AgreementVersion.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=keys)))


@asked_once
def _spoken_instead(on: date, *, is_as_at: bool) -> dict[str, list[int]]:
    """What the public hears of those of which something is held, by kind: the keys of versions."""
    hidden, held = hidden_now(), _with_something_held()
    said = AgreementVersion.objects.filter(batch__state=BatchState.LIVE)
    said = said.filter(agreement__in=frozenset().union(*held.values()))
    if is_as_at:
        said = said.filter(batch__recorded_at__lt=end_of(on))
    spoken = speaking(said.exclude(hidden.held.versions), on=on)
    spoken = spoken.filter(counts_as_at(on) if is_as_at else COUNTS)
    spoken = spoken.exclude(hidden.withheld.versions())
    told = list(spoken.values_list("agreement__kind", "pk"))
    return {kind: [key for its, key in told if its == kind] for kind in AgreementKind}


@kept_while_public_stands
@asked_once
def _with_something_held() -> dict[str, frozenset[int]]:
    """The agreements of each kind of which something is held."""
    held = AgreementVersion.objects.filter(hidden_now().held.versions, batch__state=BatchState.LIVE)
    told = set(held.order_by().values_list("agreement__kind", "agreement"))
    return {kind: frozenset(key for its, key in told if its == kind) for kind in AgreementKind}


def public_history_of(agreement: Agreement) -> Versions:
    return history_of(agreement).exclude(hidden_now().versions)


def public_file_names(batches: QuerySet[Batch]) -> dict[int, str]:
    """What the files were called that these batches came in; empty where that names a withheld
    organisation.
    """
    files = ImportedFile.objects.filter(batch__in=batches).only("batch", "file_name")
    forbidden = withheld_names()
    return {file.batch_id: _public_name(file.file_name, forbidden) for file in files}


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that was read in, as the public may know it. What is withheld is not counted, nor what
    only named a payment that had come before.
    """

    batch: Batch
    file_name: str
    publisher: str
    accepted: int
    rejected: int
    total: Decimal


def latest_spend_files(count: int) -> list[PublicFile]:
    return _as_public(imported_files(Register.SPEND)[:count])


@kept_while_public_stands
@asked_once
def spend_file_of(batch: Batch) -> PublicFile | None:
    """The file that a batch of spend came in."""
    return next(iter(_as_public(imported_files(Register.SPEND).filter(batch=batch))), None)


def _as_public(files: Iterable[ImportedFile]) -> list[PublicFile]:
    found, taken = list(files), _taken_from_batches()
    forbidden = withheld_names()
    return [_public_file(file, *taken.get(file.batch_id, (0, NIL)), forbidden) for file in found]


@kept_while_public_stands
def _taken_from_batches() -> dict[int, tuple[int, Decimal]]:
    """How many payments of each batch are hidden, and what they come to."""
    rows = Payment.objects.filter(hidden_now().payments).order_by().values("batch")
    sums = rows.annotate(count=Count("*"), sum=Sum("amount"))
    return {row["batch"]: (row["count"], row["sum"]) for row in sums}


@kept_while_public_stands
def withheld_names() -> list[str]:
    """The names, as they are compared, of what the public is not told of. Not for the public."""
    names = Organisation.objects.filter(pk__in=hidden_now().organisations)
    return list(names.values_list("matching_name", flat=True))


def _public_name(file_name: str, forbidden: list[str]) -> str:
    said = matching_name(file_name)
    return "" if any(name in said for name in forbidden) else file_name


def _public_file(
    file: ImportedFile, count: int, amount: Decimal, forbidden: list[str]
) -> PublicFile:
    return PublicFile(
        batch=file.batch,
        file_name=_public_name(file.file_name, forbidden),
        publisher=file.publisher,
        accepted=file.accepted - file.same - count,
        rejected=file.rejected,
        total=file.total - amount,
    )


@dataclass(frozen=True, slots=True)
class WithheldCount:
    """How many rows are withheld, as it may be published.

    Without a ground or a register it is of all of them that are not named; without a count, it is
    of fewer than five.
    """

    count: int | None
    register: Register | None = None
    ground: Ground | None = None


@kept_while_public_stands
def published_counts() -> list[WithheldCount]:
    """How many rows are withheld, by register and ground, where nothing is told by that."""
    return list(_published(withheld_rows()))


def withheld_rows() -> dict[Register, dict[Ground, int]]:
    """How many rows each ground withholds from each register. Not for the public."""
    by_ground: dict[Ground, list[Withholding]] = {ground: [] for ground in Ground}
    for withholding in withholdings_in_force():
        by_ground[Ground(withholding.ground)].append(withholding)
    found = {ground: Withheld.by(several) for ground, several in by_ground.items() if several}
    kept = _kept_back()
    rows = {
        register: Counter(
            {ground: _rows_of(register, withheld).count() for ground, withheld in found.items()}
        )
        + kept[register]
        for register in Register
    }
    return {register: {g: by[g] for g in Ground if by[g]} for register, by in rows.items()}


def _kept_back() -> dict[Register, Counter[Ground]]:
    """Rows that somebody keeps back because of what was found in them, each on one ground."""
    keys: dict[tuple[Register, Ground], list[int]] = {}
    kept = Finding.objects.filter(state=FindingState.KEPT_BACK, blocks=True).order_by("pk")
    for key, register, code in kept.values_list("pk", "register", "code"):
        keys.setdefault((Register(register), ground_of(code)), []).append(key)
    counts = {register: Counter[Ground]() for register in Register}
    counted = dict.fromkeys(Register, Q(pk__in=[]))
    for (register, ground), some in sorted(keys.items()):
        held = Held(Finding.objects.filter(pk__in=some))
        counts[register][ground] = _held_rows(register, held).exclude(counted[register]).count()
        counted[register] |= held.payments if register == Register.SPEND else held.versions
    return counts


def held_rows(register: Register) -> int:
    """How many rows of a register are held now, whyever. Not for the public."""
    return _held_rows(register, hidden_now().held).count()


def _held_rows(register: Register, held: Held) -> QuerySet[Payment] | Versions:
    withheld = withheld_now()
    if register in KINDS:
        said = agreements_known(KINDS[register], date.max).filter(held.versions)
        return said.exclude(withheld.versions())
    return live_payments().filter(held.payments).exclude(withheld.payments)


def _rows_of(register: Register, withheld: Withheld) -> QuerySet[Payment] | Versions:
    if register in KINDS:
        return agreements_known(KINDS[register], date.max).filter(withheld.versions())
    return live_payments().filter(withheld.payments)


def _published(rows: dict[Register, dict[Ground, int]]) -> Iterator[WithheldCount]:
    unnamed = 0
    for register, by_ground in rows.items():
        total = sum(by_ground.values())
        if total < FEWEST:
            unnamed += total
        elif min(by_ground.values()) < FEWEST:
            yield WithheldCount(total, register)
        else:
            for ground, count in by_ground.items():
                yield WithheldCount(count, register, ground)
    if unnamed:
        yield WithheldCount(unnamed if unnamed >= FEWEST else None)


def rows_withheld_by(withholding: Withholding) -> dict[Register, int]:
    """How many live rows a withholding keeps back from each register. Not for the public."""
    withheld = Withheld.by([withholding])
    return {register: _rows_of(register, withheld).count() for register in Register}


def published_by_name(withholding: Withholding, *, most: int) -> list[Entry]:
    """What the public can still find by the names of what is withheld, in the words of others."""
    covered = Organisation.objects.filter(pk__in=Withheld.by([withholding]).organisations)
    found: dict[int, Entry] = {}
    for name in covered.order_by("pk").values_list("name", flat=True):
        for entry in matches(f'"{name}"', audiences=[PUBLIC])[:most]:
            found.setdefault(entry.pk, entry)
    return list(found.values())[:most]
