"""The index: what can be found, by which words, and by whom."""

from django.db import models
from django.db.models import Q

from almoner.core.seals import unchanging

from .audiences import NAMED, ORGANISATION
from .spelling import LONGEST


class Gate(models.Model):
    """What hides the entries of a staged import, until it opens for all of them at once."""

    name = models.CharField(max_length=40, unique=True)
    is_open = models.BooleanField(default=False)

    is_bookkeeping = True
    is_staged = True

    class Privacy:
        public: set[str] = set()
        internal = {"name", "is_open"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Something that can be found. It can be made again from what it is about.

    `kind` is a model's label, `object_pk` its row. Of equal matches, that with the latest
    `happened_on` comes first. The engine itself fills `title_words` and `text_words`, which the
    database indexes; see `words`.
    """

    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=60)
    object_pk = models.BigIntegerField()
    audience = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    happened_on = models.DateField(null=True)
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="entries")
    title_words = models.TextField(editable=False)
    text_words = models.TextField(editable=False, blank=True)

    is_bookkeeping = True
    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_entry_is_one", fields=["kind", "reference"]),
            models.CheckConstraint(
                name="search_audience_is_listed",
                condition=Q(audience__in=NAMED) | Q(audience__startswith=ORGANISATION),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        # What an entry shows is as open as its audience is.
        internal = {"kind", "reference", "object_pk", "audience", "happened_on", "gate"}
        personal = {"title", "text", "title_words", "text_words"}

    seals = unchanging("search_entry", "reference")

    def __str__(self) -> str:
        return self.reference


class KnownWord(models.Model):
    """A word that some entry says, so that a misspelt one can be told from it.

    It says nothing of who may find it: that is asked of the entries. The first and the last letters
    are kept apart (see `spelling`), so that the few words near to another are read by equality,
    which both databases do alike. One may stand here twice: to keep words apart, two imports would
    wait for each other.
    """

    word = models.CharField(max_length=LONGEST, db_index=True)
    beginning = models.CharField(max_length=3)
    ending = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()

    is_bookkeeping = True

    class Meta:
        indexes = [
            models.Index(fields=["beginning", "length", "word"], name="search_known_by_beginning"),
            models.Index(fields=["ending", "length", "word"], name="search_known_by_ending"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"length"}
        personal = {"word", "beginning", "ending"}

    def __str__(self) -> str:
        return self.word
