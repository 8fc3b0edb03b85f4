import pytest

from almoner.registers.suggestions import forget_words


@pytest.fixture(autouse=True)
def _no_words_of_other_tests():
    forget_words()
