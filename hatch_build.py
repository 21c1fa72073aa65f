"""Makes what an installed govrank reads: the dataset and the Chinese messages."""

from __future__ import annotations

import io
import sys
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.builders.utils import get_reproducible_timestamp

MESSAGES = "locale/zh/LC_MESSAGES/govrank"


class Compile(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root) / "src" / "govrank"
        messages = _messages(package / f"{MESSAGES}.po")
        if version == "editable":  # reads the YAML, so that an edit is seen at once
            (package / f"{MESSAGES}.mo").write_bytes(messages)
            return
        sys.path.insert(0, str(package.parent))
        from govrank import store
        from govrank.folder import compile_folder

        self.folder = TemporaryDirectory()
        made = Path(self.folder.name)
        (made / "govrank.mo").write_bytes(messages)
        store.save(compile_folder(Path(self.root) / "data"), made / "govrank.db")
        build_data["force_include"][str(made / "govrank.mo")] = f"govrank/{MESSAGES}.mo"
        build_data["force_include"][str(made / "govrank.db")] = "govrank/govrank.db"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()


def _messages(source: Path) -> bytes:
    """The compiled catalogue. Babel notes when it was made; two builds are the same bytes."""
    with source.open("rb") as catalogue:
        chinese = read_po(catalogue)
    chinese.creation_date = datetime.fromtimestamp(get_reproducible_timestamp(), timezone.utc)
    compiled = io.BytesIO()
    write_mo(compiled, chinese)
    return compiled.getvalue()
