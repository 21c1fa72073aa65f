"""A data folder: what it holds, what is refused of it and where, and who takes it."""

import json
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govrank import data
from govrank.compile import Compiler
from govrank.models import Category, Entity, Listing, Scale, Source
from tests.support import CATEGORIES, DATA, EDITION, ENTITIES, FOLDER, SOURCES, ask, write


def test_what_a_folder_holds(tmp_path: Path) -> None:
    """Each field that is written is read, and what follows from it is derived."""
    dataset = data.load(write(tmp_path))
    cities = Category("地市", "城市", "ranked", {"zh": "城市", "en": "cities"}, [])
    assert dataset.categories["places"] == cities
    assert dataset.categories["levels"].aliases == ["S"]
    assert dataset.sources == [
        Source("one", "nobody", "none", "2025-01-01", "press", None),
        Source("two", "somebody", "some", None, "local", "https://example.org"),
    ]
    assert dataset.scales == [Scale(2025, 110, [["卓越级", 95], ["优秀级", 85], ["准备级", None]])]
    noted, confirmed = {"zh": "注", "en": "note"}, ["two"]
    assert dataset.lists == [
        Listing(2025, "places", "地市", "地市网站", "城市", "ranked", 3, 3, 10, "one", "cut", noted, confirmed),
        Listing(2025, "levels", "省级", "省级", "省级", "tiered", 0, 2, None, "two", None, None, []),
        Listing(2025, "prizes", "案例", "案例", "案例", "award", 0, 1, None, "one", None, None, []),
    ]  # fmt: skip
    assert [row[2:] for row in dataset.placements] == [
        (2025, "places", "地市", 1, True, None, None, "武汉", "武汉市", "湖北省", "one"),
        (2025, "places", "地市", 1, True, None, None, "襄樊市", "襄阳市", "湖北省", "one"),
        (2025, "places", "地市", 3, None, None, 88.5, "海南州", "海南藏族自治州", "青海省", "one"),
        (2025, "levels", "省级", None, None, "优秀级", None, "湖北", "湖北省", "湖北省", "two"),
        (2025, "levels", "省级", None, None, "优秀级", None, "海南", "海南省", "海南省", "one"),
        (2025, "prizes", "案例", None, None, None, None, "林业局", "国家林业局", None, "one"),
    ]
    assert dataset.entities == [
        Entity("湖北省", "province", None, "Hubei", {}, None, None),
        Entity("武汉市", "prefecture", 0, "Wuhan", {}, None, None),
        Entity("武汉市江岸区", "county", 1, "Jiang'an", {}, None, None),
        Entity("襄阳市", "prefecture", 0, "Xiangyang", {"襄樊市": None}, None, None),
        Entity("仙桃市", "county", 0, "Xiantao", {}, None, None),
        Entity("海南省", "province", None, "Hainan", {}, None, None),
        Entity("青海省", "province", None, "Qinghai", {}, None, None),
        Entity("海南藏族自治州", "prefecture", 6, "Hainan", {}, None, None),
        Entity("海南藏族自治州共和县", "county", 7, "Gonghe", {}, None, None),
        Entity("国家林业局", "body", None, "Forestry", {}, 2018, 10),
        Entity("国家林草局", "body", None, None, {}, None, None),
        Entity("武汉经济技术开发区", "zone", 1, None, {}, None, None),
    ]
    assert dataset.variants == ["漢", "汉"]


