from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging, unchanging_or_empty

TEMPLATES = "documents_templateversion"
FILLINGS = "documents_filling"
SECTIONS = "documents_sectiontext"
COMMENTS = "documents_comment"
OF_TEMPLATES = ("reference", "code", "number", "text", "digest", "title", "owner")
OF_FILLINGS = ("reference", "about", "number")
FROZEN = ("template_id", "title", "frozen", "digest", "clause_count", "changed_count")
OF_COMMENTS = ("reference", "filling_id", "section", "text", "audience", "made_by_id")


def kept(table: str) -> list[Seal]:
    return [seal for seal in append_only(table, key="id") if seal.act != "UPDATE"]


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_templates_and_fillings")]

    operations = [
        sealing(
            *(seal for column in OF_TEMPLATES for seal in unchanging(TEMPLATES, column)),
            *unchanging_or_empty(TEMPLATES, "layout_id"),
            *kept(TEMPLATES),
            *(seal for column in OF_FILLINGS for seal in unchanging(FILLINGS, column)),
            *unchanging_or_empty(FILLINGS, "follows_id"),
            *(
                Seal(
                    FILLINGS,
                    f"UPDATE OF {column}",
                    when=f"OLD.state <> 'open' AND OLD.{column} <> NEW.{column}",
                )
                for column in FROZEN
            ),
            Seal(FILLINGS, "UPDATE OF state", when="OLD.state <> 'open' AND NEW.state = 'open'"),
            *kept(FILLINGS),
            *append_only(SECTIONS, key="id", unique=[("filling_id", "section", "number")]),
            *(seal for column in OF_COMMENTS for seal in unchanging(COMMENTS, column)),
            *kept(COMMENTS),
        )
    ]
