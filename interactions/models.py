"""What the viewer itself keeps: each user's last searches. Nothing of a record or a content is stored."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone

KEPT = 50  # searches a user


class RecentSearches(models.Manager["RecentSearch"]):
    """A user's own searches."""

    def of(self, user: AbstractBaseUser | AnonymousUser) -> models.QuerySet["RecentSearch"]:
        """The newest first."""
        owner: Any = user.pk
        return self.filter(user_id=owner).order_by("-at", "-pk")

    def remember(self, user: AbstractBaseUser | AnonymousUser, kind: str, identifier: str) -> None:
        """Puts a find at the top, once, and lets go of what is beyond the newest `KEPT`."""
        owner: Any = user.pk
        now = {"at": timezone.now()}
        self.update_or_create(user_id=owner, kind=kind, identifier=identifier, defaults=now)
        old = list(self.of(user).values_list("pk", flat=True)[KEPT:])
        self.filter(pk__in=old).delete()


class RecentSearch(models.Model):
    """A customer, service or interaction that a user looked up and the UCS knew."""

    class Kind(models.TextChoices):
        INTERACTION = "interaction"
        CUSTOMER = "customer"
        SERVICE = "service"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    identifier = models.CharField(max_length=255)
    at = models.DateTimeField()

    objects = RecentSearches()

    class Meta:
        verbose_name = "recent search"
        verbose_name_plural = "recent searches"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "identifier"], name="recent_search_once")
        ]
        indexes = [models.Index(fields=["user", "-at"], name="recent_search_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.identifier}"
