"""Puts the dataset into the wheel, compiled, so that an installed govrank reads no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileDataset(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # reads the YAML, so that an edit is seen at once
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from govrank.compile import compile_folder
        from govrank.data import dump

        self.compiled = Path(self.directory) / "dataset.json"
        self.compiled.parent.mkdir(parents=True, exist_ok=True)
        self.compiled.write_text(dump(compile_folder(root / "data")), encoding="utf-8")
        build_data["force_include"][str(self.compiled)] = "govrank/dataset.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.compiled.unlink()
