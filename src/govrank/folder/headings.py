"""What the columns of a table are called: a spreadsheet's column name is added here."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from govrank.models import Placement

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
}
# These are columns only in what `export` writes.
OF_EXPORT: tuple[Column, ...] = ("category_label", "code", "english")
# What `find` and `top --since` write beside the columns of `export`. It says nothing of a row.
BESIDE = ("query", "match", "since", "rank_then", "change")
EXPORTED = frozenset(Placement._fields[2:])
UNIT = re.compile(r"[(（\[【].*[)）\]】]$")


def key_of(text: str) -> str:
    """One form for the ways of writing a heading: 名 次, 得分（分）, Rank."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return UNIT.sub("", "".join(text.split()))


_COLUMN_OF: dict[str, Column] = {name: name for name in COLUMNS if name not in OF_EXPORT}
for _column, _names in CHINESE.items():
    for _name in _names:
        _COLUMN_OF[_name] = _column


def columns_of(cells: Sequence[str]) -> list[Column | None]:
    """The column that each cell of a heading names, or None."""
    if is_exported(cells):
        known: Mapping[str, Column] = {name: name for name in COLUMNS}
        return [known.get(cell.strip()) for cell in cells]
    return [_COLUMN_OF.get(key_of(cell)) for cell in cells]


def is_exported(cells: Sequence[str]) -> bool:
    """Whether it is the header that `export` writes, in any order."""
    return EXPORTED <= {cell.strip() for cell in cells}


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row says what the columns are: at least whose rows they are."""
    found = columns_of(cells)
    return "name" in found or "entity" in found