# A file, what is replaced in it by what, and the lines that are said of it.
FAULTS = [
    # keys and types
    (EDITION, "number: ~", "number: ~\nyears: 2", "3: 'years' is no key here; known are year, number, published, lists, tiers"),
    (EDITION, "number: ~", "number: ~\nnumber: ~", "3: 'number' is there twice"),
    (EDITION, "number: ~\n", "", "1: 'number' is missing"),
    (EDITION, "number: ~", "number: x", "2: 'x' should be a whole number above 0"),
    (EDITION, "number: ~", "number: 0", "2: '0' should be a whole number above 0"),
    (EDITION, "number: ~", f"number: {'9' * 5000}", f"2: '{'9' * 5000}' should be a whole number above 0"),
    (EDITION, "number: ~", "number: ２３", "2: '２３' should be a whole number above 0"),
    (EDITION, "number: ~", "number: [1]", "2: should be a text"),
    (EDITION, "published: 2025-01-01", "published: ''", "3: is empty"),
    (EDITION, "published: 2025-01-01", "? [a]\n: b\npublished: 2025", "3: should be a text"),
    (EDITION, "year: 2025", "year: ~", "1: must be known"),
    (EDITION, "year: 2025", "year: 2026", "1: 2026 should be the year that names the file"),
    (EDITION, "year: 2025\nnumber: ~", "number: ~\nyear: 2026", "2: 2026 should be the year that names the file"),
    (EDITION, "number: ~", f"number: {'9' * 16}", f"2: '{'9' * 16}' should be a whole number above 0"),
    (EDITION, "number: ~", f"number: {'9' * 15}", ""),
    (EDITION, "confirmed: [two]", "confirmed: two", "9: should be a list"),
    (EDITION, "{zh: 注, en: note}", "[注]", "13: should be a mapping"),
    (EDITION, "{zh: 注, en: note}", "{zh: 注}", "13: 'en' is missing"),
    (EDITION, "{海南州: 88.5}", "海南州", "16: should be a list"),
    (EDITION, "{海南州: 88.5}", "[[海南州]]", "16: should be a text"),
    (EDITION, "{海南州: 88.5}", "{海南州: 9x}", "16: '9x' should be a number such as 88.3"),
    (EDITION, "{海南州: 88.5}", "{海南州: 1.2.3}", "16: '1.2.3' should be a number such as 88.3"),
    (EDITION, "{海南州: 88.5}", "{海南州: " + "9" * 16 + "}", f"16: '{'9' * 16}' should be a number such as 88.3"),
    (EDITION, "{海南州: 88.5}", "{海南州: .}", "16: '.' should be a number such as 88.3"),
    # characters
    (EDITION, "海南州", "海\u202e南州", "16: has the character U+202E"),
    (EDITION, "海南州", '"海\\u200b南州"', "16: has the character U+200B"),
    (EDITION, "海南州", '"海\\e[31m南州"', "16: has the character U+001B"),
    (EDITION, "海南州", '"海\\U000e0001南州"', "16: has the character U+E0001"),
    (EDITION, "海南州", '"海\\ue000南州"', "16: has the character U+E000"),
    (EDITION, "海南州", "海\u3000南州", "16: has the character U+3000"),
    (EDITION, "海南州", "'海南州 '", "16: begins or ends with a blank"),
    (EDITION, "海南州", "海南州\xa0", "16: has the character U+00A0"),
    (EDITION, "海南州", '"海\\L南州"', "16: has the character U+2028"),
    (EDITION, "海南州", '"海\\P南州"', "16: has the character U+2029"),
    (EDITION, "海南州", "海\x0b南州", "16: has the character U+000B"),
    (EDITION, "number: ~", "number: ~  # \u2028", "2: has the character U+2028"),
    # what must be known, and when
    (EDITION, "title: 省级", "title: ~", "18: must be known"),
    (SOURCES, "title: some", "title: null", "2: must be known"),
    (SOURCES, "date: 2025-01-01", "date: 2025-02-30", "1: '2025-02-30' should be a date such as 2024-12-20"),
    (SOURCES, "date: 2025-01-01", "date: 2025-02-3", "1: '2025-02-3' should be a date such as 2024-12-20"),
    *((SOURCES, "date: 2025-01-01", f"date: {text}", f"1: '{text}' should be a date such as 2024-12-20") for text in ("2025-", "2025-01-3", "20250101", "2025-W01")),
    (SOURCES, "date: 2025-01-01", "date: 2025-02", ""),
    (SOURCES, "date: 2025-01-01", "date: 2025", ""),
    (SOURCES, "date: 2025-01-01", "date: null", ""),
    (EDITION, "published: 2025-01-01", "published: tomorrow", "3: 'tomorrow' should be a date such as 2024-12-20"),
    (ENTITIES, "english: Forestry", "english: ~", "14: must be known"),
    # places
    (EDITION, "      3: {", "      1: {", "16: '1' is there twice"),
    (EDITION, "      3: {海南州: 88.5}", "      3x: {海南州: 9z, 武汗: 1}", "16: '3x' should be a whole number above 0", "16: '9z' should be a number such as 88.3", "16: '武汗' means no entity of entities.yaml"),
    (EDITION, "tiers: {优秀级: [湖北]}", "tiers: {}", "20: is empty"),
    (EDITION, "more: {one: {优秀级: [海南]}}", "more: {}", "21: is empty"),
    (EDITION, "{卓越级: 95, 优秀级: 85, 准备级: ~}", "''", "4: should be a mapping"),
    (EDITION, "      3: {", "      ~: {", "16: must be known"),
    (EDITION, "      3: {", "      2: {", "16: rank 2 does not follow in competition numbering"),
    (EDITION, "      3: {", "      4: {", "16: rank 4 does not follow in competition numbering"),
    (EDITION, "      3: {", "      01: {", "16: rank 1 goes back"),
    (EDITION, "      1: [", "      4: [", "16: rank 3 goes back"),
    (EDITION, "competition", "dense", "16: rank 3 does not follow in dense numbering"),
    (EDITION, "competition", "sparse", "12: 'sparse' is none of dense, competition"),
    (EDITION, "listed: 10", "listed: 2", "16: rank 3 is beyond the 2 places listed"),
    (EDITION, "{海南州: 88.5}\n", "[海南州]\n      4: [西宁市]\n", "17: '西宁市' means no entity of entities.yaml"),
    (EDITION, "listed: 10\n    rest: cut\n    numbering: competition\n    note: {zh: 注, en: note}\n    places:\n      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}", "listed: 1\n    places: {1: [武汉], 2: [襄樊市], 3: [海南州]}", "11: rank 2 is beyond the 1 places listed"),
    (EDITION, "rest: cut", "rest: gone", "11: 'gone' is none of pictures, cut, unstated"),
    (EDITION, "[武汉, 襄樊市]", "[]", "15: is empty"),
    (EDITION, "{优秀级: [湖北]}", "{优秀级: []}", "20: is empty"),
    (EDITION, "named: [林业局]", "named: []", "22: is empty"),
    (EDITION, "[武汉, 襄樊市]", "[武汗, 武汗]", "15: '武汗' means no entity of entities.yaml"),
    (EDITION, "[武汉, 襄樊市]", "[武汉, 武汉市]", "15: '武汉市' is in this list twice"),
    (EDITION, "[武汉, 襄樊市]", "[武汉, 襄樊市, 襄阳]", "15: '襄阳' is in this list twice"),
    (EDITION, "[武汉, 襄樊市]", "[武汗]", "15: '武汗' means no entity of entities.yaml"),
    (EDITION, "[武汉, 襄樊市]", "[武汉江岸区]", "15: '武汉江岸区' means 武汉市江岸区, and this list is of prefecture"),
    (CATEGORIES, "kind: award, ", "kind: award, of: [zone, province], ", f"{EDITION}:22: '林业局' means 国家林业局, and this list is of zone, province"),
    (EDITION, "named: [林业局]", "named: [海南]", "22: '海南' means 海南省 or 海南藏族自治州"),
    # what refers to another file
    (EDITION, "source: one\n    conf", "source: six\n    conf", "8: 'six' is no source of sources.yaml"),
    (EDITION, "confirmed: [two]", "confirmed: [six]", "9: 'six' is no source of sources.yaml"),
    (EDITION, "more: {one:", "more: {six:", "21: 'six' is no source of sources.yaml"),
    (EDITION, "tiers: {source: one", "tiers: {source: six", "4: 'six' is no source of sources.yaml"),
    (EDITION, "  levels:", "  levelz:", "17: 'levelz' is no category of categories.yaml"),
    # tiers
    (EDITION, "full_marks: 110", "full_marks: 95", "4: 95 should be a bound below 95"),
    (EDITION, "full_marks: 110", "full_marks: ~", "4: must be known"),
    (EDITION, "优秀级: 85", "优秀级: 95", "4: 95 should be a bound below 95"),
    (EDITION, "优秀级: 85", "优秀级: ~", "4: must be known"),
    (EDITION, "优秀级: 85", "优秀级: 8.5", "4: '8.5' should be a whole number above 0"),
    (EDITION, "{卓越级: 95, 优秀级: 85, 准备级: ~}", "{}", "4: is empty"),
    (EDITION, "tiers: {优秀级", "tiers: {优良级", "20: '优良级' is none of 卓越级, 优秀级, 准备级"),
    (EDITION, "优秀级: 85, 准备级: ~", "'': 85, 准备级: ~", "4: is empty"),
    (EDITION, "准备级: ~", "准备级: 1", "4: the lowest tier should have ~ for its bound"),
    # categories
    (CATEGORIES, "label: 省级,", "label: 地市,", "2: the label '地市' is another category's"),
    (CATEGORIES, "kind: award", "kind: prize", "3: 'prize' is none of ranked, tiered, award"),
    (CATEGORIES, "[prefecture]", "[city, prefecture]", "1: 'city' is none of province, prefecture, county, body, zone"),
    (CATEGORIES, "[prefecture]", "[city]", "1: 'city' is none of province, prefecture, county, body, zone"),
    (CATEGORIES, "label: 案例, group: 案例, ", "label: 案例, ", "3: 'group' is missing"),
    # entities
    (ENTITIES, "420000", "42000", "4: '42000' should be a code of six digits, and no other's"),
    (ENTITIES, "632500", "460000", "11: '460000' should be a code of six digits, and no other's"),
    (ENTITIES, "420000", "42000x", "4: '42000x' should be a code of six digits, and no other's"),
    (ENTITIES, "  - {name: 青海省, code: 630000, pinyin: qing hai}\n", "", "10: the region around 632500 must stand before it"),
    (ENTITIES, "  - {name: 武汉市, code: 420100, pinyin: wu han}\n  - {name: 江岸区, code: 420102, pinyin: jiang an}\n", "  - {name: 江岸区, code: 420102, pinyin: jiang an}\n  - {name: 武汉市, code: 420100, pinyin: wu han}\n", "5: the region around 420102 must stand before it"),
    (ENTITIES, "name: 武汉市", "name: ''", "5: is empty"),
    (ENTITIES, "pinyin: wu han}", "pinyin: []}", "5: is empty"),
    (ENTITIES, "pinyin: wu han}", "pinyin: ''}", "5: is empty"),
    *((ENTITIES, "pinyin: wu han}", f"pinyin: {text}}}", f"5: '{text}' should be pinyin in syllables, such as wu han") for text in ("wuhan", "wǔ hàn", "武 汉")),
    *((ENTITIES, "pinyin: wu han}", f"pinyin: {text}}}", f"5: '{text}' should be that of 武汉市 without its ending") for text in ("wu", "wu han shi", "wu han wu han")),
    (ENTITIES, "name: 江岸区, code: 420102, pinyin: jiang an", "name: 江区, code: 420102, pinyin: jiang qu", ""),
    (ENTITIES, "pinyin: wu han}", "pinyin: [wu han, wuhan]}", "5: 'wuhan' should be pinyin in syllables, such as wu han"),
    (ENTITIES, "regions:", "region:", "1: 'regions' is missing", "3: 'region' is no key here; known are shared, regions, bodies, zones, variants"),
    (ENTITIES, "shared: [海南]", "shared: [海南, '\\u200b']", "1: '\\\\u200b' is declared shared, but names no two entities"),
    (ENTITIES, "shared: [海南]", "shared: [海南, [a]]", "1: should be a text"),
    (ENTITIES, "in: 武汉市", "in: 国家林业局", "17: '国家林业局' should be the official name of one region of this file"),
    (ENTITIES, "until: 2018, ", "", "14: has no 'until' beside it"),
    (SOURCES, FOLDER[SOURCES], "- one\n- two\n", "1: should be a mapping"),
    (ENTITIES, "into: 国家林草局", "into: 国家林业局", "14: should be another entity"),
    (ENTITIES, "name: 青海省", "name: 海南省", "10: '海南省' is there twice"),
    (ENTITIES, "in: 武汉市", "in: 武汉", "17: '武汉' should be the official name of one region of this file"),
    (ENTITIES, "into: 国家林草局", "into: 林草局", "14: '林草局' should be the official name of one entity of this file"),
    (ENTITIES, "aliases: [鄂]", "aliases: [汉]", ""),
    (ENTITIES, "aliases: [鄂]", "aliases: [武汉]", "5: '武汉' names 湖北省 and 武汉市, and is not declared shared"),
    (ENTITIES, "pinyin: wu han}", "pinyin: wu han, aliases: [海南州]}", "11: '海南州' names 武汉市 and 海南藏族自治州, and is not declared shared"),
    (ENTITIES, "pinyin: wu han}", "pinyin: wu han, aliases: [襄阳市]}", "5: '襄阳市' names 武汉市 and 襄阳市, and is not declared shared"),
    (ENTITIES, "in: 武汉市", "in: 武汉市江岸区", ""),
    (ENTITIES, "name: 国家林草局", "name: 武汉市", "15: '武汉市' is there twice"),
    (ENTITIES, "name: 武汉经济技术开发区", "name: 武汉市", "17: '武汉市' is there twice"),
    (ENTITIES, "shared: [海南]", "shared: [海南, 武汉]", "1: '武汉' is declared shared, but names no two entities"),
    (ENTITIES, "shared: [海南]", "shared: [海南, 琼]", "1: '琼' is declared shared, but names no two entities"),
    (ENTITIES, "shared: [海南]", "shared: []", "11: '海南' names 海南省 and 海南藏族自治州, and is not declared shared"),
    (ENTITIES, "variants: {from: 漢, to: 汉}\n", "", ""),
    (ENTITIES, "from: 漢", "from: 漢襄", "2: from and to are not of the same length"),
    # sources
    (SOURCES, "kind: press", "kind: hearsay", "1: 'hearsay' is none of official, reprint, press, local, translated"),
    (SOURCES, "publisher: nobody, ", "", "1: 'publisher' is missing"),
    (SOURCES, "note: x", "note: [x]", "2: should be a text"),
    (CATEGORIES, "prizes:", "' ':", "3: is empty", f"{EDITION}:22: 'prizes' is no category of categories.yaml"),
    # YAML
    (EDITION, "    listed: 10", "    listed：10", "10: is not YAML: a key needs ': ' behind it"),
    (EDITION, "title: 地市网站", "title: '地市网站", "7: is not YAML: found unexpected end of stream"),
    (EDITION, "[武汉, 襄樊市]", "[武汉, 襄樊市", "16: is not YAML: did not find expected ',' or ']' of what is opened in line 15"),
    (EDITION, "{卓越级: 95, 优秀级: 85,", "{卓越级: 95,\n 优秀级: 85", "5: is not YAML: did not find expected ',' or '}' of what is opened in line 4"),
    (EDITION, "title: 地市网站", "title：地市网站", "7: is not YAML: a key needs ': ' behind it"),
    (EDITION, "number: ~", "number:~", "2: is not YAML: a key needs ': ' behind it"),
    (EDITION, "named: [林业局]}", "named: [林业局]", "22: is not YAML: did not find expected ',' or '}'"),
    (EDITION, "number: ~", "number: 2: 3", "2: is not YAML: mapping values are not allowed in this context"),
    (EDITION, "number: ~", "number: ~  # \r\r", "2: has the character U+000D"),
    (EDITION, "named: [林业局]}", "named: [林业局]}\n- [", "23: is not YAML: did not find expected key"),
    (EDITION, "[武汉, 襄樊市]", "&a [武汉]\n      2: *a", "16: is an alias; write it out"),
    (EDITION, FOLDER[EDITION], "", "1: is empty"),
    (EDITION, "named: [林业局]}", "named: [林业局]}\n---\na: 1", "1: has more than one document"),
]  # fmt: skip


