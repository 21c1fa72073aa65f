"""Answers command lines in the language it was started in: one line of JSON each.

    GOVRANK_LANG=zh python -m tests.speaker

A question has the words, what is on stdin, the folder to stand in, and settings. An answer is
what stdout and stderr hold, and the exit code.
"""

import json
import os
import sys

from tests.support import ask


def main() -> None:
    for line in sys.stdin:
        question = json.loads(line)
        os.chdir(question["folder"])
        stdin = question["stdin"].encode("latin-1")
        result = ask(*question["words"], stdin=stdin, **question["environment"])
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
