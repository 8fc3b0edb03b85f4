from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

FIXED = {
    "boards_board": ["reference", "code"],
    "boards_meeting": ["reference", "board_id"],
    "boards_attendance": ["meeting_id"],
    "boards_item": ["reference", "meeting_id", "about"],
    "boards_itemfile": ["file_id", "item_id"],
    "boards_question": ["text"],
    "boards_interest": ["what"],
    "boards_minute": ["item_id"],
}
ONLY_ADDED: dict[str, list[tuple[str, ...]]] = {
    "boards_terms": [],
    "boards_seat": [],
    "boards_paper": [("item_id",)],
    "boards_minutetext": [("minute_id", "number")],
}
CONFIRMED = "OLD.state = 'confirmed'"


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial")]
    operations = [
        sealing(
            *(s for table, keys in FIXED.items() for key in keys for s in unchanging(table, key)),
            *(Seal(table, "DELETE") for table in FIXED),
            *(
                seal
                for table, unique in ONLY_ADDED.items()
                for seal in append_only(table, key="id", unique=unique)
            ),
            Seal("boards_meeting", "UPDATE OF minutes", when="OLD.state = 'agreed'"),
            Seal("boards_meeting", "UPDATE OF state", when="OLD.state IN ('agreed', 'cancelled')"),
            Seal("boards_question", "UPDATE OF answer", when="OLD.answer <> ''"),
            Seal("boards_interest", "UPDATE OF state", when="OLD.state <> 'declared'"),
            Seal("boards_minute", "UPDATE OF outcome", when=CONFIRMED),
            Seal("boards_minute", "UPDATE OF conditions_by", when=CONFIRMED),
            Seal("boards_minute", "UPDATE OF acts", when=CONFIRMED),
            Seal("boards_minute", "UPDATE OF state", when=CONFIRMED),
            Seal("boards_minute", "UPDATE OF confirmed_by_id", when=CONFIRMED),
        )
    ]
