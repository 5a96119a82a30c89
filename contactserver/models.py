"""What the server keeps: each record's JSON document as it is sent, and its contents in pieces.

A list of 10,000 interactions is sent without decoding a record, and a content of any size without holding
it whole: SQLite would read all of a large value for each part asked of it, rows of 256 KiB it would not.
"""

from django.db import models

from contactserver.identifiers import MAX_IDENTIFIER_CHARACTERS

# Part of the stored data: where a byte is found follows from it. Another size needs a migration.
PIECE_BYTES = 256 * 1024


class Kind(models.TextChoices):
    """The three contents of an interaction; each value is the last part of its path
    (docs/ucs-protocol.md §1.3)."""

    PLAIN_TEXT = "plain_text"
    STRUCTURED_TEXT = "structured_text"
    BINARY_CONTENT = "binary_content"


class Interaction(models.Model):
    """One Interaction Resource. `document` is its JSON object, compact UTF-8, without the three content URLs;
    they are added as it is sent. `start_date` is the document's own text, empty when there is none or it is
    no date: it only puts lists in order. `contents` names the kinds that exist, with blanks between."""

    interaction_id = models.CharField(max_length=MAX_IDENTIFIER_CHARACTERS, primary_key=True)
    # NULL rather than the empty text: it is in no index and no list.
    customer_id = models.CharField(max_length=MAX_IDENTIFIER_CHARACTERS, null=True)  # noqa: DJ001
    service_id = models.CharField(max_length=MAX_IDENTIFIER_CHARACTERS, null=True)  # noqa: DJ001
    start_date = models.CharField(max_length=40, blank=True)
    contents = models.CharField(max_length=48, blank=True)
    document = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["customer_id", "start_date", "interaction_id"], name="contactserver_of_customer"
            ),
            models.Index(
                fields=["service_id", "start_date", "interaction_id"], name="contactserver_of_service"
            ),
        ]

    def __str__(self) -> str:
        return self.interaction_id


class Content(models.Model):
    """One content of an interaction. A changed content is a new row, so that whoever is reading the old one
    gets too little rather than a mixture. `digest` is of media type and bytes, and becomes the ETag."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    media_type = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    modified = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interaction", "kind"], name="contactserver_one_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id}/{self.kind}"


class Piece(models.Model):
    """`PIECE_BYTES` bytes of a content, the last piece fewer, numbered from 0. An empty content has none."""

    content = models.ForeignKey(Content, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "number"], name="contactserver_one_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.content_id}/{self.number}"
