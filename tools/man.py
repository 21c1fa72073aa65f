"""Prints the manual page, made of the same help that the commands show: docs/govrank.1.

GOVRANK_LANG=en python tools/man.py > docs/govrank.1
"""

from __future__ import annotations

import re
from typing import Any

from typer.main import get_command

from govrank import __version__
from govrank.cli import app


def escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def paragraphs(command: Any) -> list[str]:
    """A command's help, its arguments and options, and its examples."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    lines = [".PP", escaped(command.help)]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            heading, text = record
            lines += [".TP", f"\\fB{escaped(heading)}\\fR", escaped(text) or "\\&"]
    examples = re.findall(r"^  (govrank .*)$", command.epilog, re.MULTILINE)
    return [*lines, ".PP", "Examples:", ".nf", *map(escaped, examples), ".fi"]


def page() -> str:
    group: Any = get_command(app)
    lines = [
        f'.TH GOVRANK 1 "" "govrank {__version__}" "User Commands"',
        ".SH NAME",
        f"govrank \\- {escaped(group.help.rstrip('.')[0].lower() + group.help.rstrip('.')[1:])}",
        ".SH SYNOPSIS",
        ".B govrank",
        "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]...",
        ".SH DESCRIPTION",
        *paragraphs(group),
        ".SH COMMANDS",
    ]
    for name, command in group.commands.items():
        lines += [f".SS {name}", *paragraphs(command)]
    lines += [
        ".SH EXIT STATUS",
        "0 found; 1 a name has no row; 2 asked wrongly; 3 a data folder that does not hold;",
        "74 the rows could not be written; 141 the reader closed the pipe.",
        ".SH ENVIRONMENT",
        "GOVRANK_FORMAT, GOVRANK_YEAR, GOVRANK_DATA: defaults of the options of these names.",
        "GOVRANK_LANG: zh or en, else the locale decides.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
