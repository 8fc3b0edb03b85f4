"""What happens to organisations."""

from almoner.core.events import COUNT, REFERENCE, EventKind


class OrganisationEvent(EventKind):
    MERGED = "organisation.merged", {"into": REFERENCE, "organisations": COUNT}
    PARTED = "organisation.parted", {"was_merged_into": REFERENCE, "organisations": COUNT}
    KEPT_APART = "organisation.kept-apart", {"other": REFERENCE}
    FOUND_RIGHT = "organisation.found-right"
