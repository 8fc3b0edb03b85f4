"""What the public does not find: whatever is withheld, asked anew at every search."""

from django.db.models import QuerySet

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.search import AGREEMENT
from almoner.organisations.models import Organisation
from almoner.organisations.search import ORGANISATION
from almoner.payments.models import Payment
from almoner.payments.search import PAYMENT
from almoner.search.audiences import declare_withheld

from .publicity import withheld_now


@declare_withheld(ORGANISATION)
def withheld_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=withheld_now().organisations)


@declare_withheld(PAYMENT)
def withheld_payments() -> QuerySet[Payment]:
    return Payment.objects.filter(withheld_now().payments)


@declare_withheld(AGREEMENT)
def withheld_agreements() -> QuerySet[Agreement]:
    named = AgreementVersion.objects.filter(withheld_now().versions())
    return Agreement.objects.filter(pk__in=named.values("agreement"))