@pytest.mark.parametrize("edit", FAULTS, ids=lambda edit: edit[3][:60])
def test_a_fault(tmp_path: Path, edit: tuple[str, ...]) -> None:
    file, old, new, *said = edit
    assert FOLDER[file].count(old) == 1
    folder = write(tmp_path, **{file: FOLDER[file].replace(old, new)})
    faults = [fault if fault.startswith(EDITION) else f"{file}:{fault}" for fault in said if fault]
    err = [f"govrank: {folder}/{fault}" for fault in faults]
    code = 3 if faults else 0
    checked = ask("check", str(folder))
    assert (checked.out, sorted(checked.err.splitlines()), checked.code) == ("", sorted(err), code)
    used = ask("top", "--data", str(folder), "-q")
    assert used.code == code
    if faults:
        assert used.out == ""
        assert used.err.startswith(checked.err.splitlines()[0])
        assert used.err.count("\n") == 1


def test_two_texts_of_a_fault_each(tmp_path: Path) -> None:
    """All faults are named, those of one line too, in the order of files and lines."""
    text = (
        FOLDER[EDITION]
        .replace("[武汉, 襄樊市]", '["\\u200b\\u202e", 武汗]')
        .replace(" 110", " x")
        .replace(" 10", " y")
        .replace("      3: {", "      z: []\n      3: [襄样]\n      4: {")
    )
    sources = FOLDER[SOURCES].replace("press", "x").replace("local", "y")
    folder = write(tmp_path, **{EDITION: text, SOURCES: sources})
    kinds = "official, reprint, press, local, translated"
    faults = [
        f"{EDITION}:4: 'x' should be a whole number above 0",
        f"{EDITION}:10: 'y' should be a whole number above 0",
        f"{EDITION}:15: '武汗' means no entity of entities.yaml",
        f"{EDITION}:15: has the character U+200B",
        f"{EDITION}:15: has the character U+202E",
        f"{EDITION}:16: 'z' should be a whole number above 0",
        f"{EDITION}:16: is empty",
        f"{EDITION}:17: '襄样' means no entity of entities.yaml",
        f"{SOURCES}:1: 'x' is none of {kinds}",
        f"{SOURCES}:2: 'y' is none of {kinds}",
    ]
    err = "".join(f"govrank: {folder}/{fault}\n" for fault in faults)
    assert ask("check", str(folder)) == ("", err, 3)
    first = f"govrank: {folder}/{faults[0]} (and 9 more)\n"
    assert ask("tier", "88", "--data", str(folder)) == ("", first, 3)


