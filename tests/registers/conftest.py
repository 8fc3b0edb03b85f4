import pytest

from tests.registers.publishing import duties_of_wexmoor


@pytest.fixture
def duties():
    """The duties of an invented body, instead of those that come with Almoner."""
    with duties_of_wexmoor():
        yield
