"""Answers command lines in the language it was started in: one line of JSON each.

    GOVRANK_LANG=zh python -m tests.speaker

A question has the words, what is on stdin, the folder to stand in, and settings. An answer is
what stdout and stderr hold, and the exit code; or a traceback.
"""

import json
import os
import sys
import traceback
from typing import Any

from tests.support import ask


def answer(question: dict[str, Any]) -> Any:
    os.chdir(question["folder"])
    stdin = question["stdin"].encode("latin-1")
    try:
        return ask(*question["words"], stdin=stdin, **question["environment"])
    except Exception:
        return traceback.format_exc()


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