HOSTILE = [
    (lambda file: file.write_text("[" * 9 + "]" * 9), ":1: should be a mapping"),
    (lambda file: file.write_text("[" * 10 + "]" * 10), ":1: is nested too deep"),
    # How many levels the library itself refuses depends on its version.
    (lambda file: file.write_text("[" * 100_000), ":1: is (nested too deep|not YAML: .* depth)"),
    (lambda file: file.write_text("a: &a [x]\nb: [" + "*a," * 99_999 + "]"), ":2: is an alias"),
    (lambda file: file.write_bytes(b"\0" * 1000), ":1: has the character U.0000"),
    (
        lambda file: file.write_bytes("a: 1\n# 来源\nb: 1\n".encode("gbk")),
        ":2: is not UTF-8: .* at byte 7",
    ),
    (lambda file: file.write_text("{"), ":1: is not YAML: "),
    (lambda file: file.write_text('a: "\\UFFFFFFFF"'), ":1: is not YAML: "),
    (lambda file: file.write_text(f"%YAML {'9' * 5000}.1\n--- a"), ":1: is not YAML: "),
    (lambda file: file.write_text(FOLDER[EDITION] + " " * (64 << 20)), ":1: is larger than 64 MB"),
    (lambda file: os.truncate(file, 100 << 20), ":1: is larger than 64 MB"),
    (lambda file: (file.unlink(), file.mkdir()), ":1: is no file"),
    (lambda file: [file.unlink(), os.mkfifo(file)], ":1: is no file"),  # type: ignore[func-returns-value]
    (lambda file: (file.unlink(), file.symlink_to("/etc/passwd")), ":1: leads out of the folder"),
    (lambda file: (file.unlink(), file.symlink_to(file)), ":1: cannot be read: Too many levels"),
    (lambda file: (file.unlink(), file.symlink_to("gone")), ":1: cannot be read: No such file"),
]


