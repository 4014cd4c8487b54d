"""Checks a password; a demo account only opens in a demo."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class PostBackend(ModelBackend):
    """Django's check by name and password; permissions do not come from here but from posts."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id: int) -> Any:
        user = super().get_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
