"""A build whose editions are made side by side, in processes; the files are those that one process makes, byte by byte."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from modellaw.build import Elsewhere, Made, Progress, build, editions_of, made_of, prepare
from modellaw.errors import OutputError
from modellaw.output import Kept
from modellaw.processes import pool
from modellaw.project import Project


def build_side_by_side(project: Project, chosen: Sequence[str], only: Sequence[str], progress: Progress, jobs: int,
                       kept: Kept = lambda _, __: None) -> dict[str, bytes]:  # fmt: skip
    """Build with ``jobs`` processes, this one among them; gives what was written, as ``build`` does."""
    others = len(editions_of(project, chosen)) - 1
    if jobs < 2 or not others:
        return build(project, chosen, only, progress, kept=kept)
    with pool(min(jobs - 1, others)) as workers:

        def begin(edition: str, wanted: Sequence[str], whole: bool) -> Elsewhere:
            return _Begun(edition, workers.submit(_made, project, edition, tuple(wanted), whole))

        try:
            return build(project, chosen, only, progress, begin, kept)
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise


def _made(project: Project, edition: str, wanted: Sequence[str], whole: bool) -> Made:
    (one,) = prepare(project, (edition,))
    return made_of(one, wanted, whole)


class _Begun:
    """An edition in another process."""

    def __init__(self, edition: str, future: Future[Made]) -> None:
        self.edition, self.future = edition, future

    def taken_back(self) -> bool:
        return self.future.cancel()

    def made(self) -> Made:
        try:
            return self.future.result()
        except BrokenProcessPool as error:
            raise OutputError(
                f"a process died while it built the edition {self.edition}", hint="is there enough memory? build with --jobs 1"
            ) from error
