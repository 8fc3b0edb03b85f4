"""What the public does not find: whatever is withheld or held, asked anew at every search."""

from django.db.models import Q, QuerySet

from almoner.agreements.models import FOR_EVER, Agreement, AgreementVersion
from almoner.agreements.search import AGREEMENT
from almoner.decisions.models import Decision
from almoner.decisions.search import DECISION
from almoner.organisations.models import Organisation
from almoner.organisations.search import ORGANISATION
from almoner.payments.models import Payment
from almoner.payments.search import PAYMENT
from almoner.search.audiences import declare_withheld

from .public_decisions import names_what_is_hidden
from .publicity import hidden_now


@declare_withheld(ORGANISATION)
def withheld_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=hidden_now().organisations)


@declare_withheld(PAYMENT)
def withheld_payments() -> QuerySet[Payment]:
    return Payment.objects.filter(hidden_now().payments)


@declare_withheld(AGREEMENT)
def withheld_agreements() -> QuerySet[Agreement]:
    """The index says of an agreement what its last version says: if that is held, nothing. What
    was held before it stands in the index no more (see `operations.agreements`).
    """
    hidden = hidden_now()
    withheld = AgreementVersion.objects.filter(hidden.withheld.versions())
    held = AgreementVersion.objects.filter(hidden.held.versions, known_to=FOR_EVER)
    return Agreement.objects.filter(
        Q(pk__in=withheld.values("agreement")) | Q(pk__in=held.values("agreement"))
    )


@declare_withheld(DECISION)
def withheld_decisions() -> QuerySet[Decision]:
    """Those about a case whose supplier is hidden, whatever else they say."""
    return Decision.objects.filter(names_what_is_hidden())
