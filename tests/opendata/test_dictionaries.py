import pytest

from almoner.opendata.dictionaries import UnreadableDictionary, folded, read_dictionary, shipped

GOOD = """
kind = "boats"
title = "boats"
needs = [["name"]]
money = ["price"]
[fields.name]
type = "text"
says = "what the boat is called"
words = ["name of boat", "boat"]
[fields.price]
type = "money"
says = "what it cost"
words = ["price"]
"""

CANONICAL = {
    "contracts": """
        reference open_contracting_id lot title description department process procedure category
        cpv_code supplier_name supplier_company_number supplier_charity_number supplier_other_id
        supplier_postcode supplier_sme supplier_vcse award_date start_date end_date
        current_end_date latest_end_date review_date duration_months extension_months value_total
        value_annual irrecoverable_vat status notice_url document_url contact area
    """,
    "grants": """
        reference title purpose reasons conditions programme funding_source recipient_name
        recipient_company_number recipient_charity_number recipient_other_id recipient_type
        recipient_postcode award_date start_date end_date duration_months amount_awarded
        amount_applied_for amount_paid department legal_power from_open_call area area_code status
        url
    """,
    "spend": """
        reference date supplier_name supplier_company_number supplier_charity_number
        supplier_other_id amount irrecoverable_vat entity department category account purpose
        value_for_money merchant_category card_transaction vcse_grant contract_reference
    """,
}


@pytest.fixture
def read(tmp_path):
    """What is read from a dictionary of these words."""

    def read_text(text):
        path = tmp_path / "boats.toml"
        path.write_text(text, encoding="utf-8")
        return read_dictionary(path)

    return read_text


def test_a_dictionary_says_what_its_rows_need(read):
    boats = read(GOOD)

    assert (boats.kind, boats.needed, boats.money) == ("boats", {"name"}, ("price",))


def test_the_first_of_a_fields_words_is_the_surest(read):
    boats = read(GOOD)

    assert boats.by_whole["name boat"]["name"] > boats.by_whole["boat"]["name"]


def test_words_in_another_order_are_a_little_less_sure(read):
    boats = read(GOOD)

    assert boats.by_bag["boat name"]["name"] < boats.by_whole["name boat"]["name"]


@pytest.mark.parametrize(
    ("there", "instead", "message"),
    [
        (
            'needs = [["name"]]',
            'needs = [["nickname"]]',
            (
                "boats.toml: “needs” names “nickname”, which is no field."
                " Add [fields.nickname], or take the name away."
            ),
        ),
        (
            'money = ["price"]',
            'money = ["name"]',
            (
                "boats.toml: “money” names “name”, which is no money."
                ' Write type = "money" under [fields.name].'
            ),
        ),
        (
            '"boat"]',
            '"The Boat"]',
            (
                "boats.toml: “fields.name” has “The Boat”."
                " Write words in small letters and digits, one space between."
            ),
        ),
        (
            "money =",
            'excused = [{fields = ["name"], where = "price", is = ["Sunk!"]}]\nmoney =',
            (
                "boats.toml: “excused” has “Sunk!”."
                " Write words in small letters and digits, one space between."
            ),
        ),
        (
            'kind = "boats"',
            'kind = "../boats"',
            (
                "boats.toml: “../boats” is no name for a kind or a field."
                " Write small letters, digits, “-” and “_”."
            ),
        ),
        (
            "money =",
            'order = [["name", "name"]]\nmoney =',
            "boats.toml: “order” names “name”, which is no day. Name fields whose type is date.",
        ),
        (
            "[fields.name]",
            '[fields.name]\notherwise = ["price"]',
            (
                "boats.toml: “otherwise” names “price”, which is a day or money."
                " Name fields of other types."
            ),
        ),
        (
            "[fields.name]",
            '[fields.name]\notherwise = ["nickname"]',
            (
                "boats.toml: “otherwise” names “nickname”, which is no field."
                " Add [fields.nickname], or take the name away."
            ),
        ),
        ('[["name"]]', "[]", "boats.toml: “needs” is empty. Say what every row must tell."),
        (
            'title = "boats"',
            'titel = "boats"',
            (
                "boats.toml is no dictionary: Object contains unknown field `titel`."
                " Compare it with one that comes with Almoner."
            ),
        ),
        (
            'type = "money"',
            'type = "gold"',
            (
                "boats.toml is no dictionary: Invalid enum value 'gold' - at `$.fields[...].type`."
                " Compare it with one that comes with Almoner."
            ),
        ),
        (
            "[fields.name]",
            "[fields.name",
            (
                "boats.toml is not TOML: Expected ']' at the end of a table declaration"
                " (at line 6, column 13). Mend that line and give the file again."
            ),
        ),
    ],
)
def test_a_dictionary_with_a_mistake_says_where_and_what_to_do(read, there, instead, message):
    with pytest.raises(UnreadableDictionary) as refusal:
        read(GOOD.replace(there, instead, 1))

    assert str(refusal.value) == message


def test_a_dictionary_without_an_end_to_its_brackets_is_refused(read):
    with pytest.raises(UnreadableDictionary, match="is not TOML"):
        read("kind = " + "[" * 5000)


def test_a_dictionary_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableDictionary) as refusal:
        read_dictionary(tmp_path / "boats.toml")

    assert str(refusal.value) == (
        "boats.toml cannot be opened (No such file or directory). Give the path of a dictionary."
    )


def test_a_dictionary_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "boats.toml"
    path.write_bytes(b'kind = "\xff"')

    with pytest.raises(UnreadableDictionary, match="is not TOML"):
        read_dictionary(path)


@pytest.mark.parametrize("dictionary", shipped(), ids=lambda dictionary: dictionary.kind)
def test_the_shipped_kinds_have_their_canonical_fields_and_a_hidden_currency(dictionary):
    shown = [name for name, field in dictionary.fields.items() if not field.internal]

    assert shown == CANONICAL[dictionary.kind].split()
    assert [*dictionary.fields][len(shown) :] == ["currency"]


@pytest.mark.parametrize("dictionary", shipped(), ids=lambda dictionary: dictionary.kind)
def test_no_field_repeats_a_word(dictionary):
    repeated = {
        name: [word for word in field.words if field.words.count(word) > 1]
        for name, field in dictionary.fields.items()
        if len({*field.words}) < len(field.words)
    }

    assert repeated == {}


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ("contract ref no", "contract reference number"),
        ("names of the vendors", "name supplier"),
        ("post code", "postcode"),
        ("amount excluding vat", "amount ex vat"),
        ("companies house address status", "company house address status"),
    ],
)
def test_abbreviations_plurals_and_fillers_do_not_tell_headings_apart(words, together):
    assert folded(words) == together
