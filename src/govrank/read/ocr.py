"""Pictures → boxes of text, with how sure the reader is of each character.

By RapidOCR, with the models that its wheel brings along. Nothing is loaded from a network.
This is the only module that knows RapidOCR.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from govrank.models import DataError, GovrankError
from govrank.read.boxes import Box, Glyph
from govrank.words import reading as words

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

# What is loaded: the extra, and what it stands on.
PARTS = ("PIL.Image", "numpy", "cv2", "onnxruntime", "rapidocr")
# What the wheel of rapidocr has in its folder `models`.
DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"
# Of an animated GIF the first picture is read.
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
# A picture with more pixels is not decoded: 20,000 × 20,000 would take 1.2 GB.
MOST_PIXELS = 50_000_000
# So many pictures of one file are read.
MOST_FRAMES = 50
# A picture is enlarged until a line is about so high, since the reader takes lines of 48
# pixels, at most so many times and to so many pixels. One with lines as high as this is made
# smaller.
LINE_HEIGHT, TOO_HIGH = 40, 70
MOST_ENLARGED = 3
MOST_LARGE = 60_000_000
# A picture is looked at in tiles of this size, which overlap.
TILE = 1280
OVERLAP = 160
# A picture is turned upright by steps of so many degrees, and by so many at most.
TILT_STEP, MOST_STEPS = 0.1, 30
# Only if it becomes so much sharper. So large a step of grey is an edge; so many are enough.
LEAST_GAIN, EDGE, MOST_EDGES = 1.03, 40, 200_000
# Lines are read so many at a time.
BATCH = 8
# The other characters that the reader thought of, if they are as likely as this.
LEAST_LIKELY = 0.0005
MOST_OTHERS = 5

# A cell that is read once more is made so high: what the reader takes.
CELL_HEIGHT = 48

Progress = Callable[[float], None]
Place = tuple[float, float, float, float]
Rect = tuple[int, int, int, int]
Recognise = Callable[[Any], list[list[Glyph]]]


class UnreadableError(DataError):
    """A picture cannot be read. The text says what to do."""


class Page(NamedTuple):
    """A picture, turned upright, and the boxes that were found in it.

    Attributes:
        recognise: reads lines of text.
    """

    image: Image
    boxes: list[Box]
    recognise: Recognise

    def again(self, places: Sequence[Place]) -> list[Box]:
        """Read some cells once more, each by itself and from other pixels."""
        from PIL import Image

        rects, crops = [], []
        for left, top, right, bottom in places:
            rect = (int(left), int(top), math.ceil(right), math.ceil(bottom))
            cell = self.image.crop(rect)
            width = max(1, round(cell.width * CELL_HEIGHT / cell.height))
            crops.append(_array(cell.resize((width, CELL_HEIGHT), Image.Resampling.BICUBIC)))
            rects.append(rect)
        return [
            _box(rect, glyphs, 1) for rect, glyphs in zip(rects, self.recognise(crops), strict=True)
        ]


def open_pictures(path: Path) -> list[Image]:
    """Decode a picture, whose size is looked at first. A TIFF may have several.

    Raises:
        UnreadableError: it is missing, no picture, damaged, or too large.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with _any_size(), Image.open(path, formats=FORMATS) as file:
            frames = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            pictures = []
            for frame in range(min(frames, MOST_FRAMES)):
                file.seek(frame)
                width, height = file.size
                if width * height > MOST_PIXELS:
                    raise UnreadableError(words.picture_too_large(path, width, height, MOST_PIXELS))
                pictures.append(_on_white(file))
            return pictures
    except UnidentifiedImageError:
        raise UnreadableError(words.not_a_picture(path)) from None
    except OSError as error:
        if error.errno is not None:
            raise UnreadableError(words.no_picture(path, error)) from None
        raise UnreadableError(words.damaged_picture(path)) from None
    except (SyntaxError, ValueError, EOFError, struct.error, zlib.error, MemoryError):
        raise UnreadableError(words.damaged_picture(path)) from None


def _on_white(picture: Image) -> Image:
    """A picture as it is seen: upright, without transparency, in eight bits."""
    from PIL import Image, ImageOps

    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # a scan of sixteen bits
        upright = upright.convert("I").point(lambda level: level / 256).convert("L")
    coloured = upright.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")


@contextmanager
def _any_size() -> Iterator[None]:
    """Pillow's own guard refuses a size before it can be asked. Ours is stricter."""
    from PIL import Image

    most = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = most


