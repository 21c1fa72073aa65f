"""Characters that were taken for each other, and where.

Each was seen in what a drawn table was read as, or in a first trial of the reader. It does not
think of these itself (Glyph.others), or is too sure. To add one, say where it was seen.
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
    ("门", "巾", "Noto 17 px"),
    ("蓥", "鉴", "Ukai 12 px"),
    ("固", "国", "Ukai 12 px"),
    ("郧", "郑", "Ukai 12 px"),
    ("赉", "费", "Uming 22 px"),
    ("乌", "鸟", "Uming 14 px"),
    ("浈", "贞", "Noto 15 px"),
    ("咸", "成", "Ukai 12 px"),
    ("铜", "钢", "Ukai 12 px"),
    ("傈", "保", "Ukai 12 px"),
    ("璧", "壁", "Ukai 22 px"),
    ("溆", "淑", "WenQuanYi Micro Hei 13 px"),
    ("埇", "桶", "WenQuanYi Zen Hei 16 px"),
    ("濮", "滨", "Ukai 11 px"),
    ("抚", "托", "Ukai 11 px"),
    ("桂", "挂", "Ukai 11 px"),
    ("泸", "沪", "Ukai 11 px"),
    ("日", "目", "Uming 15 px"),
    ("吕", "昌", "Uming 15 px"),
)