@pytest.mark.parametrize("loader", ["in C", "in Python"])
@pytest.mark.parametrize(("damage", "message"), HOSTILE, ids=[h[1] for h in HOSTILE])
def test_a_hostile_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], object],
    message: str,
    loader: str,
) -> None:
    if loader == "in Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    folder = write(tmp_path)
    damage(folder / EDITION)
    checked = ask("check", str(folder))
    assert checked[::2] == ("", 3)
    assert re.fullmatch(rf"govrank: {folder}/{EDITION}{message}.*\n", checked.err)
    assert ask("find", "武汉", "--data", str(folder)) == ("", checked.err, 3)


def test_the_ranks_of_several_sources_are_one_list(tmp_path: Path) -> None:
    """In the order of the ranks; not tied where the ranks before and behind are known."""
    text = FOLDER[EDITION].replace(
        "      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}\n",
        "      2: [武汉]\n      3: {海南州: 88.5}\n    more: {two: {1: [襄樊市], 3: [仙桃市]}}\n",
    )
    categories = FOLDER[CATEGORIES].replace("[prefecture]", "[prefecture, county]")
    rows = data.load(write(tmp_path, **{EDITION: text, CATEGORIES: categories})).placements
    assert [(row.rank, row.tied, row.name, row.source) for row in rows[:4]] == [
        (1, False, "襄樊市", "two"),
        (2, False, "武汉", "one"),
        (3, None, "海南州", "one"),
        (3, None, "仙桃市", "two"),
    ]


