"""Prints the manual page, made of the same help that the commands show: docs/govrank.1.

GOVRANK_LANG=en python tools/man.py > docs/govrank.1
"""

from __future__ import annotations

import re
from typing import Any

from typer.main import get_command

from govrank import __version__
from govrank.cli.commands import app
from govrank.cli.framework import help_of


def escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def paragraphs(command: Any) -> list[str]:
    """A command's help, its arguments and options, and its examples."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    lines = [".PP", escaped(command.help)]
    for parameter in command.get_params(context):
        heading, text = help_of(parameter, context)
        if heading:
            lines += [".TP", f"\\fB{escaped(heading)}\\fR", escaped(text) or "\\&"]
    examples = re.findall(r"^  (govrank .*)$", command.epilog, re.MULTILINE)
    return [*lines, ".PP", "Examples:", ".nf", *map(escaped, examples), ".fi"]


def page() -> str:
    group: Any = get_command(app)
    summary = group.help.rstrip(".")
    lines = [
        f'.TH GOVRANK 1 "" "govrank {__version__}" "User Commands"',
        ".SH NAME",
        f"govrank \\- {escaped(summary[0].lower() + summary[1:])}",
        ".SH SYNOPSIS",
        ".B govrank",
        "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]...",
        ".PP",
        ".B govrank",
        "\\fINAME\\fR...",
        ".SH DESCRIPTION",
        *paragraphs(group),
        ".SH COMMANDS",
    ]
    for name, command in group.commands.items():
        lines += [f".SS {name}", *paragraphs(command)]
    lines += [
        ".SH EXIT STATUS",
        "0 found; 1 a name has no row; 2 a usage error; 3 invalid data;",
        "74 the answer could not be written; 130, 143 ended by Ctrl-C, or by the system;",
        "141 the reader closed the pipe.",
        ".SH ENVIRONMENT",
        "GOVRANK_FORMAT, GOVRANK_YEAR, GOVRANK_DATA: defaults of the options of these names.",
        "GOVRANK_LANG: zh or en; otherwise the locale decides.",
        "GOVRANK_ASCII: set it to 1 to draw tables in ASCII.",
        "NO_COLOR, FORCE_COLOR: no colours, or colours in a pipe too.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
