from almoner.core.once import asked_once, reading

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
