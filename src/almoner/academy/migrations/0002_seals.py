from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

CERTIFICATES, COVERS = "academy_certificate", "academy_emergencycover"
WORKSHOPS, BOOKINGS = "academy_workshop", "academy_booking"
FIXED = {
    "academy_course": ["code"],
    WORKSHOPS: ["reference", "version_id"],
    BOOKINGS: ["reference", "workshop_id", "person_id"],
    CERTIFICATES: [
        "number",
        "person_id",
        "version_id",
        "course_id",
        "issued_on",
        "expires_on",
        "recorded_at",
    ],
    COVERS: ["reference", "person_id", "reason", "until", "granted_by_id"],
}
ONLY_ADDED: dict[str, list[tuple[str, ...]]] = {
    "academy_courseversion": [("course_id", "number")],
    "academy_attendance": [],
    "academy_evaluation": [("booking_id",)],
    "academy_attempt": [],
}


class Migration(migrations.Migration):
    dependencies = [("academy", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(
                seal
                for table, columns in FIXED.items()
                for column in columns
                for seal in unchanging(table, column)
            ),
            *(Seal(table, "DELETE") for table in [*FIXED, "academy_calendarlink"]),
            *(
                seal
                for table, unique in ONLY_ADDED.items()
                for seal in append_only(table, key="id", unique=unique)
            ),
        )
    ]
