"""One form for all the ways of writing a name. What is asked and what is stored share it."""

import unicodedata
from collections.abc import Mapping

# What stands in front of the name of a body of the State Council, in Chinese and in pinyin.
COUNTRY = ("中华人民共和国", "中国")
BODY_PREFIXES = (*COUNTRY, "国家", "国务院")
PINYIN_PREFIXES = ("guojia", "zhongguo")
# The ending of a zone's English name, which a list of zones says already.
ZONE_ENDING = r" (?:Development Zone for|National|Economic|High|Hi)\b.*"


class Normaliser:
    """One form for all the ways of writing the same characters.

    Args:
        variants: variant characters, and the usual ones for them.
    """

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._variants = str.maketrans(dict(variants))
        self._unusual = set(variants)

    def __call__(self, text: str) -> str:
        """Fold width, case, tone marks and variant characters; keep letters and digits."""
        text = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
        text = unicodedata.normalize("NFD", text).replace("u\u0308", "v")  # lǚ is typed lv
        text = text.replace("\u02bc", "")  # an apostrophe that counts as a letter: Lùʼān
        # Some variants are signs to Unicode, such as the radicals that a PDF has.
        if not self._unusual.isdisjoint(text):
            text = text.translate(self._variants)
        return text if text.isalnum() else "".join(filter(str.isalnum, text))


def with_digits(text: str) -> str:
    """Fold the width of what is typed as a number. What is no digit stays: 8² is not 82."""
    if any(c.isnumeric() and not c.isdecimal() for c in text):
        return text
    return unicodedata.normalize("NFKC", text)


def grams(name: str) -> set[str]:
    """What two names must share to be like each other: characters, or pairs of letters."""
    if name.isascii():
        letters = name.replace(" ", "")
        return {letters[i : i + 2] for i in range(len(letters) - 1)}
    return set(name)
