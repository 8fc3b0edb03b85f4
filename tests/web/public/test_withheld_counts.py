import pytest

from almoner.payments.models import Payment
from tests.factories import WithholdingFactory
from tests.web.public.published import publish, read
from tests.web.public.refuge import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "said"),
    [(5, "5 rows, Spend: Safety of a person"), (4, "Fewer than five rows")],
)
def test_what_is_withheld_is_published_as_a_count(client, tmp_path, count, said):
    publish(tmp_path, [f"Harbour Trust,2026-02-0{n + 1},{n}.50,Grants,Beds" for n in range(count)])
    assert "What is not published" not in read(client, "/registers/")

    WithholdingFactory(organisation=Payment.objects.first().organisation)

    page = " ".join(read(client, "/registers/").split())
    assert f"<li> {said} </li>" in page
    assert walk().naming(["Harbour"]) == []
