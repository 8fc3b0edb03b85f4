import pytest

from almoner.organisations.elsewhere import Number

COMMISSION = "https://register-of-charities.charitycommission.gov.uk"
HOUSE = "https://find-and-update.company-information.service.gov.uk"
NORTH = "https://www.charitycommissionni.org.uk"
OSCR = "https://www.oscr.org.uk/about-charities/search-the-register"


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("GB-CHC", "1234567", f"{COMMISSION}/charity-details/?regid=1234567&subid=0"),
        ("GB-COH", "01234567", f"{HOUSE}/company/01234567"),
        ("GB-COH", "OC301234", f"{HOUSE}/company/OC301234"),
        ("GB-SC", "SC012345", f"{OSCR}/charity-details?number=SC012345"),
        ("GB-NIC", "100123", f"{NORTH}/charity-details/?regId=100123&subId=0"),
    ],
)
def test_a_number_leads_to_the_register_that_gave_it(scheme, value, address):
    assert Number(scheme, value).address == address


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("GB-CHC", "12"), ("GB-COH", "../x"), ("GB-CHC", "1234567-1"), ("GB-LAE", "CMD")],
)
def test_what_does_not_look_like_a_number_of_a_register_we_know_leads_nowhere(scheme, value):
    assert Number(scheme, value).address == ""


def test_a_number_says_its_register_or_else_its_scheme():
    assert str(Number("GB-COH", "01234567").register) == "Companies House"
    assert Number("GB-LAE", "CMD").register == "GB-LAE"
    assert Number("GB-LAE", "CMD").org_id == "GB-LAE-CMD"
