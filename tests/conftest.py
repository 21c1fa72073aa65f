"""The language is settled before govrank is imported, as it is once a process."""

import os

for name in list(os.environ):
    # A developer's own settings are not what is tested.
    if name.startswith("GOVRANK_") or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONUTF8"):
        del os.environ[name]
os.environ["GOVRANK_LANG"] = "en"
