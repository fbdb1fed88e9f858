"""The command line, from the commands themselves: the same words as `--help`."""

import re
from pathlib import Path
from typing import Any

import typer

from positiongraph.cli import app


def pages(root: Path) -> dict[str, str]:
    """Return the page of all commands."""
    whole: Any = typer.main.get_command(app)
    head = f"# Command line\n\n{prose(whole.help)}\n\n{table(whole.params, whole.context_class(whole))}"
    return {"commands.md": "\n".join([head, *(section(name, command) for name, command in whole.commands.items())])}


def section(name: str, command: Any) -> str:
    """Return a command's usage, what it does, and what it takes."""
    context = command.context_class(command, info_name=f"positiongraph {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    groups: dict[str, list[Any]] = {}
    for option in command.params:
        groups.setdefault(getattr(option, "rich_help_panel", None) or "", []).append(option)
    tables = "\n".join((f"**{title}**\n\n" if title else "") + table(options, context) for title, options in groups.items())
    return f"## {name}\n\n```text\n{usage}\n```\n\n{prose(command.help or '')}\n\n{tables}"


def table(options: list[Any], context: Any) -> str:
    """Return arguments and options as a table: what `--help` says of each."""
    records = [record for option in options if (record := option.get_help_record(context))]
    return "| | |\n|---|---|\n" + "".join(f"| `{names}` | {prose(told)} |\n" for names, told in records) + "\n" if records else ""


def prose(text: str) -> str:
    """Return a help text as Markdown: paragraphs, and nothing that would be markup."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.replace("\f", ""))]
    return "\n\n".join(re.sub(r"([*_<>\[\]|])", r"\\\1", paragraph) for paragraph in paragraphs)
