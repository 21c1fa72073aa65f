"""Compiles what an installed govrank reads: the dataset and the Chinese messages."""

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
        messages = io.BytesIO()
        with (package / f"{MESSAGES}.po").open("rb") as catalogue:
            chinese = read_po(catalogue)
        # Babel writes when it was that it read, and two builds are to be the same bytes.
        chinese.creation_date = datetime.fromtimestamp(get_reproducible_timestamp(), timezone.utc)
        write_mo(messages, chinese)
        if version == "editable":  # reads the YAML, so that an edit is seen at once
            (package / f"{MESSAGES}.mo").write_bytes(messages.getvalue())
            return
        sys.path.insert(0, str(package.parent))
        from govrank.compile import compile_folder
        from govrank.data import dump

        self.folder = TemporaryDirectory()
        for name, content in (
            (f"{MESSAGES}.mo", messages.getvalue()),
            ("dataset.json", dump(compile_folder(Path(self.root) / "data")).encode()),
        ):
            compiled = Path(self.folder.name) / Path(name).name
            compiled.write_bytes(content)
            build_data["force_include"][str(compiled)] = f"govrank/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()