UNSEEN = [
    (lambda path: (path / "2025.yaml").rename(path / "2025.yml"), "/2025.yml:1: should end in .yaml"),
    (lambda path: (path / "2025.yaml").rename(path / "2025.YAML"), "/2025.YAML:1: should end in .yaml"),
    (lambda path: (path / "2025.yaml").rename(path / "._2025.yaml"), ":1: holds no edition, such as 2024.yaml"),
    (lambda path: path.rename(path.with_name("old")), ":1: cannot be read: No such file or directory"),
    (lambda path: path.rename(path.with_name("old")).with_name("editions").touch(), ":1: cannot be read: Not a directory"),
]  # fmt: skip


@pytest.mark.parametrize(("move", "said"), UNSEEN, ids=[u[1] for u in UNSEEN])
def test_editions_that_are_not_seen(
    tmp_path: Path, move: Callable[[Path], object], said: str
) -> None:
    folder = write(tmp_path)
    move(folder / "editions")
    assert ask("check", str(folder)) == ("", f"govrank: {folder}/editions{said}\n", 3)


def test_a_link_within_the_folder(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / EDITION).rename(folder / "2025.yaml")
    (folder / EDITION).symlink_to("../2025.yaml")
    assert ask("check", str(folder)) == ("", "", 0)


