"""What an administrator sees of the viewer's own data: who searched what, to be read and deleted."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from interactions.models import RecentSearch

if TYPE_CHECKING:
    RecentSearchModelAdmin = admin.ModelAdmin[RecentSearch]
else:
    RecentSearchModelAdmin = admin.ModelAdmin


@admin.register(RecentSearch)
class RecentSearchAdmin(RecentSearchModelAdmin):
    list_display = ("at", "user", "kind", "identifier")
    list_filter = ("kind",)
    list_select_related = ("user",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RecentSearch | None = None) -> bool:
        return False
