"""Where the jobs of a batch are done: in processes of this machine, or on a cluster of Dask; a worker that dies loses nothing."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from importlib import import_module
from pathlib import Path
from typing import Any

from modellaw.batch import MARK, Outcome, Payload, do, failed, kept, mark_bytes, payload_of
from modellaw.errors import ModelLawError, OutputError, Place, ProjectError
from modellaw.manifest import edited
from modellaw.output import Kept, keep_beside, write_file, write_folder
from modellaw.processes import pool
from modellaw.project import Job
from modellaw.values import replace
from modellaw.writers.sheets import Sheet, sheet_csv

_AHEAD = 2
"""Jobs for each thread of a cluster that are sent before one is done, so that none waits and the memory stays small."""


Work = Callable[[Iterable[Payload]], Iterator[Outcome]]
"""Does jobs and gives the outcomes as they come."""


def batch(jobs: Sequence[Job], folder: Path, work: Work, force: bool, step: Callable[[], None],
          saved: Kept = lambda _, __: None) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    """Do what is not done yet, writing each result when it comes; gives a row of the report for each job, and how many were there."""
    _refuse_other_reports(folder)
    outcomes: dict[str, Outcome] = {}
    payloads: dict[str, Payload] = {}
    left = 0

    def missing() -> Iterator[Payload]:
        nonlocal left
        for job in jobs:
            try:
                payload = payload_of(job)
            except ModelLawError as error:
                outcomes[job.id] = failed(job.id, error)
                step()
                continue
            there = None if force else kept(payload, folder / job.id)
            if there is None:
                payloads[job.id] = payload
                yield payload
            else:
                left += 1
                outcomes[job.id] = there
                step()

    for outcome in work(missing()):
        payload = payloads.pop(outcome.id)
        if not outcome.errors:
            outcome = _written(folder / outcome.id, payload, outcome, saved)
        outcomes[outcome.id] = replace(outcome, files=dict.fromkeys(outcome.files, b""))  # their bytes need not stay in memory
        step()
    rows = [_row(job, outcomes[job.id]) for job in jobs]
    write_file(folder / "report.json", (json.dumps({"jobs": rows}, ensure_ascii=False, indent=1) + "\n").encode())
    write_file(folder / "report.csv", sheet_csv(_sheet(rows)))
    return rows, left


def _refuse_other_reports(folder: Path) -> None:
    """OutputError where a file is called as our report is, and is none."""
    for path in (folder / "report.json", folder / "report.csv"):
        if path.exists():
            try:
                ours = isinstance(json.loads((folder / "report.json").read_bytes())["jobs"], list)
            except (OSError, ValueError, KeyError, TypeError):
                ours = False
            if not ours:
                raise OutputError("this is the report of something else, and would be replaced", Place(str(path)), "name another folder")


def _written(folder: Path, payload: Payload, outcome: Outcome, saved: Kept) -> Outcome:
    """The outcome after its files are in their folder, or why they cannot be; of what somebody changed there a copy is kept."""
    try:
        for name, data in edited(folder, MARK, outcome.files):
            saved(folder / name, keep_beside(folder.parent, f"{folder.name}/{name}", data))
        write_folder(folder, {**outcome.files, MARK: mark_bytes(payload, outcome)}, keep=False, mark=MARK)
    except OutputError as error:
        return failed(outcome.id, error)
    return outcome


def _row(job: Job, outcome: Outcome) -> dict[str, Any]:
    return {"id": job.id, "kind": job.kind, "status": "failed" if outcome.errors else "done", "files": sorted(outcome.files),
            "said": outcome.said, "errors": list(outcome.errors)}  # fmt: skip


def told(error: Mapping[str, Any]) -> str:
    """An error of a job in words."""
    return str(ModelLawError(error["message"], Place(error["file"], error["line"], error["provision"]), error["hint"]))


def _sheet(rows: Sequence[dict[str, Any]]) -> Sheet:
    cells = tuple(
        (row["id"], row["kind"], row["status"], str(len(row["files"])), row["said"], tuple(map(told, row["errors"]))) for row in rows
    )
    return Sheet("Batch", "What came of each job.", ("Job", "Kind", "Status", "Files", "Result", "Errors"), cells)


def locally(payloads: Iterable[Payload], jobs: int, retries: int) -> Iterator[Outcome]:
    """The outcomes as they come, from ``jobs`` processes.

    Each process is a pool of its own: when one dies, only its own job is tried again, in a new one.
    """
    waiting, again = iter(payloads), deque[tuple[Payload, int]]()
    free = [pool(1) for _ in range(jobs)]
    running: dict[Future[Outcome], tuple[ProcessPoolExecutor, Payload, int]] = {}
    try:
        while True:
            while free:
                following = again.popleft() if again else _first(waiting)
                if following is None:
                    break
                process = free.pop()
                try:
                    future = process.submit(do, following[0])
                except BrokenExecutor:  # it died between two jobs: this one has not been tried
                    process.shutdown(wait=False)
                    process = pool(1)
                    future = process.submit(do, following[0])
                running[future] = (process, *following)
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                process, payload, attempts = running.pop(future)
                error = future.exception()
                if error is None:
                    free.append(process)
                    yield future.result()
                    continue
                process.shutdown(wait=False)
                free.append(pool(1))
                if attempts < retries:
                    again.append((payload, attempts + 1))
                else:
                    yield _lost(payload, attempts + 1, error)
    finally:
        for process in (*free, *(process for process, _, _ in running.values())):
            process.shutdown(cancel_futures=True)


def _first(waiting: Iterator[Payload]) -> tuple[Payload, int] | None:
    payload = next(waiting, None)
    return None if payload is None else (payload, 0)


def _lost(payload: Payload, attempts: int, error: BaseException) -> Outcome:
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    message = f"the worker failed {attempts} times: {words}"
    return failed(
        payload.job.id, OutputError(message, hint="is there enough memory and space? run the batch again, it does what is missing")
    )


def on_cluster(payloads: Iterable[Payload], scheduler: str, retries: int) -> Iterator[Outcome]:
    """The outcomes as they come, from the workers of a Dask scheduler ("tcp://host:8786"); files are sent, no disk need be shared."""
    distributed = _distributed()
    client = _client(distributed, scheduler)
    try:
        waiting, sent = iter(payloads), distributed.as_completed(loop=client.loop)
        attempts: dict[str, tuple[Payload, int]] = {}

        def send(payload: Payload, attempt: int) -> None:
            future = client.submit(do, payload, pure=False, retries=retries)
            attempts[future.key] = (payload, attempt)
            sent.add(future)

        for _ in range(_AHEAD * max(1, sum(client.nthreads().values()))):
            following = next(waiting, None)
            if following is not None:
                send(following, 0)
        for future in sent:
            payload, attempt = attempts.pop(future.key)
            error: Any = future.exception()
            if error is None:
                yield future.result()
            elif attempt < retries:
                send(payload, attempt + 1)
                continue
            else:
                yield _lost(payload, attempt + 1, error)
            following = next(waiting, None)
            if following is not None:
                send(following, 0)
    finally:
        client.close()


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise ProjectError("a cluster needs the package distributed", hint="pip install 'modellaw[dask]'") from error


def _client(distributed: Any, scheduler: str) -> Any:
    try:
        client = distributed.Client(scheduler, timeout="20s", set_as_default=False)
        client.wait_for_workers(1, timeout=20)
    except (OSError, TimeoutError, ValueError) as error:
        raise ProjectError(f"no cluster answers at {scheduler}: {error}", hint="is the scheduler running, with workers?") from error
    return client
