"""Signing in, and knowing again: the person and today's roles come in one query."""

from django.contrib.auth.backends import ModelBackend

from portal import clock

from .models import User
from .permissions import grants_of, with_grants


class RolesBackend(ModelBackend):
    def get_user(self, user_id):
        """The active user with today's grants known, or None."""
        day = clock.today()
        rows = list(with_grants(User.objects.filter(pk=user_id, is_active=True), day))
        if not rows:
            return None
        user = rows[0]
        user.grants_known = (day, grants_of(rows))
        return user
