"""Records for machines, in the words of schema.org, as they stand in a page."""

from typing import Any

import orjson
from django.utils.safestring import SafeString, mark_safe

from almoner.core.moments import day_of
from almoner.decisions.models import Decision
from almoner.organisations.elsewhere import Number
from almoner.organisations.models import Organisation
from almoner.registers.public_payments import PublicPayment

IN_A_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def in_a_page(said: dict[str, Any]) -> SafeString:
    """What is said, fit to stand within a script of a page. What is not known is left out."""
    known = {name: value for name, value in said.items() if value not in (None, "", [])}
    text = orjson.dumps({"@context": "https://schema.org", **known}).decode()
    return mark_safe(text.translate(IN_A_SCRIPT))  # noqa: S308 - nothing that could end a script is left in it


def payment_as_linked_data(
    paid: PublicPayment, *, payer: str, address: str, party: str
) -> SafeString:
    """A payment as an act of paying: `party` is the address of who was paid, if they have one."""
    recipient = {"@type": "Organization", "name": paid.supplier_name}
    return in_a_page(
        {
            "@type": "PayAction",
            "@id": address,
            "url": address,
            "identifier": paid.reference,
            "description": paid.purpose or paid.category,
            "agent": {"@type": "GovernmentOrganization", "name": payer},
            "recipient": recipient | ({"@id": party, "url": party} if party else {}),
            "price": f"{paid.amount:.2f}",
            "priceCurrency": "GBP",
            "endTime": paid.paid_on.isoformat(),
        }
    )


def organisation_as_linked_data(
    organisation: Organisation, *, address: str, also: list[str], numbers: list[Number]
) -> SafeString:
    return in_a_page(
        {
            "@type": "Organization",
            "@id": address,
            "url": address,
            "name": organisation.name,
            "alternateName": also,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": "org-id", "value": number.org_id}
                for number in numbers
            ],
            "sameAs": [number.address for number in numbers if number.address],
        }
    )


def decision_as_linked_data(decision: Decision, *, body: str, address: str) -> SafeString:
    """Part 1 of a decision, as a report that the body made and published."""
    asked = decision.asked
    if asked is None or decision.published_at is None:
        raise LookupError(str(decision))
    made_on = day_of(decision.settled_at) if decision.settled_at else None
    maker = {"@type": "GovernmentOrganization", "name": body}
    return in_a_page(
        {
            "@type": "Report",
            "@id": address,
            "url": address,
            "identifier": decision.number,
            "reportNumber": decision.number,
            "name": asked.text.title,
            "abstract": asked.text.summary,
            "author": maker,
            "publisher": maker,
            "dateCreated": made_on.isoformat() if made_on else None,
            "datePublished": day_of(decision.published_at).isoformat(),
        }
    )