def require() -> None:
    """See that all parts of the extra can be loaded.

    Raises:
        GovrankError: the extra is not installed, or a part of it cannot be loaded.
    """
    try:
        for part in PARTS:
            import_module(part)
    except ModuleNotFoundError as error:
        raise GovrankError(words.ocr_missing(error.name or "")) from None
    except (ImportError, OSError, RuntimeError) as error:
        raise GovrankError(words.ocr_broken(error)) from None


class Reader:
    """Finds lines of text in pictures and reads them.

    Raises:
        GovrankError: the models cannot be loaded.
    """

    def __init__(self) -> None:
        import logging

        import rapidocr
        from rapidocr.ch_ppocr_det import TextDetector
        from rapidocr.ch_ppocr_rec import TextRecognizer
        from rapidocr.utils.parse_parameters import ParseParams

        folder = Path(rapidocr.__file__).parent
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        config = ParseParams.load(folder / "config.yaml")
        for part, model in ((config.Det, DETECTION), (config.Rec, RECOGNITION)):
            part.engine_cfg = config.EngineConfig[part.engine_type.value]
            part.model_path = str(folder / "models" / model)
        config.Rec.font_path = None
        config.Det.limit_side_len = 32  # the picture was enlarged as it should be
        try:
            self._detector = TextDetector(config.Det)
            self._recogniser = TextRecognizer(config.Rec)
        except Exception as error:  # of onnxruntime, which has none in public
            raise GovrankError(words.ocr_broken(error)) from None
        self._characters: list[str] = self._recogniser.postprocess_op.character

    def read(self, image: Image, progress: Progress) -> Page:
        """All text of a picture. The boxes are in pixels of the picture that is given back."""
        if tilt := _tilt(image):
            image = _turned(image, tilt)
        first = self._detect(image)
        if not first:
            return Page(image, [], self._recognise)
        heights = sorted(_height(quad) for quad in first)
        scale = _scale(heights[len(heights) // 2], image.width * image.height)
        large = _enlarged(image, scale)
        progress(0.1)
        quads = self._detect(large)
        progress(0.4)
        rects = _upright(quads, large.size)
        crops = [_array(large.crop(rect)) for rect in rects]
        boxes = []
        for rect, glyphs in zip(rects, self._recognise(crops, progress), strict=True):
            boxes.append(_box(rect, glyphs, scale))
        return Page(image, [box for box in boxes if box.text.strip()], self._recognise)

    # finding

    def _detect(self, image: Image) -> list[Any]:
        """The corners of each line of text, found tile by tile."""
        quads: list[Any] = []
        for left, top, right, bottom in _tiles(image.size):
            found = self._detector(_array(image.crop((left, top, right, bottom)))).boxes
            for quad in () if found is None else found:
                quads.append([(x + left, y + top) for x, y in quad])
        return quads

    # reading

    def _recognise(
        self, crops: Sequence[np.ndarray[Any, Any]], progress: Progress | None = None
    ) -> list[list[Glyph]]:
        """The characters of each line. Lines of like width are read together."""
        import numpy as np

        order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / crops[i].shape[0])
        found: list[list[Glyph]] = [[] for _ in crops]
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            ratios = [crops[i].shape[1] / crops[i].shape[0] for i in batch]
            widest = max(*ratios, 320 / 48)
            images = [self._recogniser.resize_norm_img(crops[i], widest) for i in batch]
            likely = self._recogniser.session(np.stack(images).astype(np.float32))
            for i, ratio, steps in zip(batch, ratios, likely, strict=True):
                found[i] = list(self._glyphs(steps, widest / ratio))
            if progress:
                progress(0.4 + 0.6 * (start + len(batch)) / len(order))
        return found

    def _glyphs(self, steps: np.ndarray[Any, Any], stretch: float) -> Iterator[Glyph]:
        """The characters of a line from the likelihoods of each step.

        Args:
            stretch: the width of what was read by that of the line, which is filled up.
        """
        best = steps.argmax(axis=1)
        start = 0
        while start < len(best):
            end = start
            while end < len(best) and best[end] == best[start]:
                end += 1
            if best[start]:  # 0 stands for no character
                step = start + int(steps[start:end, best[start]].argmax())
                middle = (start + end) / 2 / len(best) * stretch
                yield self._glyph(steps[step], int(best[start]), min(1.0, middle))
            start = end

    def _glyph(self, likely: np.ndarray[Any, Any], best: int, middle: float) -> Glyph:
        others = {}
        for i in likely.argsort()[::-1][: MOST_OTHERS + 2]:
            if i and i != best and likely[i] >= LEAST_LIKELY:
                others[self._characters[i]] = round(float(likely[i]), 4)
        return Glyph(self._characters[best], middle, round(float(likely[best]), 4), others)


def _array(image: Image) -> np.ndarray[Any, Any]:
    import numpy as np

    return np.asarray(image)[:, :, ::-1].copy()  # blue, green, red


def _tiles(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    for top, bottom in _cuts(size[1]):
        for left, right in _cuts(size[0]):
            yield left, top, right, bottom


def _cuts(length: int) -> list[tuple[int, int]]:
    """A length in overlapping parts of one size."""
    if length <= TILE:
        return [(0, length)]
    number = math.ceil((length - OVERLAP) / (TILE - OVERLAP))
    step = (length - TILE) / (number - 1)
    return [(round(i * step), round(i * step) + TILE) for i in range(number)]


def _height(quad: Any) -> float:
    return float(math.dist(quad[0], quad[3]))


def _scale(height: float, pixels: int) -> float:
    """How much larger a picture is to be, by the height of its lines."""
    if height >= TOO_HIGH:
        return LINE_HEIGHT / height
    most = min(MOST_ENLARGED, math.sqrt(MOST_LARGE / pixels))
    return max(1, min(most, LINE_HEIGHT / height))


def _tilt(image: Image) -> float:
    """By how many degrees the lines fall to the right.

    Where ink begins and ends from top to bottom is thrown onto one side of the picture. By
    the right angle, lines of text and of the table come to lie on few places.
    """
    import numpy as np

    grey = np.asarray(image.convert("L"), dtype=np.int16)
    rows, columns = np.nonzero(np.abs(np.diff(grey, axis=0)) > EDGE)
    few = slice(None, None, 1 + len(rows) // MOST_EDGES)
    rows, columns = rows[few], columns[few] - image.width // 2
    sharp: dict[float, float] = {}
    for step in range(-MOST_STEPS, MOST_STEPS + 1):
        slope = math.tan(math.radians(step * TILT_STEP))
        places = np.rint(rows - columns * slope).astype(np.int64)
        counts = np.bincount(places - places.min()) if len(places) else np.zeros(1)
        sharp[step * TILT_STEP] = float(np.square(counts, dtype=np.float64).sum())
    best = max(sharp, key=lambda angle: (sharp[angle], -abs(angle)))
    return best if sharp[best] > LEAST_GAIN * sharp[0] else 0


def _turned(image: Image, degrees: float) -> Image:
    from PIL import Image

    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _enlarged(image: Image, scale: float) -> Image:
    from PIL import Image

    if scale == 1:
        return image
    size = (round(image.width * scale), round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _upright(quads: Sequence[Any], size: tuple[int, int]) -> list[Rect]:
    """The rectangles of lines. What several tiles saw of one line is joined."""
    joined: list[Rect] = []
    for quad in quads:
        rect = (
            max(0, int(min(x for x, _y in quad))),
            max(0, int(min(y for _x, y in quad))),
            min(size[0], math.ceil(max(x for x, _y in quad))),
            min(size[1], math.ceil(max(y for _x, y in quad))),
        )
        same = [other for other in joined if _is_same_line(rect, other)]
        for other in same:
            joined.remove(other)
            rect = (
                min(rect[0], other[0]),
                min(rect[1], other[1]),
                max(rect[2], other[2]),
                max(rect[3], other[3]),
            )
        joined.append(rect)
    return [rect for rect in joined if rect[2] > rect[0] and rect[3] > rect[1]]


def _is_same_line(one: Rect, other: Rect) -> bool:
    """Whether two rectangles have much in common, or one is a part of the other."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    height = min(one[3] - one[1], other[3] - other[1])
    narrow = min(one[2] - one[0], other[2] - other[0], height)
    return across > narrow / 2 and down > height / 2


def _box(rect: tuple[float, float, float, float], glyphs: Sequence[Glyph], scale: float) -> Box:
    left, top, right, bottom = (round(side / scale, 1) for side in rect)
    placed = []
    for glyph in glyphs:
        placed.append(glyph._replace(x=round(left + glyph.x * (right - left), 1)))
    return Box(left, top, right, bottom, tuple(placed))
