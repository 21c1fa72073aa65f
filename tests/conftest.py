"""The language is settled before govrank is imported, as it is once a process."""

import os

from hypothesis import settings

for name in list(os.environ):
    # A developer's own settings are not what is tested.
    if name.startswith(("GOVRANK_", "PYTHON", "TTY_")) or name in (
        *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"),
    ):
        del os.environ[name]
os.environ["GOVRANK_LANG"] = "en"

# How long an example takes is no law; how many are tried, a long run decides.
settings.register_profile(
    "default", deadline=None, max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "100"))
)
settings.load_profile("default")
