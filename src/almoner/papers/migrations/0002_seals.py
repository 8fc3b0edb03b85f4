from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging, unchanging_or_empty

SEALED = {
    "papers_document": ("reference", "agreement_id", "kind", "file_id", "dated_on"),
    "papers_copy": ("reference", "agreement_id", "kind", "file_id", "sent_digest"),
    "papers_exemption": ("reference", "agreement_id", "kind", "reason", "view_of"),
}


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [
        sealing(
            *(
                seal
                for table, columns in SEALED.items()
                for column in columns
                for seal in unchanging(table, column)
            ),
            *unchanging_or_empty("papers_document", "replaces_id"),
            *(
                seal
                for table in SEALED
                for seal in append_only(table, key="id")
                if seal.act != "UPDATE"
            ),
        )
    ]
