"""Whoever checks a certificate leaves no trace: no row, no session, no line in a log."""

import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from kunnande.stages.credentials.tests.builders import a_certificate
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
PROGRAM = "Arbetsgivarens-kontroll/7.1"


@pytest.fixture
def awarded(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(200))
    return a_certificate()


def pages_of(awarded):
    number, listed = awarded.certificate.public_id, awarded.certificate.status_list_id
    return {
        "page": reverse("credentials:verify", args=[number]),
        "document": reverse("credentials:document", args=[number]),
        "picture": reverse("credentials:form", args=[number, "svg"]),
        "status": reverse("credentials:status", args=[listed]),
        "token_status": reverse("credentials:token_status", args=[listed]),
        "keys": reverse("credentials:did"),
        "program": f"/api/v1/certificates/{number}",
    }


def rows():
    """Return every row of every table, as text."""
    return {
        model._meta.label: sorted(str(row) for row in model._base_manager.values_list())
        for model in apps.get_models()
    }


@pytest.mark.parametrize(
    "which", ["page", "document", "picture", "status", "token_status", "keys", "program"]
)
def test_who_asks_is_neither_stored_nor_logged(client, awarded, caplog, which):
    address, before = pages_of(awarded)[which], rows()
    caplog.set_level(logging.DEBUG)

    response = client.get(address, REMOTE_ADDR=ADDRESS, headers={"user-agent": PROGRAM})

    assert response.status_code == 200
    # Against forged forms only: drawn at random and kept by the reader alone.
    assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert rows() == before
    assert not [line for line in (ADDRESS, PROGRAM) if line in caplog.text]
