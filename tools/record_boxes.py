"""Record what the reader finds in drawn pictures, so that tests need no reader.

    python tools/record_boxes.py prefectures 1
    python tools/record_boxes.py counties 22 wrapped

writes tests/boxes/prefectures-1.json: the list, what is true, and the boxes of each picture.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import draw_tables

from govrank.read.ocr import Reader, open_pictures

BOXES = Path(__file__).parents[1] / "tests" / "boxes"


def record(kind: str, seed: int, extra: str) -> None:
    drawn = draw_tables.draw(kind, seed, extra)
    reader = Reader()
    pictures = []
    with TemporaryDirectory() as folder:
        for path in draw_tables.save(drawn, Path(folder) / "drawn"):
            [picture] = open_pictures(path)
            page = reader.read(picture, lambda done: None)
            pictures.append([box.as_json() for box in page.boxes])
    found = {
        "category": drawn.category,
        "rows": [[row.rank, row.tier, row.score, row.entity] for row in drawn.rows],
        "pictures": pictures,
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    name = "-".join(filter(None, (kind, str(seed), extra.replace(" ", "_"))))
    (BOXES / f"{name}.json").write_text(text.replace("]],[", "]],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(sys.argv[1], int(sys.argv[2]), " ".join(sys.argv[3:]))
