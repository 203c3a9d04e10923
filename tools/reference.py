"""Write the pages of the documentation that are made from the program: docs/cli.md from the commands, docs/grammar.md from the grammar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from modellaw.cli import main
from modellaw.readers.module_grammar import CHANGE, CHANGE_PARTS, MODULE, OPERATIONS, PARTS, Form, Inside

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- made by tools/reference.py: do not edit -->\n\n"
NOT_RUN = {"serve": "it serves until it is stopped; tests/test_serve.py runs it"}
"""Commands whose examples no test runs, and why."""


def commands(group: click.Group, name: str = "modellaw") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by the words that call it, in the order of the alphabet."""
    context = click.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def parts_of(command: click.Command) -> tuple[list[str], list[str]]:
    """The paragraphs of a command's help, and the lines of its examples."""
    said, examples = [], []
    for part in (command.help or "").split("\n\n"):
        lines = [line.strip() for line in part.strip().splitlines()]
        if lines and lines[0] == "\b":
            examples += lines[1:]
        else:
            said.append(" ".join(lines))
    return said, examples


def cli_page() -> str:
    """docs/cli.md."""
    out = [MADE, "# The command line\n\nWhat `modellaw COMMAND --help` says, in one place. The examples are run by the tests.\n"]
    epilog = (main.epilog or "").replace("\b\n", "").splitlines()
    out.append(f"\n{epilog[0]}\n\n| code | meaning |\n| --- | --- |\n")
    out += [f"| {line.split(None, 1)[0]} | {line.split(None, 1)[1]} |\n" for line in epilog[1:]]
    for name, command in commands(main):
        said, examples = parts_of(command)
        usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
        out.append(f"\n## {name}\n\n`{name} {usage}`\n\n" + "\n\n".join(map(_escaped, said)) + "\n\n")
        out.append("| option | what it does |\n| --- | --- |\n")
        context = click.Context(command, info_name=name)
        for option in command.params:
            record = option.get_help_record(context) if isinstance(option, click.Option) else None
            if record is not None:
                out.append(f"| `{record[0].replace('|', chr(92) + '|')}` | {_escaped(record[1])} |\n")
        reason = NOT_RUN.get(name.removeprefix("modellaw "))
        out.append(f"\n*(not run by the tests: {reason})*\n" if reason else "")
        out.append("\n```sh\n" + "\n".join(examples) + "\n```\n")
    return "".join(out)


def _escaped(words: str) -> str:
    return words.replace("<", "\\<").replace("|", "\\|")


def grammar_page() -> str:
    """docs/grammar.md."""
    out = [MADE, "# The grammar of a module\n\nEvery element of `urn:modellaw:amendment:1`, from the table that the reader checks with;\n"
           "the same as RELAX NG is `modellaw/schemas/amendment.rng`. [Amendment modules](modules.md) explains them with examples.\n",
           "\n| element | in | must have | may have | one of | holds |\n| --- | --- | --- | --- | --- | --- |\n"]  # fmt: skip
    forms: list[tuple[str, str, Form]] = [("module", "", MODULE), ("change", "module", CHANGE)]
    forms += [(name, "change", form) for name, form in CHANGE_PARTS.items()]
    forms += [(name, "change", form) for name, form in OPERATIONS.items()]
    forms += [(name, parent, form) for (parent, name), form in PARTS.items()]
    for name, parent, form in forms:
        row = (f"`{name}`", f"`{parent}`" if parent else "", *map(_names, (form.required, form.optional, form.one_of)), _inside(form))
        out.append("| " + " | ".join(row) + " |\n")
    return "".join(out)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _inside(form: Form) -> str:
    if form.inside is not Inside.ELEMENTS:
        return _escaped(form.inside.value)
    return "operations" if set(OPERATIONS) <= set(form.children) else _names(form.children)


PAGES = {"cli.md": cli_page, "grammar.md": grammar_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())
        print(f"wrote docs/{name}", file=sys.stderr)
