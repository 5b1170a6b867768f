import pytest


@pytest.fixture(autouse=True)
def issuer_keys(settings, tmp_path):
    """Keep the secret keys of each test in a folder of its own."""
    settings.ISSUER_KEYS = tmp_path / "issuer"
    settings.PUBLIC_HOST = ""
    return settings.ISSUER_KEYS
