"""How many examples hypothesis tries, and what signals do. All else is in tests/__init__.py."""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

# How long an example takes is no law; how many are tried, a long run decides.
settings.register_profile(
    "default", deadline=None, max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "100"))
)
settings.load_profile("default")


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """Signals end what a test starts, even where the tests themselves run in the background."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    for number in before:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
