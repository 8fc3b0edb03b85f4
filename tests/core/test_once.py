import pytest

from almoner.core.once import asked_once, nothing_was_asked, presuming, reading

asked = []


@asked_once
def answer(of="all"):
    asked.append(of)
    return len(asked)


def test_a_question_is_asked_once_while_something_is_read():
    with reading():
        assert answer() == answer()

    assert answer() != answer()


def test_a_reading_within_another_is_a_part_of_it():
    with reading():
        first = answer()
        with reading():
            assert answer() == first
        assert answer() == first
        assert answer(of="one") != first

    with reading():
        assert answer() != first


@asked_once
def following():
    return answer() + 100


def test_what_is_presumed_is_the_answer_and_stays_it_once_it_proved_true():
    with reading():
        with presuming(answer, "presumed") as prove:
            assert answer() == "presumed"
            prove()
        assert answer() == "presumed"


def test_what_did_not_prove_true_is_forgotten_with_all_that_follows_from_it():
    with reading():
        with presuming(answer, 1000):
            assert following() == 1100
        assert nothing_was_asked()
        assert following() < 1000


def test_nothing_can_be_presumed_after_something_was_asked_or_outside_a_reading():
    with pytest.raises(RuntimeError), presuming(answer, 1):
        pass
    with reading():
        answer()
        with pytest.raises(RuntimeError), presuming(answer, 1):
            pass
