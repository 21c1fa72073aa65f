"""Chinese and English: one catalogue, nothing untranslated, no key of a machine format touched."""

import importlib
import io
import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from govrank import i18n, query, tables
from tests.support import ROOT, ask

CATALOGUE = ROOT / "src" / "govrank" / "locale" / "zh" / "LC_MESSAGES" / "govrank.po"


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("GOVRANK_LANG", "zh")
        importlib.reload(i18n)
        for module in (tables, query):
            patch.setattr(module, "LANGUAGE", "zh")
        yield
    importlib.reload(i18n)


def test_every_message_is_translated_and_none_is_left_over() -> None:
    said = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / "src"), keywords={"_": None}
        )
    }
    catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()))
    translated = {message.id: message.string for message in catalogue if message.id}
    assert said == translated.keys()
    for message, string in translated.items():
        assert string
        fields = r"\{\w+(?:!r)?\}|\\\d"
        assert sorted(re.findall(fields, str(message))) == sorted(re.findall(fields, str(string)))


@pytest.mark.usefixtures("chinese")
def test_a_table_in_chinese() -> None:
    out = ask("top", "-c", "地市", "-n", "2").out
    assert [line.rstrip() for line in out.splitlines()] == [
        "地市  地市政府网站  2024",
        "名次        名称    地区",
        "--------------------------",
        "   1  并列  宁德市  福建省",
        "   1  并列  佛山市  广东省",
        "   2        苏州市  江苏省",
        "共 100 名，已知 10 名，其余仅以图片公布",
        "来源：terton2024",
        "另有来源证实：ningde2024",
        "",
    ]
    assert "国务院组成部门" in ask("categories").out


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("words", "err"),
    [
        (["find", "武汗"], "没有名为 '武汗' 的单位；是否指 武汉市、武汉武昌区、成都市武侯区？"),
        (["tier", "111"], "'111' 不是得分；应为 0 到 110 的数"),
        (["top", "-n", "0"], "'-n' / '--places' 不能是 0；至少为 1"),
        (["top", "-n", "x"], "'-n' / '--places' 不能是 'x'；应为整数"),
        (["top", "--yea", "1"], "没有选项 --yea；是否指 --year？"),
        (["top", "--year"], "'--year' 需要一个值"),
        (["top", "--json=1"], "'--json' 不带值"),
        (["top", "x"], "多余的词：x"),
        (["tops"], "没有命令 'tops'；是否指 'top'？"),
        (["find"], "缺少 'names'"),
    ],
)
def test_an_error_in_chinese(words: list[str], err: str) -> None:
    result = ask(*words)
    assert (result.out, result.err) == ("", f"govrank: {err}\n")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("columns", ["40", "50", "60", "70", "80", "200"])
def test_the_frame_of_a_help_in_chinese(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in ([], ["find"], ["tier"], ["top"]):
        out = ask(*command, "-h").out
        assert out.startswith("用法：")
        assert "显示帮助" in out
        words = r"Usage|Options:|Arguments:|Commands:|default|env\s+var|(Show|Install)\s"
        assert not re.search(words, out.partition(":")[2])


@pytest.mark.usefixtures("chinese")
def test_where_a_wrong_setting_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVRANK_FORMAT", "xml")
    said = "'--format' / '-f'（环境变量 GOVRANK_FORMAT） 不能是 'xml'；"
    assert ask("top").err.startswith(f"govrank: {said}")


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        ({"GOVRANK_LANG": "en", "LC_ALL": "zh_CN"}, "en"),
        ({"GOVRANK_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_whose_language(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], language: str
) -> None:
    for name in ("GOVRANK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert i18n._language() == language


def test_the_language_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOVRANK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert i18n._language() == "zh"


def test_a_source_tree_that_was_never_built_speaks_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("GOVRANK_LANG", "zh")
        patch.setattr("pathlib.Path.open", lambda *_: (_ for _ in ()).throw(FileNotFoundError))
        importlib.reload(i18n)
        assert i18n._("rank") == "rank"
    importlib.reload(i18n)
