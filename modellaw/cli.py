"""The command line: parse arguments, call, print, exit; the only module that prints."""

from __future__ import annotations

import errno
import json
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modellaw.commands.options import json_option, known_editions, project_option
from modellaw.errors import AmendmentErrors, ExitCode, ModelLawError, OutputError, Place, ProjectError
from modellaw.version import __version__

if TYPE_CHECKING:
    from modellaw.model.nodes import Law, Provision

_CODES = "\n".join(f"  {code.value}  {text}" for code, text in (
    (ExitCode.OK, "done"), (ExitCode.FINDINGS, "a check found faults"), (ExitCode.USAGE, "wrong arguments or modellaw.toml"),
    (ExitCode.INPUT, "a file cannot be read or is not what it should be"), (ExitCode.AMENDMENT, "a change cannot be carried out"),
    (ExitCode.CONFLICT, "modules are in conflict"), (ExitCode.OUTPUT, "the output cannot be written"),
    (ExitCode.PROOF, "a redline is not true to its texts")))  # fmt: skip


_LAZY = (
    "adopt",
    "batch",
    "build",
    "capture",
    "check",
    "comments",
    "compare",
    "draft",
    "git",
    "import",
    "merge",
    "new",
    "rebase",
    "serve",
    "template",
    "verify",
)
"""Commands that have a module of their own in ``modellaw.commands``."""

_MODULES = {"import": "import_"}
"""Commands whose name no module can have."""


_FULL = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT})
"""What goes wrong when the place where a program's output goes is full."""


class _Group(click.Group):
    """Commands whose errors are told on stderr, in words or as JSON, with the exit code of their kind."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LAZY})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _LAZY:
            command: click.Command = import_module(f"modellaw.commands.{_MODULES.get(cmd_name, cmd_name)}").command
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ModelLawError as error:
            _tell(error, "--json" in sys.argv)
            ctx.exit(int(error.exit_code))

    def main(self, *arguments: Any, **named: Any) -> Any:
        try:
            return super().main(*arguments, **named)
        except OSError as error:
            if error.filename is not None or error.errno not in _FULL:
                raise
            with suppress(OSError):
                _tell(OutputError(f"cannot write: {str(error.strerror).lower()}", Place("what is printed")), "--json" in sys.argv)
            sys.exit(int(ExitCode.OUTPUT))


def _tell(error: ModelLawError, as_json: bool) -> None:
    errors = error.errors if isinstance(error, AmendmentErrors) else (error,)
    if as_json:
        told = [{"message": e.message, "file": e.place.file, "line": e.place.line, "provision": e.place.provision, "hint": e.hint}
                for e in errors]  # fmt: skip
        click.echo(json.dumps({"errors": told}, ensure_ascii=False), err=True)
        return
    for one in errors:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {one}", err=True)
    if len(errors) > 1:
        click.echo(f"{len(errors)} errors; nothing was written", err=True)


@click.group(cls=_Group, epilog="\b\nExit codes:\n" + _CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="modellaw")
def main() -> None:
    """Amend, consolidate and redline model legislation."""


@main.command()
@click.argument("law", type=click.Path())
@click.argument("modules", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The file to write (Akoma Ntoso).")
@click.option("--marked", is_flag=True, help="Write the marked law, not the consolidated one.")
@click.option("--numbering", type=click.Choice(["letters", "bis", "renumber"]), default="letters", show_default=True,
              help="How inserted provisions are numbered: 20A, 20 bis, or all anew.")  # fmt: skip
@click.option("--no-validate", is_flag=True, help="Do not check the law against the strict schema first.")
def apply(law: str, modules: tuple[str, ...], output: str, marked: bool, numbering: str, no_validate: bool) -> None:
    """Apply amendment MODULES to any LAW in Akoma Ntoso.

    The law that is written is the consolidated one, or with --marked the marked one, whose every mark names its change. A change that
    cannot be carried out, and modules in conflict, are errors, and nothing is written.

    \b
    modellaw apply source/2007_model_law.xml amendments/electronic_evidence.xml -o amended.xml
    """
    from modellaw.amend.apply import apply_modules
    from modellaw.build import amended, prove, read_law, read_modules
    from modellaw.output import write_file
    from modellaw.project import Numbering
    from modellaw.writers import ALL_FORMATS
    from modellaw.writers.akn import akn_bytes

    kind = Path(output).suffix.lower()
    if kind != ".xml" and kind[1:] in ALL_FORMATS:
        hint = f"name it .xml; `modellaw compare {law} amended.xml -o {Path(output).name}` then makes a redline of it"
        raise ProjectError(f"what is written is Akoma Ntoso, no {kind}", Place(output), hint)
    base = read_law(law, valid=not no_validate, as_written=True)
    applied = apply_modules(base, read_modules(modules), Numbering(numbering))
    prove(applied.law, base)
    for finding in applied.findings:
        click.echo(str(finding), err=True)
    write_file(Path(output), akn_bytes(applied.law if marked else amended(applied.law, base)))


@main.command()
@click.argument("provision", default="")
@project_option
@click.option("--edition", "edition_id", default="", shell_complete=known_editions, help="The edition; the first one when not said.")
@json_option
def show(provision: str, project: str, edition_id: str, as_json: bool) -> None:
    """Show a PROVISION with its marks, and who changed which words.

    PROVISION is its wId, or its number such as "section 12(3)", before or after the amendments. Without one all provisions are listed:
    the wId, by which modules name it, and what it is called.

    \b
    modellaw show
    modellaw show "section 8(8)"
    modellaw show "section 8(8)" --json
    """
    from modellaw.build import editions_of, prepare
    from modellaw.readers.config import read_project

    read = read_project(project)
    chosen = (edition_id or editions_of(read)[0].id,)
    edition = next(iter(prepare(read, chosen)))
    marked = edition.applied.law
    if not provision:
        _listed(marked, as_json)
        return
    found = _find(marked, provision)
    _shown(marked, found, as_json)


def _listed(law: Law, as_json: bool) -> None:
    """Every provision by its wid and what it is called after the amendments, or before where it is gone."""
    from modellaw.model.address import paths
    from modellaw.model.citations import citations

    names, known = citations(law), paths(law)
    told = [(wid, names.either(path)) for wid, path in known.items()]
    if as_json:
        click.echo(json.dumps({"provisions": [{"wid": wid, "cited": cited} for wid, cited in told]}, ensure_ascii=False))
        return
    width = max((len(wid) for wid, _ in told), default=0)
    for wid, cited in told:
        click.echo(f"{wid:{min(width, 40)}}  {cited}".rstrip())


def _find(law: Law, wanted: str) -> Provision:
    """The provision with a wid, or with a citation ("section 12(3)") or number, in either view."""
    from difflib import get_close_matches

    from modellaw.errors import InputError
    from modellaw.model.address import cite, paths
    from modellaw.model.changes import View

    known = paths(law)
    if wanted in known:
        return known[wanted][-1]
    names: dict[str, str] = {}
    said: dict[str, str] = {}
    for view in (View.AMENDED, View.ORIGINAL):
        for wid, path in known.items():
            cited = cite(path, view)
            name = _looked_up(cited)
            names.setdefault(name, wid)
            names.setdefault(name.removeprefix("section"), wid)
            said.setdefault(name, cited)
    key = _looked_up(wanted)
    if key in names:
        return known[names[key]][-1]
    close = get_close_matches(wanted, known, 1) or [said[name] for name in get_close_matches(key, said, 1)]
    raise InputError(f"there is no provision “{wanted}”", hint=f"did you mean “{close[0]}”?" if close else "modellaw show lists all")


def _looked_up(cited: str) -> str:
    """A citation as it is compared with others: capitals, accents, ordinal signs, blanks and full stops make no difference."""
    from unicodedata import combining, normalize

    letters = normalize("NFD", cited.translate(dict.fromkeys(map(ord, "°ºª"))).casefold())
    return "".join(sign for sign in letters if not (combining(sign) or sign.isspace() or sign == "."))


def _shown(law: Law, provision: Provision, as_json: bool) -> None:
    from modellaw.model.nodes import Group
    from modellaw.project import Document, Publication
    from modellaw.values import replace
    from modellaw.writers.register import register
    from modellaw.writers.text import text_bytes

    part = replace(law, document=Group("akomaNtoso", (provision,)))
    rows = [row for row in register(part) if row["old"] or row["new"] or row["places"]]
    text = text_bytes(Publication(Document.REDLINE, part, "")).decode().strip("\n")
    if as_json:
        click.echo(json.dumps({"wid": provision.wid, "text": text, "changes": rows}, ensure_ascii=False))
        return
    click.echo(f"{provision.wid}\n\n{text}\n")
    for row in rows:
        click.echo(click.style(f"{row['id']} {row['title']}".rstrip(), bold=True) + f" ({row['module']})")
        for name, sign in (("old", "-"), ("new", "+")):
            words = row[name]
            assert isinstance(words, list)
            for line in words:
                click.echo(click.style(f"  {sign} {line}", fg="red" if sign == "-" else "green"))
        if row["rationale"]:
            click.echo(f"  {row['rationale']}")
