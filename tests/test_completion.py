"""TAB, asked of the functions and of a real bash."""

import pytest

from govrank.cli import completion
from govrank.models import ENTITY_KINDS
from tests.support import ask, shell


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
        ("昆山", "苏州市昆山市"),
        ("haidian", "北京市海淀区"),
        ("雄安", "河北雄安新区"),
    ],
)
def test_names_in_any_script(monkeypatch: pytest.MonkeyPatch, typed: str, offered: str) -> None:
    monkeypatch.setenv("_GOVRANK_COMPLETE", "complete_bash")
    assert offered in [name for name, _ in completion.names(typed)]


def test_a_shell_that_wants_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GOVRANK_COMPLETE", "complete_zsh")
    assert ("wuhan", "武汉市") in completion.names("wuh")
    assert ("武汉市", "湖北省") in completion.names("武汉")
    assert ("kunshan", "苏州市昆山市") in completion.names("kunsh")


@pytest.mark.parametrize("typed", ["wu", "zh", "b", "武", "长", "国家", "de"])
def test_what_is_offered_means_what_it_says(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    """A name that is put in by TAB finds the entity that stood beside it."""
    with monkeypatch.context() as patch:
        patch.setenv("_GOVRANK_COMPLETE", "complete_zsh")
        offers = completion.names(typed)[:20]
    assert offers
    for name, beside in offers:
        meant = ask("entities", str(name), "-q").out.split()
        assert str(name) in meant or beside in meant, name


def test_categories_and_years() -> None:
    assert ("prefectures", "地市") in completion.categories("pre")
    assert ("地市", "prefectures") in completion.categories("地")
    assert ("cities", "城市") in completion.categories("cit")
    assert [name for name, _ in completion.categories("省级")][:2] == ["省级", "省级（口径未明）"]
    assert completion.years("202")[:2] == ["2024", "2023"]
    assert completion.years("a") == ["all"]


def test_formats() -> None:
    assert [name for name, _ in completion.formats("")] == [
        *("table", "json", "jsonl", "csv", "tsv", "markdown", "html"),
    ]
    assert [name for name, _ in completion.formats("j")] == ["json", "jsonl"]


def test_kinds() -> None:
    assert completion.kinds("") == list(ENTITY_KINDS)
    assert completion.kinds("c") == ["county"]


def test_nothing_typed_and_nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completion.names("") == []
    monkeypatch.setenv("GOVRANK_DATA", "/nowhere")
    assert completion.names("wuh") == []
    assert completion.categories("pre") == []
    assert completion.years("2") == []


def tab(line: str, **environment: str) -> tuple[list[str], bytes]:
    """What a real bash offers at the end of a line, and what is on stderr."""
    result = shell(
        'eval "$(govrank --show-completion bash)"'
        f"; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))"
        '; _govrank_completion govrank; printf "%s\\n" "${COMPREPLY[@]}"',
        **environment,
    )
    return result.stdout.decode().split("\n"), result.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("govrank find wuh", "武汉市"),
        ("govrank history 宁", "宁德市"),
        ("govrank compare 武汉 cheng", "成都市"),
        ("govrank entities 海淀", "北京市海淀区"),
        ("govrank top -c 地", "地市"),
        ("govrank top 地", "地市"),
        ("govrank top 地市 省", "省会"),
        ("govrank regions pref", "prefectures"),
        ("govrank top --year 202", "2024"),
        ("govrank top -f ma", "markdown"),
        ("govrank top --ye", "--year"),
        ("govrank entities --kind c", "county"),
        ("govrank entities --within wuh", "武汉市"),
        ("govrank hi", "history"),
    ],
)
def test_a_real_bash(line: str, offered: str) -> None:
    offers, err = tab(line)
    assert offered in offers
    assert err == b""


def test_a_tab_that_cannot_know_is_silent() -> None:
    assert tab("govrank find wuh", GOVRANK_DATA="/nowhere") == (["", ""], b"")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(name: str) -> None:
    result = ask("--show-completion", name)
    assert (result.err, result.code) == ("", 0)
    assert "_GOVRANK_COMPLETE" in result.out


def test_a_shell_that_is_not_known() -> None:
    for option in ("--show-completion", "--install-completion"):
        result = ask(option, "tcsh")
        assert (result.out, result.code) == ("", 2)
        assert result.err.startswith("govrank: no completion is known for 'tcsh'; there is one for")
