"""How many examples hypothesis tries. Everything else is settled in tests/__init__.py."""

import os

from hypothesis import settings

# How long an example takes is no law; how many are tried, a long run decides.
settings.register_profile(
    "default", deadline=None, max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "100"))
)
settings.load_profile("default")
