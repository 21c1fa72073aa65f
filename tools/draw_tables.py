"""Draw tables of known lists, as the official page shows them: pictures to measure `read` with.

    python tools/draw_tables.py FOLDER --kind prefectures --seed 7

writes the pictures and, beside them, what is true: `prefectures-7.json`. A seed settles all of
it: who is in the list, in which order, and how the table looks. The fonts are those of Debian's
packages fonts-noto-cjk, fonts-wqy-microhei, fonts-wqy-zenhei, fonts-arphic-uming and
fonts-arphic-ukai; one that is not installed is never chosen.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

from govrank.dataset import open_store
from govrank.models import Entity
from govrank.store import Store

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
)
KINDS = ("prefectures", "counties", "etdz", "hitech", "capitals", "tiers", "scores")
EXTRAS = (
    *("across", "names first", "spread", "region", "no heading", "wrapped", "top"),
    *("watermark", "blurred"),
)
YEAR = 2024
# How many capitals of provinces there are. A table of tiers has these, or all provinces.
CAPITALS = 27
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# The colours of a heading: behind it, and of its words.
HEADS = (
    (WHITE, BLACK),
    ((217, 217, 217), BLACK),
    ((68, 114, 196), WHITE),
    ((192, 0, 0), (255, 255, 180)),
    ((222, 235, 247), (31, 56, 100)),
    ((226, 239, 218), BLACK),
)
STRIPES = (WHITE, WHITE, (242, 242, 242), (221, 235, 247), (255, 242, 204))
INKS = (BLACK, BLACK, (51, 51, 51), (64, 64, 64), (31, 56, 100))
RULES = (BLACK, (128, 128, 128), (191, 191, 191), (68, 114, 196))
HEADINGS = {
    "rank": ("名次", "排名", "序号"),
    "name": ("名称", "网站名称", "单位", "单位名称"),
    "score": ("得分", "总分"),
    "tier": ("等级",),
    "region": ("省份", "所属地区"),
}
TITLES = {
    "prefectures": "地市政府网站评估结果前100名",
    "counties": "区县政府网站评估结果前100名",
    "etdz": "国家级经济技术开发区网站评估结果前50名",
    "hitech": "国家级高新技术产业开发区网站评估结果前50名",
    "capitals": "省会城市政府网站评估结果前20名",
    "tiers": "省级和重点城市数字政府服务能力评估结果",
    "scores": "部委网站评估结果",
}
FOOTNOTES = (
    "",
    "注:同档内按照行政区划序列排序。",
    "数据来源:中国软件评测中心",
    "注：并列名次不占位。",
)


class Row(NamedTuple):
    """A row as it is printed, and whom it means: the official name of an entity."""

    rank: int | None
    name: str
    tier: str | None
    score: str | None
    entity: str
    region: str


class Look(NamedTuple):
    """How a table is drawn.

    Attributes:
        blocks: how many blocks of columns stand side by side.
        lines: "grid", "rows" or "none".
        ties: the rank of those who are tied: in each row, once in a merged cell, at its top,
            or once in front of one cell that has all names.
        extra: what is seldom: "across" (the ranks go on from block to block), "names first",
            "spread" (short names with blanks in them), "region" (a column more), "no heading",
            "wrapped" (long names on two lines), "watermark", or "blurred"; "" for most.
        pages: in how many pictures.
        tilt: in degrees.
        quality: of JPEG; a PNG if it is None.
    """

    font: str
    size: int
    blocks: int
    lines: str
    ties: str
    extra: str
    head: tuple[tuple[int, int, int], tuple[int, int, int]]
    stripe: tuple[int, int, int]
    ink: tuple[int, int, int]
    rule: tuple[int, int, int]
    padding: tuple[int, int]
    centred: bool
    title: bool
    footnote: str
    page_number: bool
    pages: int
    tilt: float
    quality: int | None
    headings: dict[str, str]


class Drawn(NamedTuple):
    """The pictures of a list, and what they say."""

    kind: str
    category: str
    rows: list[Row]
    pictures: list[bytes]
    suffix: str
    look: Look


def draw(kind: str, seed: int, extra: str = "") -> Drawn:
    """The pictures of one list.

    Args:
        extra: what is seldom; see Look.
    """
    chance = random.Random(f"{kind} {seed}")
    store = _store()
    look = _look(chance, kind)._replace(extra=extra)
    if extra == "top":
        look = look._replace(ties="top")
    if extra == "across":
        look = look._replace(ties="each", blocks=max(2, look.blocks))
    rows = _rows(store, chance, kind)
    category = {"tiers": "dg-cities", "scores": "bodies"}.get(kind, kind)
    if kind == "tiers" and len(rows) > CAPITALS:
        category = "dg-provinces"
    if kind == "tiers":
        images = [_tier_table(chance, rows, look)]
    else:
        images = _rank_tables(kind, rows, look)
    images = [_spoilt(image, look) for image in images]
    pictures = [_encoded(_tilted(image, look.tilt), look.quality) for image in images]
    suffix = ".png" if look.quality is None else ".jpg"
    return Drawn(kind, category, rows, pictures, suffix, look)


@lru_cache
def _store() -> Store:
    return open_store()


def _look(chance: random.Random, kind: str) -> Look:
    fonts = [font for font in FONTS if Path(font).exists()]
    small = kind in ("capitals", "scores", "tiers")
    size = chance.randint(11, 24)
    return Look(
        font=chance.choice(fonts),
        size=size,
        blocks=chance.choice((1, 2)) if small else chance.choice((1, 2, 2, 3, 4, 5)),
        lines=chance.choice(("grid", "grid", "rows", "none")),
        ties=chance.choice(("each", "each", "merged", "merged", "one cell")),
        extra="",
        head=chance.choice(HEADS),
        stripe=chance.choice(STRIPES),
        ink=chance.choice(INKS),
        rule=chance.choice(RULES),
        padding=(chance.randint(size // 2, 2 * size), chance.randint(max(3, size // 4), size)),
        centred=chance.random() < 0.7,
        title=chance.random() < 0.6,
        footnote=chance.choice(FOOTNOTES),
        page_number=chance.random() < 0.3,
        pages=1 if small else chance.choice((1, 1, 2)),
        tilt=chance.choice((0, 0, 0, chance.uniform(-1.2, 1.2))),
        quality=chance.choice((None, *[chance.randint(35, 95) for _ in range(4)])),
        headings={key: chance.choice(words) for key, words in HEADINGS.items()},
    )


# who is in the list


def _rows(store: Store, chance: random.Random, kind: str) -> list[Row]:
    if kind == "tiers":
        return _tiered(store, chance)
    if kind == "scores":
        return _scored(store, chance)
    number = {"prefectures": 100, "counties": 100, "capitals": 20}.get(kind, 50)
    chosen = chance.sample(_population(store, kind), number)
    short = kind in ("prefectures", "capitals") and chance.random() < 0.2
    rows = []
    for rank, entity in zip(_ranks(chance, number), chosen, strict=True):
        name = entity.short if short else _printed(store, entity)
        rows.append(Row(rank, name, None, None, entity.name, entity.region or ""))
    return rows


def _population(store: Store, category: str) -> list[Entity]:
    """Who could be in a list, in the order of the dataset."""
    found = store.connection.execute(
        "SELECT entity FROM populations WHERE category = ? ORDER BY entity", (category,)
    )
    entities = [store.entity(id) for (id,) in found.fetchall()]
    return [entity for entity in entities if entity.until is None]


def _printed(store: Store, entity: Entity) -> str:
    """The name as the announcement of 2024 prints it: 深圳罗湖区, 武汉市."""
    if entity.kind != "county" or entity.parent is None:
        return entity.name
    around = store.entity(entity.parent)
    return around.short + entity.name.removeprefix(around.name)


def _ranks(chance: random.Random, number: int) -> Iterator[int]:
    """Some are tied: two at most times, three seldom. After a tie the next number follows,
    or in some lists a gap."""
    gaps = chance.random() < 0.25
    rank = 1
    while number > 0:
        tied = min(number, chance.choice((2, 2, 2, 3)) if chance.random() < 0.12 else 1)
        yield from [rank] * tied
        rank += tied if gaps else 1
        number -= tied


def _tiered(store: Store, chance: random.Random) -> list[Row]:
    scale = next(scale for scale in store.scales() if scale.year == YEAR)
    steps = [step.tier for step in scale.steps[:-1]]
    names = ("provinces", "municipalities") if chance.random() < 0.6 else ("capitals",)
    chosen = sorted(e for name in names for e in _population(store, name))
    short = chance.random() < 0.5
    rows = []
    cuts = sorted(chance.sample(range(2, len(chosen) - 2), len(steps) - 1))
    chance.shuffle(chosen)
    for i, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(chosen)], strict=True)):
        for entity in sorted(chosen[start:end]):
            name = entity.short if short else entity.name
            rows.append(Row(None, name, steps[i], None, entity.name, ""))
    return rows


def _scored(store: Store, chance: random.Random) -> list[Row]:
    names = ("ministries", "agencies") if chance.random() < 0.5 else ("ministries",)
    bodies = [e for name in names for e in _population(store, name)]
    chosen = chance.sample(bodies, 20)
    official = chance.random() < 0.5
    scores = sorted((chance.randint(6000, 10999) for _ in chosen), reverse=True)
    digits = chance.choice((1, 2))
    scale = next(scale for scale in store.scales() if scale.year == YEAR)
    tiers = chance.random() < 0.3
    rows = []
    for rank, (entity, hundredths) in enumerate(zip(chosen, scores, strict=True), 1):
        score = f"{hundredths / 100:.{digits}f}"
        tier = next(s.tier for s in scale.steps if (s.minimum or 0) <= float(score))
        name = entity.name if official else _everyday(store, entity)
        rows.append(Row(rank, name, tier if tiers else None, score, entity.name, ""))
    return rows


def _everyday(store: Store, entity: Entity) -> str:
    printed = store.connection.execute(
        "SELECT name FROM names WHERE entity = ? AND level = 'printed' ORDER BY length(name), name",
        (entity.id,),
    ).fetchone()
    return str(printed[0]) if printed else entity.short


# the table


class _Line(NamedTuple):
    """The names of one printed rank, which stay together."""

    cells: dict[str, str]
    names: list[str]


def _rank_tables(kind: str, rows: Sequence[Row], look: Look) -> list[Image.Image]:
    lines = list(_lines(rows, look))
    per_page = -(-len(lines) // look.pages)
    images = []
    for page in range(look.pages):
        part = lines[page * per_page : (page + 1) * per_page]
        images.append(_page(kind, part, look, page))
    return images


def _lines(rows: Sequence[Row], look: Look) -> Iterator[_Line]:
    ranks = [row.rank for row in rows]
    for i, row in enumerate(rows):
        cells = {"rank": str(row.rank), "score": row.score or "", "tier": row.tier or ""}
        cells["region"] = row.region
        if look.ties == "each":
            yield _Line(cells, [row.name])
        elif i == 0 or row.rank != ranks[i - 1]:
            tied = [other.name for other in rows if other.rank == row.rank]
            yield _Line(cells, ["、".join(tied)] if look.ties == "one cell" else tied)


class _Pen:
    """Draws on one picture."""

    def __init__(self, size: tuple[int, int], look: Look) -> None:
        self.look = look
        self.image = Image.new("RGB", size, WHITE)
        self.draw = ImageDraw.Draw(self.image)
        self.font = ImageFont.truetype(look.font, look.size)

    def width(self, text: str) -> int:
        return int(self.font.getlength(text) + 0.5)

    def text(
        self,
        box: tuple[int, int, int, int],
        text: str,
        ink: tuple[int, int, int],
        centred: bool = True,
    ) -> None:
        """Write a text, which may have lines, into a cell."""
        left, top, right, bottom = box
        lines = text.split("\n")
        pitch = self.look.size * 5 // 4
        y = (top + bottom - pitch * len(lines)) // 2
        for line in lines:
            x = left + self.look.padding[0] // 2
            if centred:
                x = (left + right - self.width(line)) // 2
            self.draw.text((x, y + pitch // 2), line, ink, self.font, anchor="lm")
            y += pitch

    def cell(self, box: tuple[int, int, int, int], fill: tuple[int, int, int]) -> None:
        """The ground of a cell, and its lines."""
        left, top, right, bottom = box
        self.draw.rectangle(box, fill=fill)
        if self.look.lines == "grid":
            self.draw.rectangle(box, outline=self.look.rule)
        elif self.look.lines == "rows":
            self.draw.line((left, top, right, top), fill=self.look.rule)
            self.draw.line((left, bottom, right, bottom), fill=self.look.rule)


def _page(kind: str, lines: Sequence[_Line], look: Look, page: int) -> Image.Image:
    columns = [key for key in ("rank", "region", "name", "score", "tier") if _has(lines, key, look)]
    if look.extra == "names first":
        columns[:2] = ["name", "rank"]
    measure = _Pen((1, 1), look)
    widths = {key: _column_width(measure, lines, key, look) for key in columns}
    height = look.size + look.padding[1]
    if look.extra == "wrapped":
        height += look.size * 5 // 4
    blocks = _blocks(lines, look.blocks)
    if look.extra == "across":
        blocks = [list(lines[i :: look.blocks]) for i in range(look.blocks)]
    rows = max(sum(len(line.names) for line in block) for block in blocks)
    margin = 2 * look.size
    gap = 0 if look.lines == "grid" else look.size
    width = len(blocks) * (sum(widths.values()) + gap) + 2 * margin
    over = 3 * look.size if look.title else 0
    pen = _Pen((width, over + (rows + 1) * height + 5 * look.size + margin), look)
    if look.title:
        pen.text((0, margin // 2, width, margin // 2 + over), TITLES[kind], look.ink)
    left = margin
    for block in blocks:
        _block(pen, block, widths, (left, margin + over, height))
        left += sum(widths.values()) + gap
    bottom = margin + over + (rows + 1) * height
    if look.footnote:
        pen.text((margin, bottom, width, bottom + 2 * look.size), look.footnote, look.ink, False)
    if look.page_number:
        below = bottom + 2 * look.size
        pen.text((0, below, width, below + 2 * look.size), f"— {page + 3} —", look.ink)
    return pen.image


def _has(lines: Sequence[_Line], key: str, look: Look) -> bool:
    if key == "region":
        return look.extra == "region"
    return key == "name" or bool(lines[0].cells[key])


def _column_width(pen: _Pen, lines: Sequence[_Line], key: str, look: Look) -> int:
    texts = [look.headings[key]]
    for line in lines:
        texts += line.names if key == "name" else [line.cells[key]]
    if key == "name":
        texts = [_shaped(text, look) for text in texts]
    widths = [pen.width(line) for text in texts for line in text.split("\n")]
    return max(widths) + look.padding[0]


def _shaped(name: str, look: Look) -> str:
    """A name as it stands in its cell."""
    if look.extra == "spread" and len(name) == 3:
        return "  ".join(name)
    if look.extra == "wrapped" and len(name) > 7:
        return name[:6] + "\n" + name[6:]
    return name


def _blocks(lines: Sequence[_Line], number: int) -> list[list[_Line]]:
    """The lines cut into blocks of about the same height."""
    rows = sum(len(line.names) for line in lines)
    blocks: list[list[_Line]] = [[]]
    filled = 0
    for line in lines:
        if filled >= rows * len(blocks) / number:
            blocks.append([])
        blocks[-1].append(line)
        filled += len(line.names)
    return blocks


def _block(
    pen: _Pen, lines: Sequence[_Line], widths: dict[str, int], at: tuple[int, int, int]
) -> None:
    look = pen.look
    left, top, height = at
    x = left
    for key, width in widths.items():
        box = (x, top, x + width, top + height)
        if look.extra != "no heading":
            pen.cell(box, look.head[0])
            pen.text(box, look.headings[key], look.head[1])
        x += width
    y = top + height
    for number, line in enumerate(lines):
        fill = look.stripe if number % 2 else WHITE
        x = left
        for key, width in widths.items():
            texts = line.names if key == "name" else [line.cells[key]]
            step = len(line.names) * height // len(texts)
            for i, text in enumerate(texts):
                box = (x, y + i * step, x + width, y + (i + 1) * step)
                pen.cell(box, fill)
                if key == "name":
                    text = _shaped(text, look)
                if key == "rank" and look.ties == "top":
                    box = (x, y, x + width, y + height)
                pen.text(box, text, look.ink, look.centred or key == "rank")
            x += width
        y += len(line.names) * height


def _tier_table(chance: random.Random, rows: Sequence[Row], look: Look) -> Image.Image:
    """A line a tier, with all its names in one cell of several lines."""
    separator = chance.choice(("、", "、", "  ", "   "))
    per_line = chance.randint(14, 30)
    bounds = chance.random() < 0.3
    cells = []
    for tier in dict.fromkeys(row.tier for row in rows):
        names = [row.name for row in rows if row.tier == tier]
        head = f"{tier}\n(95分以上)" if bounds else f"{tier}"
        cells.append((head, "\n".join(_wrapped(names, separator, per_line))))
    measure = _Pen((1, 1), look)
    left = measure.width("(95分以上)") + look.padding[0]
    right = max(measure.width(line) for _h, text in cells for line in text.split("\n"))
    right += look.padding[0]
    pitch, margin = look.size * 5 // 4, 2 * look.size
    heights = [
        pitch * (max(text.count("\n"), head.count("\n")) + 1) + look.padding[1]
        for head, text in cells
    ]
    over = 3 * look.size if look.title else 0
    size = (left + right + 2 * margin, sum(heights) + over + 7 * look.size + margin)
    pen = _Pen(size, look)
    if look.title:
        pen.text((0, margin // 2, size[0], margin // 2 + over), TITLES["tiers"], look.ink)
    y = margin + over
    head_height = look.size + look.padding[1]
    middle = margin + left
    for x, end, word in ((margin, middle, "等级"), (middle, middle + right, "名称")):
        pen.cell((x, y, end, y + head_height), look.head[0])
        pen.text((x, y, end, y + head_height), word, look.head[1])
    y += head_height
    for (head, text), height in zip(cells, heights, strict=True):
        for x, end, words in ((margin, middle, head), (middle, middle + right, text)):
            pen.cell((x, y, end, y + height), WHITE)
            pen.text((x, y, end, y + height), words, look.ink, look.centred or x == margin)
        y += height
    if look.footnote:
        pen.text((margin, y, size[0], y + 2 * look.size), look.footnote, look.ink, False)
    return pen.image


def _wrapped(names: Sequence[str], separator: str, per_line: int) -> Iterator[str]:
    """Lines of about the same length. At a separator 、 a name may be cut, as Word does."""
    if separator == "、":
        text = separator.join(names)
        start = 0
        while start < len(text):
            end = start + per_line
            if text[end : end + 1] == "、":  # never at the beginning of a line
                end += 1
            yield text[start:end]
            start = end
        return
    line: list[str] = []
    for name in names:
        if line and sum(map(len, line)) + len(line) + len(name) > per_line:
            yield separator.join(line)
            line = []
        line.append(name)
    yield separator.join(line)


# the picture


def _spoilt(image: Image.Image, look: Look) -> Image.Image:
    """A picture with a watermark, or one that was made smaller and larger again."""
    if look.extra == "blurred":
        size = (image.width * 3 // 4, image.height * 3 // 4)
        small = image.resize(size, Image.Resampling.BILINEAR)
        return small.resize(image.size, Image.Resampling.BILINEAR)
    if look.extra == "watermark":
        font = ImageFont.truetype(look.font, 3 * look.size)
        layer = Image.new("RGB", image.size, WHITE)
        pen = ImageDraw.Draw(layer)
        for y in range(0, image.height, 12 * look.size):
            for x in range(0, image.width, 20 * look.size):
                pen.text((x, y), "中国软件评测中心", (225, 225, 225), font)
        return ImageChops.multiply(image, layer.rotate(20, fillcolor=WHITE))
    return image


def _tilted(image: Image.Image, degrees: float) -> Image.Image:
    if not degrees:
        return image
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)


def _encoded(image: Image.Image, quality: int | None) -> bytes:
    buffer = BytesIO()
    if quality is None:
        image.save(buffer, "PNG")
    else:
        image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--extra", choices=EXTRAS, action="append")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for kind in arguments.kind or KINDS:
        for seed in arguments.seed or [1]:
            for extra in arguments.extra or [""]:
                stem = "-".join(filter(None, (kind, str(seed), extra.replace(" ", "_"))))
                save(draw(kind, seed, extra), arguments.folder / stem)


def save(drawn: Drawn, stem: Path) -> list[Path]:
    """Write the pictures and what is true; the paths of the pictures."""
    paths = []
    for number, picture in enumerate(drawn.pictures, 1):
        path = stem.with_name(f"{stem.name}-{number}{drawn.suffix}")
        path.write_bytes(picture)
        paths.append(path)
    truth = {
        "kind": drawn.kind,
        "category": drawn.category,
        "pictures": [path.name for path in paths],
        "look": drawn.look._asdict(),
        "rows": [list(row[:5]) for row in drawn.rows],
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    stem.with_name(stem.name + ".json").write_text(text + "\n", encoding="utf-8")
    return paths


if __name__ == "__main__":
    main()
