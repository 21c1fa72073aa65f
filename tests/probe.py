"""Run inside a terminal: writes lines to it and asks where the cursor stands behind each.

python -m tests.probe LINES ANSWERS: the first file holds a list of lines in JSON, the other gets
the list of the columns that the terminal named.
"""

import json
import re
import sys
import termios
import tty
from pathlib import Path


def column_behind(line: str) -> int:
    """How many cells a terminal says that a line took."""
    sys.stdout.write(f"\r\x1b[2K{line}\x1b[6n")  # the answer is ESC [ row ; column R
    sys.stdout.flush()
    answer = ""
    while not answer.endswith("R"):
        answer += sys.stdin.read(1)
    found = re.search(r"\x1b\[\d+;(\d+)R", answer)
    assert found
    return int(found[1]) - 1


def main() -> None:
    lines, answers = map(Path, sys.argv[1:])
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        columns = [column_behind(line) for line in json.loads(lines.read_text(encoding="utf-8"))]
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    answers.write_text(json.dumps(columns), encoding="utf-8")


if __name__ == "__main__":
    main()
