"""Who keeps the programme in tests: clients signed in, pages posted to, their faults."""

from django.test import Client

from portal.accounts.models import Role
from tests import factories as make

TODAY = make.day("2022-11-15")


def client_of(user) -> Client:
    return make.sign_in(Client(), user)


def administrator():
    return make.make_member(Role.ADMINISTRATOR, full_name="Bùi Thanh Sơn")


def faults(response, deed=None) -> dict:
    """The errors on the page, by field: of its one form, or of the deed of that key."""
    if deed is None:
        return response.context["form"].errors
    return next(d.form.errors for d in response.context["deeds"] if d.deed.key == deed)


def text_of(response) -> str:
    return response.content.decode()