@pytest.mark.parametrize("file", [CATEGORIES, SOURCES, ENTITIES])
def test_what_leans_on_an_unreadable_file_is_not_blamed(tmp_path: Path, file: str) -> None:
    folder = write(tmp_path)
    (folder / file).unlink()
    err = f"govrank: {folder}/{file}:1: cannot be read: No such file or directory\n"
    assert ask("check", str(folder)) == ("", err, 3)


@pytest.mark.parametrize("read", range(4))
@pytest.mark.parametrize("left", [None, "[", FOLDER[SOURCES]])
def test_a_folder_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: int, left: str | None
) -> None:
    """After so many files all are gone, broken or others: refused, by what is no longer there."""
    folder, document, paths = write(tmp_path), Compiler.document, list[Path]()

    def changing(self: Compiler, path: Path) -> object:
        if len(paths) == read:
            for file in FOLDER:
                (folder / file).unlink() if left is None else (folder / file).write_text(left)
        paths.append(path)
        return document(self, path)

    monkeypatch.setattr(Compiler, "document", changing)
    result = ask("top", "--data", str(folder))
    assert result[::2] == ("", 3)
    assert result.err.startswith(f"govrank: {folder}/")
    assert result.err.count("\n") == 1


def edited(choose: st.DataObject, text: str) -> str:
    """A text from which something is cut, or into which something is put or copied."""
    start = choose.draw(st.integers(0, len(text)))
    end = start + choose.draw(st.integers(0, 30))
    copied = choose.draw(st.integers(0, len(text)))
    put = choose.draw(
        st.text(alphabet="[]{}:,&*!|>'\"%@~-#? \n\t0a市\u202e", max_size=6)
        | st.text(max_size=6)
        | st.just(text[copied : copied + 30])
        | st.just(text[copied:].partition("\n")[0] + "\n")
    )
    return text[:start] + put + text[end:]


