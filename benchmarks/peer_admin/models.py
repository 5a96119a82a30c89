"""The table that `benchmarks/tables.py` makes."""

from django.db import models


class PeerInteraction(models.Model):
    """A row as it was inserted: dates are the UCS's own text."""

    interaction_id = models.TextField(primary_key=True)
    customer_id = models.TextField()
    thread_id = models.TextField()
    media_type = models.TextField()
    type = models.TextField()
    sub_type = models.TextField()
    status = models.IntegerField()
    subject = models.TextField()
    owner_id = models.IntegerField()
    agent = models.TextField()
    start_date = models.TextField()
    established_date = models.TextField()
    released_date = models.TextField()
    end_date = models.TextField()
    udata = models.JSONField()

    class Meta:
        managed = False
        db_table = "interaction"

    def __str__(self) -> str:
        return self.interaction_id
