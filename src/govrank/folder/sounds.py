"""sounds.yaml: how Chinese characters are read. It matters to suggestions only."""

from govrank.folder.entities import SYLLABLE
from govrank.folder.nodes import Node


def read_sounds(file: Node) -> list[tuple[str, str]]:
    """Characters and their syllables, without tones: a mapping of syllables to characters."""
    sounds: set[tuple[str, str]] = set()
    for key, value in file.table():
        syllable = key.text()
        if not SYLLABLE.fullmatch(syllable):
            key.fault(f"{syllable!r} should be a syllable of pinyin, such as wu")
        sounds.update((character, syllable) for character in value.text())
    return sorted(sounds)