@settings(max_examples=max(100, settings().max_examples // 5))  # each compiles four folders
@given(st.data())
def test_no_edit_of_the_data_makes_a_traceback(choose: st.DataObject) -> None:
    """Whatever the edits, the folder holds and is used as it is, or its faults are named."""
    texts: dict[str, str] = {}
    for file in choose.draw(st.lists(st.sampled_from(sorted(FOLDER)), min_size=1, max_size=3)):
        texts[file] = edited(choose, texts.get(file, FOLDER[file]))
    with TemporaryDirectory() as name:
        folder = write(Path(name) / "data", **texts)
        compiled = str(Path(name) / "compiled.json")
        checked = ask("check", str(folder), "--compile", compiled)
        used = ask("export", "--data", str(folder))
        if checked.code == 0:
            assert checked == ("", "", 0)
            assert used[1:] == ("", 0)
            assert ask("export", "--data", compiled) == used
        else:
            assert checked[::2] == used[::2] == ("", 3)
            faults = checked.err.splitlines()
            for fault in faults:
                found = re.match(rf"govrank: {folder}/([\w/]+\.yaml):(\d+): .", fault)
                assert found
                lines = {**FOLDER, **texts}[found[1]].count("\n") + 1
                assert 1 <= int(found[2]) <= lines
            assert used.err.startswith(faults[0])
            assert used.err.count("\n") == 1


def test_without_the_c_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert ask("check", str(write(tmp_path))) == ("", "", 0)


def test_what_is_compiled_answers_as_the_folder_does(tmp_path: Path) -> None:
    folder, compiled = str(write(tmp_path / "data")), str(tmp_path / "mine.json")
    assert ask("check", folder, "--compile", compiled) == ("", "", 0)
    for words in ("export", "sources", "categories", "tier 88", "find 武汉 hainan 漢", "top"):
        from_folder = ask(*words.split(), "--data", folder)
        assert from_folder.out
        assert ask(*words.split(), "--data", compiled) == from_folder


def test_an_edition_without_lists(tmp_path: Path) -> None:
    folder = write(tmp_path, **{EDITION: "{year: 2025, number: ~, published: ~, lists: {}}"})
    words = ("--data", str(folder))
    assert ask("top", "--json", *words) == ("[]\n", "", 0)
    assert ask("categories", "--json", *words).out == "[]\n"
    assert ask("find", "武汉", *words).code == 1
    assert ask("tier", "88", *words) == ("", "govrank: no tier scale is known\n", 2)
    nothing = "govrank: '地市' has no list in any edition\n"
    assert ask("top", "-c", "地市", *words) == ("", nothing, 2)
    for table in ("top", "categories", "regions", "sources"):
        assert ask(table, *words).code == 0
    assert ask("export", "--datapackage", str(tmp_path / "package"), *words) == ("", "", 0)
    described = json.loads((tmp_path / "package" / "datapackage.json").read_bytes())
    types = {f["name"]: f["type"] for f in described["resources"][0]["schema"]["fields"]}
    assert (types["rank"], types["score"], types["tied"]) == ("integer", "number", "boolean")
    assert types["region"] == types["name"] == "string"


def test_former_names_and_mergers_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    later = FOLDER[EDITION].replace("2025", "2026").replace("[林业局]", "[国家林草局]")
    (folder / "editions" / "2026.yaml").write_text(later, encoding="utf-8")
    merged = "govrank: 国家林业局 Forestry became part of 国家林草局 in 2018\n"
    for words, out, err in (
        ("find 国家林草局", "国家林草局\n", ""),
        ("find 国家林草局 --year all", "国家林草局\n", merged),
        ("find 国家林业局 --year 2025", "林业局\n", merged),
        ("find 国家林业局 --year all", "林业局\n国家林草局\n", merged),
        ("find 襄樊市", "襄樊市\n", "govrank: 襄樊市 is a former name of 襄阳市 Xiangyang\n"),
    ):
        assert ask(*words.split(), "-q", "--data", str(folder)) == (out, err, 0), words


def test_what_is_within_is_given_once(tmp_path: Path) -> None:
    """A name of a province and of a city in it, as 吉林 is."""
    city = "  - {name: 湖北市, code: 420500, pinyin: hu bei}\n"
    entities = (
        FOLDER[ENTITIES]
        .replace("[海南]", "[海南, 湖北]")
        .replace("  - {name: 襄阳市", city + "  - {name: 襄阳市")
    )
    edition = FOLDER[EDITION].replace("[武汉, 襄樊市]", "[武汉, 湖北市]")
    folder = str(write(tmp_path, **{ENTITIES: entities, EDITION: edition}))
    found = ask("find", "湖北", "--within", "--data", folder, "-f", "csv", "--no-header").out
    rows = [line.split(",") for line in found.splitlines()]
    assert [(row[1], row[9]) for row in rows] == [
        ("exact", "湖北"),
        ("within", "武汉"),
        ("alias", "湖北市"),
    ]


def test_folder_of_check_defaults_to_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govrank.cli.SOURCE", DATA)
    assert ask("check") == ("", "", 0)
    monkeypatch.setattr("govrank.cli.SOURCE", DATA / "gone")  # as where govrank is installed
    assert ask("check") == ("", "govrank: DIR is missing: it is the data folder to check\n", 2)


NOTHING: dict[str, object] = {part: [] for part in data.PARTS} | {
    "categories": {},
    "variants": ["漢", "汉"],
}
WHOLE = data.dump(NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "null", "1\n2", '{"version": 1}', "[" * 100_000, "\ud800"),
        WHOLE.replace(str(data.VERSION), str(data.VERSION + 1), 1),
        WHOLE.replace("[]", "[ ]", 1),
        WHOLE + "\n",
        WHOLE.replace("\n", " " * 1000 + "\n", 1),
    ],
    ids=lambda text: ascii(text[:40]),
)
def test_a_compiled_file_that_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(text.encode(errors="surrogatepass"))
    err = f"govrank: {file} is neither a data folder nor compiled from one by this version\n"
    assert ask("top", "--data", str(file)) == ("", err, 3)


def test_a_compiled_file_without_some_of_its_lines(tmp_path: Path) -> None:
    body = "{}\n[]\n"
    head = json.dumps({"version": data.VERSION, "crc32": zlib.crc32(body.encode())})
    (tmp_path / "mine.json").write_text(f"{head}\n{body}")
    assert ask("top", "--data", str(tmp_path / "mine.json"))[::2] == ("", 3)


def test_a_compiled_file_that_is_one(tmp_path: Path) -> None:
    compiled = data.dump(NOTHING)
    assert compiled.split("\n")[1:] == ["{}", *["[]"] * 9, '["漢","汉"]']
    (tmp_path / "mine.json").write_text(compiled, encoding="utf-8")
    assert ask("top", "--json", "--data", str(tmp_path / "mine.json")) == ("[]\n", "", 0)
