"""What the viewer itself keeps: each user's last searches, when they last looked at a history, and wrong
passwords for a few minutes. Nothing of a record or a content is stored."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone

MAX_RECENT_SEARCHES = 50  # searches a user
MAX_VISITS = 500  # histories a user
VISIT_RETENTION = timedelta(days=90)
VISIT_GAP = timedelta(minutes=45)  # since a visit was last noted: it is over
MAX_PASSWORD_TRIES = 10  # of a password, within `SIGN_IN_PAUSE` of the first
SIGN_IN_PAUSE = timedelta(minutes=5)


class RecentSearchManager(models.Manager["RecentSearch"]):
    """A user's own searches."""

    def of(self, user: AbstractBaseUser | AnonymousUser) -> models.QuerySet["RecentSearch"]:
        """The newest first."""
        owner: Any = user.pk
        return self.filter(user_id=owner).order_by("-at", "-pk")

    def remember(self, user: AbstractBaseUser | AnonymousUser, kind: str, identifier: str) -> None:
        """Puts a find at the top, once, and lets go of what is beyond the newest `MAX_RECENT_SEARCHES`."""
        owner: Any = user.pk
        now = {"at": timezone.now()}
        self.update_or_create(user_id=owner, kind=kind, identifier=identifier, defaults=now)
        old = list(self.of(user).values_list("pk", flat=True)[MAX_RECENT_SEARCHES:])
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

    objects = RecentSearchManager()

    class Meta:
        verbose_name = "recent search"
        verbose_name_plural = "recent searches"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "identifier"], name="recent_search_once")
        ]
        indexes = [models.Index(fields=["user", "-at"], name="recent_search_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.identifier}"


class VisitManager(models.Manager["Visit"]):
    """When users last looked at histories."""

    def note(
        self, user: AbstractBaseUser | AnonymousUser, history: str, at: datetime, seen: datetime
    ) -> "Visit":
        """They look at a history now, which names moments up to `seen`. A visit goes on until there was none
        of its pages for `VISIT_GAP`; then the next one begins."""
        owner: Any = user.pk
        visit, first = self.get_or_create(
            user_id=owner, history=history, defaults={"at": at, "seen": seen}
        )  # which the reader's other tab may do at the same moment, in another process
        if first:
            self._let_go(owner)
            return visit
        if at - visit.at > VISIT_GAP:
            visit.last_at, visit.last_seen = visit.at, visit.seen
        visit.at, visit.seen = max(visit.at, at), max(visit.seen, seen)
        visit.save(update_fields=["at", "seen", "last_at", "last_seen"])
        return visit

    def _let_go(self, owner: Any) -> None:
        """Of what is old, whoever's it is, and of what is beyond the newest `MAX_VISITS` of one user."""
        self.filter(at__lt=timezone.now() - VISIT_RETENTION).delete()
        of_one = self.filter(user_id=owner).order_by("-at", "-pk")
        self.filter(pk__in=list(of_one.values_list("pk", flat=True)[MAX_VISITS:])).delete()


class Visit(models.Model):
    """That a user looked at a history. `history` is a pseudonym (access/cache/encryption.py), `at` is when,
    within a quarter of an hour, `seen` the last moment that it named then. `last_…` are those of the visit
    before this one, none on the first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    history = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    seen = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)

    objects = VisitManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "history"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class PasswordTriesManager(models.Manager["PasswordTries"]):
    """Counts of what was typed as a password."""

    def take(self, name: str) -> bool:
        """Takes one of the tries that this name has; whether one was left. Many at once take one each: it is
        the database that adds."""
        now = timezone.now()
        self.filter(ends__lte=now).delete()
        self.get_or_create(name=name, defaults={"ends": now + SIGN_IN_PAUSE})
        return bool(self.filter(name=name, taken__lt=MAX_PASSWORD_TRIES).update(taken=models.F("taken") + 1))


class PasswordTries(models.Model):
    """How many tries were taken, until `ends`; under a pseudonym (access/login_throttle.py)."""

    name = models.CharField(max_length=64, primary_key=True)
    taken = models.PositiveSmallIntegerField(default=0)
    ends = models.DateTimeField(db_index=True)

    objects = PasswordTriesManager()

    def __str__(self) -> str:
        return f"{self.taken} until {self.ends:%H:%M}"
