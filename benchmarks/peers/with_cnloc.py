"""The code of the region that each line of stdin names, by cnloc."""

import sys

import cnloc  # type: ignore[import-not-found, import-untyped, unused-ignore]

lines = sys.stdin.read().splitlines()
found = cnloc.getlocation(lines)
columns = ("county_adcode", "city_adcode", "province_adcode")
for codes in zip(*(found[column] for column in columns), strict=True):
    print(next((code for code in codes if isinstance(code, str)), ""))
