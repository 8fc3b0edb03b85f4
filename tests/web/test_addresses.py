import pytest

from almoner.web.addresses import PAGES, address_of


@pytest.mark.parametrize(
    ("about", "verb", "address"),
    [
        ("outbox.message:MSG-7QX2MHW4PC", "read", "/workspace/outbox/MSG-7QX2MHW4PC/"),
        ("outbox.message:MSG-7QX2MHW4PC", "sing", None),
        ("sample.thing:THI-1", "read", None),
        ("outbox.message:not a reference", "read", None),
        ("", "read", None),
    ],
)
def test_address_of_leads_to_a_page_if_there_is_one(about, verb, address):
    assert address_of(about, verb) == address


def test_a_route_that_does_not_exist_leads_nowhere(monkeypatch):
    monkeypatch.setitem(PAGES, ("sample.thing", "read"), "workspace:nowhere")

    assert address_of("sample.thing:THI-1") is None
