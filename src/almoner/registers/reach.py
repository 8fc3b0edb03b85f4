"""What a thing leads to: of an organisation all that are one with it, their agreements, payments
and cases; of an agreement its rows and payments; of a case its decisions.

For officials: what is withheld counts too, and so does what no register tells, such as that a case
is likely to go to somebody. What anyone may learn of the same thing is `public_parts`.
"""

from functools import singledispatch

from django.db.models import Model, Q, QuerySet

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.repetitions import rows_at_one
from almoner.commissions.models import Commission, CommissionTerms
from almoner.core.holdings import Reach
from almoner.core.references import name_of
from almoner.core.states import BatchState
from almoner.decisions.models import Decision
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.payments.matched import live_matches
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.payments.states import MatchState

ORGANISATION, AGREEMENT = "organisations.organisation", "agreements.agreement"
CASE, DECISION, PAYMENT = "commissions.commission", "decisions.decision", "payments.payment"
SETTLED = (MatchState.PROPOSED, MatchState.CONFIRMED)


@singledispatch
def reach_of(thing: Model) -> Reach:
    """All that is about a thing, for whoever answers a request. A few questions."""
    raise TypeError(f"Nobody asks what is held about {thing._meta.label_lower}")


@reach_of.register
def _of_organisation(thing: Organisation) -> Reach:
    group = list(at_one_with(Organisation.objects.filter(pk=thing.pk)).values_list("pk", "name"))
    keys = [key for key, _name in group]
    live = AgreementVersion.objects.filter(batch__state=BatchState.LIVE, organisation__in=keys)
    agreements = Agreement.objects.filter(pk__in=live.order_by().values("agreement"))
    named = CommissionTerms.objects.filter(supplier__in=keys).order_by()
    cases = Commission.objects.filter(pk__in=named.values("commission"))
    paid = Q(organisation__in=keys) | Q(pk__in=_confirmed_under(agreements))
    return Reach(
        name_of(thing),
        {
            ORGANISATION: Organisation.objects.filter(pk__in=keys),
            AGREEMENT: agreements,
            CASE: cases,
            DECISION: Decision.objects.filter(commission__in=cases.values("pk")),
        },
        {PAYMENT: live_payments().filter(paid)},
        [name for _key, name in group],
    )


@reach_of.register
def _of_agreement(thing: Agreement) -> Reach:
    rows = rows_at_one().of(thing.pk)
    under = live_matches().filter(agreement__in=rows, state__in=SETTLED).order_by()
    paid = live_payments().filter(pk__in=under.values("payment"))
    things = {AGREEMENT: Agreement.objects.filter(pk__in=rows)}
    return Reach(name_of(thing), things, {PAYMENT: paid}, [str(thing)])


@reach_of.register
def _of_case(thing: Commission) -> Reach:
    decided = Decision.objects.filter(commission=thing)
    things = {CASE: Commission.objects.filter(pk=thing.pk), DECISION: decided}
    return Reach(name_of(thing), things, called=[str(thing)])


@reach_of.register
def _of_decision(thing: Decision) -> Reach:
    things = {DECISION: Decision.objects.filter(pk=thing.pk)}
    called = [one for one in (thing.reference, thing.number) if one]
    return Reach(name_of(thing), things, called=called)


def _confirmed_under(agreements: QuerySet[Agreement]) -> QuerySet[Payment]:
    """The keys of payments of which a person confirmed that they were made under these."""
    under = live_matches().filter(agreement__in=agreements.values("pk"))
    return under.filter(state=MatchState.CONFIRMED).order_by().values("payment")  # type: ignore[return-value]  # keys of payments, by another model
