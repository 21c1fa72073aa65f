"""The province and the innermost region that each line of stdin names, by jionlp."""

import sys
from contextlib import redirect_stdout

with redirect_stdout(sys.stderr):  # it greets on stdout
    import jionlp  # type: ignore[import-not-found, import-untyped, unused-ignore]

for line in sys.stdin.read().splitlines():
    found = jionlp.parse_location(line)
    province = found["province"] or ""
    inner = found["county"] or found["city"] or ""
    print(province if inner == province else province + inner)
