import pytest


@pytest.fixture(autouse=True)
def private_storage(settings, tmp_path):
    """Keep the tests' evidence apart from the installation's."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT
