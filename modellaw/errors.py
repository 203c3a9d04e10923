"""What can go wrong and how it is said: errors that stop a run, findings that do not, and the exit codes."""

from __future__ import annotations

from enum import Enum, IntEnum

from modellaw.values import dataclass


class ExitCode(IntEnum):
    """The exit codes of the command line, one meaning each; they are never renumbered."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    AMENDMENT = 4
    CONFLICT = 5
    OUTPUT = 6
    PROOF = 7


class Severity(Enum):
    """How much a finding weighs: an error fails a check, a warning fails it under ``--strict``, a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a file, a line in it (1-based, 0 when unknown), a provision (its wId or number)."""

    file: str = ""
    line: int = 0
    provision: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return ": ".join(part for part in (where, self.provision) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check; the run goes on. ``code`` names the check's rule and is never renamed."""

    code: str
    severity: Severity
    message: str
    place: Place = Place()
    hint: str = ""

    def __str__(self) -> str:
        return _sentence(self.message, self.place, self.hint, f"{self.severity.value} {self.code}: ")


class ModelLawError(Exception):
    """The user must mend something: says what (lower case), where, and a hint."""

    exit_code = ExitCode.INPUT

    def __init__(self, message: str, place: Place = Place(), hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """As it is when it comes out of another process."""
        return type(self), (self.message, self.place, self.hint)

    def __str__(self) -> str:
        return _sentence(self.message, self.place, self.hint)


class InputError(ModelLawError):
    """A file cannot be read, or what it holds is not what it should be."""


class ProjectError(ModelLawError):
    """``modellaw.toml``, or a command's arguments, ask for something that does not exist."""

    exit_code = ExitCode.USAGE


class AmendmentError(ModelLawError):
    """An operation's precondition does not hold: no target, other words, another count."""

    exit_code = ExitCode.AMENDMENT


class AmendmentErrors(ModelLawError):
    """Every failure of one application of modules; ``errors`` is never empty and nothing was applied."""

    exit_code = ExitCode.AMENDMENT

    def __init__(self, errors: tuple[ModelLawError, ...]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.errors,)


class ConflictError(AmendmentErrors):
    """Changes of modules that do not require each other touch the same words or provisions."""

    exit_code = ExitCode.CONFLICT


class OutputError(ModelLawError):
    """The output cannot be written; what was there before is still there, whole."""

    exit_code = ExitCode.OUTPUT


class ProofError(ModelLawError):
    """A law of the house does not hold for what was just made: a bug, or a file changed by hand."""

    exit_code = ExitCode.PROOF


def amount(number: int, noun: str) -> str:
    """A number of things in words: "1 file", "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sentence(message: str, place: Place, hint: str, lead: str = "") -> str:
    where = f"{place}: " if str(place) else ""
    return f"{where}{lead}{message}" + (f" ({hint})" if hint else "")
