from django.db import migrations

from almoner.core.seals import Seal, append_only, forgettable, sealing, unchanging

ENQUIRY, ANSWER = "enquiries_enquiry", "enquiries_answer"


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging(ENQUIRY, "reference"),
            *unchanging(ENQUIRY, "about"),
            *(
                seal
                for column in ("message", "name", "email")
                for seal in forgettable(ENQUIRY, column)
            ),
            Seal(ENQUIRY, "DELETE"),
            *forgettable(ANSWER, "text"),
            *(
                seal
                for column in ("enquiry_id", "message", "text_digest", "answered_by_id")
                for seal in unchanging(ANSWER, column)
            ),
            *[seal for seal in append_only(ANSWER, key="id") if seal.act != "UPDATE"],
        )
    ]
