from almoner.opendata.headers import missing_columns


def test_missing_columns_forgives_spaces_and_capitals_and_keeps_the_order_asked_for():
    assert missing_columns([" Reference "], required=["value", "reference", "title"]) == [
        "value",
        "title",
    ]
