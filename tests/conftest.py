"""What every test may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason="needs ../shared/data, which is not beside this checkout"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return SHARED
