"""Every way that a test of pytest can end."""
import pytest


@pytest.fixture
def broken_before():
    raise RuntimeError("before")


@pytest.fixture
def broken_after():
    yield
    raise RuntimeError("after")


def test_passes():
    pass


def test_fails():
    assert 0, "<&> \u2028 \u00e9"


@pytest.mark.skip
def test_is_skipped():
    pass


@pytest.mark.xfail
def test_fails_as_expected():
    assert 0


def test_passes_and_breaks(broken_after):
    pass


def test_fails_and_breaks(broken_after):
    assert 0


def test_breaks(broken_before):
    pass
