"""What all tests stand on, settled before govrank is imported: English, nothing of a developer's
own settings, and the dataset compiled once, whatever starts the tests and in how many processes.

An installed govrank has its database in it. A source tree compiles data/ at each start, which
takes a second, so the first process compiles it into a temporary file and says in GOVRANK_DATA
where that is. The processes that it starts, such as those of pytest-xdist, find it there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SETTLED = "GOVRANK_TESTS"


def _settle() -> None:
    for name in list(os.environ):
        if name.startswith(("GOVRANK_", "PYTHON", "TTY_")) or name in (
            *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLORTERM", "COLUMNS", "LINES", "TERM"),
        ):
            del os.environ[name]
    os.environ[SETTLED] = "yes"
    os.environ["GOVRANK_LANG"] = "en"
    from govrank import dataset, store
    from govrank.models import DataError

    if Path(dataset.__file__).with_name(dataset.BUNDLED).exists():
        return
    folder = Path(tempfile.mkdtemp(prefix="govrank-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        compiled = dataset.open_store(dataset.SOURCE)
    except DataError:
        return  # a folder with faults: test_data says which
    store.save(compiled.connection, folder / "govrank.db")
    os.environ["GOVRANK_DATA"] = str(folder / "govrank.db")


if SETTLED not in os.environ:
    _settle()
