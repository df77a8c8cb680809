"""Small series of their own: made anew for each test, with and without a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from history.small_series import commit, write_series


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """The package with its first edition, in no repository."""
    return write_series(tmp_path / "series")


@pytest.fixture
def released(series: Path) -> Path:
    """The same, committed and tagged as v1.0.0."""
    commit(series, "Data 1.0.0", "v1.0.0")
    return series
