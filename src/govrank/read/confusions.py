"""Characters that were taken for each other, and where.

Each was seen: in the raw reading of a rendered table, or in the contract's trial. The reader's
own second thoughts (Glyph.others) say the rest; these are the ones that it does not think of, or
is too sure of. To add one, say where it was seen.
"""

# Printed, read, and the look in which it was seen.
SEEN = (
    ("门", "内", "trial; Noto 22 and 23 px"),
    ("门", "市", "trial"),
    ("峪", "岭", "trial"),
    ("哈", "蛤", "trial"),
    ("僳", "慄", "trial; Uming 20 px"),
    ("僳", "儒", "trial"),
    ("潮", "湖", "trial"),
    ("颍", "颖", "WenQuanYi 16 and 18 px"),
    ("鄠", "鄂", "WenQuanYi Zen Hei 18 px"),
    ("埇", "埔", "WenQuanYi Micro Hei 24 px"),
    ("沭", "沐", "WenQuanYi Micro Hei 12 px"),
    ("僳", "傑", "WenQuanYi Micro Hei 12 px"),
    ("栗", "粟", "WenQuanYi Micro Hei 12 px"),
    ("锦", "铜", "WenQuanYi Micro Hei 12 px"),
    ("莱", "菜", "WenQuanYi Micro Hei 12 px"),
    ("怀", "仟", "Uming 11 px"),
    ("衢", "锦", "Uming 11 px"),
    ("衢", "衡", "Uming 11 px"),
    ("县", "具", "WenQuanYi Micro Hei 12 px"),
)
