from datetime import date
from decimal import Decimal

from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.web.templatetags.payments import as_rows

SAID = {"paid_on": date(2026, 3, 4), "amount": Decimal("1234.50"), "reference": "PAY-ABC"}


def test_what_a_file_said_is_text_in_a_row_and_never_its_own_markup():
    told = as_rows([Payment(supplier_name="<b>Moss & Co</b>", purpose="Beds <i>", **SAID)])

    assert "&lt;b&gt;Moss &amp; Co&lt;/b&gt;" in told
    assert told.count("Beds &lt;i&gt;") == len(("narrow", "wide"))
    assert "4 March 2026" in told
    assert "£1,234.50" in told
    assert 'href="/registers/spend/PAY-ABC/"' in told


def test_whoever_is_known_is_led_to_and_what_is_said_first_tells_what_it_was_for():
    known = Organisation(reference="ORG-XYZ", name="Moss")
    told = as_rows([Payment(supplier_name="Moss", organisation=known, category="Care", **SAID)])

    assert '<a href="/organisations/ORG-XYZ/">Moss</a>' in told
    assert "Care" in told
    assert as_rows([]) == ""
