import pytest

from almoner.enquiries.subjects import Subject
from almoner.web.places import place_of


@pytest.mark.parametrize(
    ("path", "words", "subject"),
    [
        ("/", "A page of this website", Subject.OTHER),
        ("/registers/", "Registers", Subject.DOWNLOAD),
        ("/registers/spend/", "Payments", Subject.PAYMENT),
        ("/registers/spend/PAY-7QX2MHW4PC/", "Payments: PAY-7QX2MHW4PC", Subject.PAYMENT),
        ("/organisations/ORG-7QX2MHW4PC/", "Organisations: ORG-7QX2MHW4PC", Subject.ORGANISATION),
        ("/registers/contract-copies/", "Copies of contracts", Subject.AGREEMENT),
        (
            "/registers/tender-copies/AGR-7QX2MHW4PC/",
            "Copies of invitations to tender: AGR-7QX2MHW4PC",
            Subject.AGREEMENT,
        ),
        ("/editions/spend/2026-02/1/", "Editions: spend, 2026-02, 1", Subject.DOWNLOAD),
        ("/about/accessibility/", "Accessibility statement", Subject.ACCESSIBILITY),
    ],
)
def test_a_public_page_is_known_by_the_shape_of_its_address(path, words, subject):
    place = place_of(path)

    assert (place.path, place.words, place.subject) == (path, words, subject)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "registers/",
        "/registers/spend.csv",
        "/registers/spend/?q=x",
        "/registers/spend/call-this-number/",
        "/organisations/org-7/",
        "/about/cheese/",
        "/workspace/",
        "/account/login/",
        "/nowhere/",
        "//elsewhere.test/",
        f"/organisations/ORG-{'A' * 300}/",
    ],
)
def test_nothing_else_is_a_place(path):
    assert place_of(path) is None


def test_no_place_is_looked_up():  # a test without a database would refuse the query
    assert place_of("/registers/spend/PAY-2222222222/") is not None
