import pytest

from almoner.opendata.standards.bodies import LICENCE
from almoner.registers.frozen import publisher_here
from almoner.statements.licences import Licence
from almoner.statements.pages import StandingPage
from tests.factories import StatementVersionFactory

pytestmark = pytest.mark.django_db


def test_editions_carry_the_licence_that_the_body_chose():
    assert publisher_here().licence == Licence.OGL_3.address == LICENCE

    StatementVersionFactory(page=StandingPage.LICENCE, licence=Licence.CC_BY_4)

    assert publisher_here().licence == Licence.CC_BY_4.address
