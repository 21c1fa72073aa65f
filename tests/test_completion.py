"""TAB, asked of the functions and of a real bash."""

import pytest

from govrank import completion
from tests.support import shell


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("wuh", "武汉市"),
        ("Wǔh", "武汉市"),
        ("武", "武汉市"),
        ("武漢", "武汉市"),
        ("发改", "国家发展和改革委员会"),
        ("NDR", "国家发展和改革委员会"),
        ("fagai", "国家发展和改革委员会"),
    ],
)
def test_names_in_any_script(monkeypatch: pytest.MonkeyPatch, typed: str, offered: str) -> None:
    monkeypatch.setenv("_GOVRANK_COMPLETE", "complete_bash")
    assert offered in [name for name, _ in completion.names(typed)]


def test_a_shell_that_wants_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GOVRANK_COMPLETE", "complete_zsh")
    assert ("wuhan", "武汉市") in completion.names("wuh")
    assert ("武汉市", "湖北省") in completion.names("武汉")


def test_categories_and_years() -> None:
    assert ("prefectures", "地市") in completion.categories("pre")
    assert ("地市", "prefectures") in completion.categories("地")
    assert [name for name, _ in completion.categories("省级")][:2] == ["省级", "省级（口径未明）"]
    assert completion.years("202")[:2] == ["2024", "2023"]
    assert completion.years("a") == ["all"]


def test_nothing_typed_and_nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completion.names("") == []
    monkeypatch.setenv("GOVRANK_DATA", "/nowhere")
    assert completion.names("wuh") == []
    assert completion.categories("pre") == []
    assert completion.years("2") == []


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("govrank find wuh", "武汉市"),
        ("govrank history 宁", "宁德市"),
        ("govrank compare 武汉 cheng", "成都市"),
        ("govrank top -c 地", "地市"),
        ("govrank top --year 202", "2024"),
        ("govrank top -f ma", "markdown"),
        ("govrank hi", "history"),
    ],
)
def test_a_real_bash(line: str, offered: str) -> None:
    result = shell(
        'eval "$(govrank --show-completion bash)"'
        f"; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))"
        '; _govrank_completion govrank; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert offered in result.stdout.decode().split("\n")
    assert result.stderr == b""
