"""Cases by the objective of the plan that they serve, and what risks are told of cases."""

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from almoner.risks.subjects import Subject

from .models import Commission
from .queries import cases, cases_visible_to


def cases_serving(objective: str) -> QuerySet[Commission]:
    """Cases whose facts name an objective now. SQLite cannot look into a list, so its text is."""
    said = cases().annotate(_objectives=Cast("current__objectives", TextField()))
    return said.filter(_objectives__contains=f'"{objective}"')


def restricted_cases() -> QuerySet[Commission]:
    return cases().filter(is_restricted=True)


def the_subject_of_risks() -> Subject:
    return Subject(
        Commission._meta.label_lower,
        restricted=restricted_cases,
        seen=lambda user, on: cases_visible_to(user, on=on),
        serving=cases_serving,
    )
