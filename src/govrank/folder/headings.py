"""What the columns of a table are called: a spreadsheet's column name is added here."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, get_args

from govrank.models import Placement
from govrank.words.files import COLUMNS as COLUMNS_WRITTEN

Column = Literal[
    "rank", "name", "tier", "score", "year", "category", "source", "tied", "entity", "region",
    "read", "doubt", "category_label", "code", "english",
]  # fmt: skip
COLUMNS: tuple[Column, ...] = get_args(Column)

# The first in Chinese is what a fault suggests.
CHINESE: dict[Column, tuple[str, ...]] = {
    "rank": ("名次", "排名", "位次"),
    "name": ("名称", "单位", "网站", "单位名称", "网站名称"),
    "tier": ("等级", "档次"),
    "score": ("得分", "分数", "总分"),
    "year": ("年份", "年度"),
    "category": ("榜单", "类别"),
    "source": ("来源",),
    "tied": ("并列",),
    "entity": ("实体", "正式名称", "全称"),
    "region": ("地区", "省份"),
    "read": ("原读",),
    "doubt": ("存疑",),
    "category_label": ("榜单名称",),
    "code": ("代码", "行政区划代码"),
    "english": ("英文名", "英文名称", "英文"),
}
# These are columns only in what `export` and `top -o` write.
OF_EXPORT: tuple[Column, ...] = ("category_label", "code", "english")
# What `find` and `top --since` write beside the columns of `export`. It says nothing of a row.
BESIDE = ("query", "match", "since", "rank_then", "change")
EXPORTED = frozenset(Placement._fields[2:])
UNIT = re.compile(r"[(（\[【].*[)）\]】]$")


def key_of(text: str) -> str:
    """One form for the ways of writing a heading: 名 次, 得分（分）, Rank."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return UNIT.sub("", "".join(text.split()))


_COLUMN_OF: dict[str, Column] = {column: column for column in COLUMNS}
for _column, _names in CHINESE.items():
    for _name in _names:
        _COLUMN_OF[_name] = _column


def columns_of(cells: Sequence[str]) -> list[Column | None]:
    """The column that each cell of a heading names, or None."""
    found = [_COLUMN_OF.get(key_of(cell)) for cell in cells]
    if is_exported(cells):
        return found
    return [None if column in OF_EXPORT else column for column in found]


def is_exported(cells: Sequence[str]) -> bool:
    """Whether it is the header that `export` and `top -o` write, in any order."""
    return {_COLUMN_OF.get(key_of(cell)) for cell in cells} >= EXPORTED


def is_beside(name: str) -> bool:
    """Whether govrank itself wrote a column that says nothing of a row."""
    return name in BESIDE or name in {COLUMNS_WRITTEN[column] for column in BESIDE}


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row says what the columns are: at least whose rows they are."""
    found = columns_of(cells)
    return "name" in found or "entity" in found
