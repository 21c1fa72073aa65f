"""The code of the region that each line of stdin names, by cpca."""

import sys

import cpca  # type: ignore[import-not-found, import-untyped, unused-ignore]

lines = sys.stdin.read().splitlines()
for code in cpca.transform(lines)["adcode"]:
    print(code if isinstance(code, str) else "")
