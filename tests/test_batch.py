"""Hundreds of jobs: each as if alone, on processes or a cluster; what fails stops no other, a worker that dies loses nothing."""

import csv
import io
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, run
from test_json import validate

from modellaw.batch import MARK, do, payload_of
from modellaw.bills import MARK as BILL_MARK
from modellaw.pools import locally
from modellaw.project import Job

LAW = (ROOT / "templates/new/source/law.xml").read_text()


def laws(folder: Path, count: int) -> Path:
    """A CSV of comparisons of the example law with versions of it."""
    (folder / "old.xml").write_text(LAW)
    rows = ["id,kind,old,new,outputs"]
    for number in range(count):
        (folder / f"new{number}.xml").write_text(LAW.replace("ten days", f"{number + 20} days"))
        rows.append(f"c{number:03d},compare,old.xml,new{number}.xml,redline.docx;changes.json")
    (folder / "jobs.csv").write_text("\n".join(rows) + "\n")
    return folder / "jobs.csv"


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_each_job_is_done_as_its_own_command_does_it_and_failures_stop_no_other(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "p", ignore=shutil.ignore_patterns("build"))
    shutil.copytree(ROOT / "examples", project / "examples")
    laws(project, 1)
    (project / "jobs.toml").write_text(
        '[[job]]\nid = "arvenia"\nkind = "adopt"\nprofile = "examples/arvenia.toml"\n'
        '[[job]]\nid = "c"\nkind = "compare"\nold = "old.xml"\nnew = "new0.xml"\noutputs = ["redline.docx", "redline.html"]\n'
        '[[job]]\nid = "none"\nkind = "compare"\nold = "old.xml"\nnew = "none.xml"\n'
        '[[job]]\nid = "hk"\nkind = "edition"\nedition = "housekeeping"\noutputs = ["redline.docx", "register.json"]\n'
        '[[job]]\nid = "other"\nkind = "edition"\nedition = "nope"\n'
        '[[job]]\nid = "law"\nkind = "edition"\nlaw = "old.xml"\nmodules = ["../p/amendments/housekeeping.xml"]\nedition = "housekeeping"\n'
    )
    done = run("batch", str(project / "jobs.toml"), "-o", str(tmp_path / "out"), "--json", expect=1)
    report = json.loads((tmp_path / "out/report.json").read_text())
    validate("batch", report)
    assert json.loads(done.stdout)["jobs"] == report["jobs"]
    assert {row["id"]: row["status"] for row in report["jobs"]} == {
        "arvenia": "done", "c": "done", "none": "failed", "hk": "done", "other": "failed", "law": "failed"}  # fmt: skip
    errors = {row["id"]: row["errors"] for row in report["jobs"] if row["errors"]}
    assert errors["none"][0]["file"].endswith("none.xml") and "no such file" in errors["none"][0]["message"]
    assert "there is no edition “nope”" in errors["other"][0]["message"] and errors["other"][0]["file"] == str(project / "modellaw.toml")
    assert "is for another law" in errors["law"][0]["message"]
    assert (tmp_path / "out/report.csv").read_text().count("failed") == 3

    run("adopt", str(project / "examples/arvenia.toml"), "--project", str(project), "-o", str(tmp_path / "alone"))
    batch, alone = held(tmp_path / "out/arvenia"), held(tmp_path / "alone")
    assert batch.pop(MARK) and alone.pop(BILL_MARK) and batch == alone  # each says in its own file what it made
    files = [str(project / name) for name in ("old.xml", "new0.xml")]
    run("compare", *files, "-o", str(tmp_path / "redline.docx"), "-o", str(tmp_path / "redline.html"), expect=1)
    for name in ("redline.docx", "redline.html"):
        assert (tmp_path / "out/c" / name).read_bytes() == (tmp_path / name).read_bytes()
    for name in ("redline.docx", "register.json"):
        assert (tmp_path / "out/hk" / name).read_bytes() == (published / "build/housekeeping" / name).read_bytes()


def test_running_again_does_only_what_is_missing_changed_or_altered(tmp_path: Path) -> None:
    jobs, out = laws(tmp_path, 4), tmp_path / "jobs-results"
    assert "4 of 4 jobs are done, 0 of them before" in run("batch", str(jobs)).stdout
    first = held(out)
    assert "4 of 4 jobs are done, 4 of them before" in run("batch", str(jobs)).stdout
    (out / "c000/redline.docx").write_bytes(b"altered")
    shutil.rmtree(out / "c001")
    done = run("batch", str(jobs))
    assert "4 of 4 jobs are done, 2 of them before" in done.stdout
    kept = tmp_path / "jobs-results-kept/c000/redline.docx"
    assert kept.read_bytes() == b"altered" and f"what it was is kept as {kept}" in done.stderr
    assert held(out) == first
    (tmp_path / "new3.xml").write_text(LAW.replace("ten", "eleven"))
    assert "3 of them before" in run("batch", str(jobs)).stdout
    assert held(out) != first
    assert "0 of them before" in run("batch", str(jobs), "--force").stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("j.csv", "kind,old\ncompare,a.xml\n", "j.csv:2: job 1: a job of the kind compare needs “new”"),
        ("j.csv", "kind,old,new\ncompair,a,b\n", "did you mean “compare”?"),
        ("j.csv", "kind,olde\ncompare,a\n", "a job has no “olde” (did you mean “old”?)"),
        ("j.csv", "kind,old,new,profile\ncompare,a,b,c\n", "a job of the kind compare has no “profile”"),
        ("j.csv", "id,kind,old,new\nx,compare,a,b\nX,compare,a,b\n", "j.csv:3: the id “X” is there twice"),
        ("j.csv", "id,kind,old,new\n../x,compare,a,b\n", "“../x” cannot name a folder"),
        ("j.csv", "id,kind,old,new\nreport.json,compare,a,b\n", "“report.json” cannot name a folder"),
        ("j.csv", 'id,kind,old,new\n"a\nb",compare,a,b\n', "cannot name a folder"),
        ("j.toml", '[[job]]\nid = "a\\u0007"\nkind = "edition"\n', "“id” holds the control sign U+0007"),
        ("j.csv", "kind,old,new\ncompare,a,b,c\n", "more cells than there are columns"),
        ("j.csv", "kind,old,new\n", "there are no jobs"),
        ("j.csv", "\ufffe", "there are no jobs"),
        ("j.toml", "[[job]]\nkind = 1\n", "“kind” is not a text"),
        ("j.toml", "[jobs]\n", "something other than [[job]]"),
        ("j.toml", "[[job]", "not valid TOML"),
    ],
)
def test_wrong_jobs_are_named_and_nothing_is_done(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert said in run("batch", str(tmp_path / name), expect=2).stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_report_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    jobs = laws(tmp_path, 1)
    (tmp_path / "report.csv").write_text("mine")
    assert "the report of something else" in run("batch", str(jobs), "-o", str(tmp_path), expect=6).stderr
    assert (tmp_path / "report.csv").read_text() == "mine" and not (tmp_path / "c000").exists()


def test_a_file_of_jobs_may_have_semicolons_between_its_columns(tmp_path: Path) -> None:
    jobs = laws(tmp_path, 1)
    rows = list(csv.reader(io.StringIO(jobs.read_text())))
    with jobs.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert "1 of 1 jobs are done" in run("batch", str(jobs)).stdout


def test_a_job_does_not_replace_a_folder_of_others(tmp_path: Path) -> None:
    jobs = laws(tmp_path, 2)
    (tmp_path / "out/c000").mkdir(parents=True)
    (tmp_path / "out/c000/mine.txt").write_text("kept")
    run("batch", str(jobs), "-o", str(tmp_path / "out"), expect=1)
    report = json.loads((tmp_path / "out/report.json").read_text())
    assert [row["status"] for row in report["jobs"]] == ["failed", "done"]
    assert "which would be lost: mine.txt" in report["jobs"][0]["errors"][0]["message"] and (tmp_path / "out/c000/mine.txt").exists()


def test_a_defect_is_told_as_one_and_another_tool_on_a_worker_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    laws(tmp_path, 1)
    payload = payload_of(Job("c", "compare", old=str(tmp_path / "old.xml"), new=str(tmp_path / "new0.xml")))
    assert not do(payload).errors
    assert "another version" in do(replace(payload, tool="x")).errors[0]["message"]
    assert "defect of the tool" in do(replace(payload, job=replace(payload.job, kind="nonsense"))).errors[0]["hint"]


def _payloads(folder: Path, count: int) -> list[Job]:
    laws(folder, count)
    return [Job(f"c{n:03d}", "compare", old=str(folder / "old.xml"), new=str(folder / f"new{n}.xml")) for n in range(count)]


@pytest.mark.parametrize("retries", [0, 2])
def test_a_process_that_dies_loses_nothing_but_a_try_of_its_own_job(retries: int, tmp_path: Path) -> None:
    jobs = _payloads(tmp_path, 16)
    killed, outcomes = 0, []
    for outcome in locally(map(payload_of, jobs), 2, retries):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            victim = next(child for child in multiprocessing.active_children() if child.pid)
            os.kill(victim.pid or 0, signal.SIGKILL)
            killed += 1
    lost = [one for one in outcomes if one.errors]
    assert killed and sorted(one.id for one in outcomes) == [job.id for job in jobs]
    assert len(lost) <= 1 - bool(retries) and all("the worker failed 1 times" in one.errors[0]["message"] for one in lost)
    alone = {job.id: do(payload_of(job)) for job in jobs}
    assert all(one == alone[one.id] for one in outcomes if not one.errors)


def test_a_process_that_dies_between_two_jobs_loses_nothing(tmp_path: Path) -> None:
    outcomes = []
    for outcome in locally(map(payload_of, _payloads(tmp_path, 3)), 1, 0):
        outcomes.append(outcome)
        if len(outcomes) == 1:
            (victim,) = multiprocessing.active_children()
            os.kill(victim.pid or 0, signal.SIGKILL)
            victim.join(10)
            time.sleep(1)  # until its pool has seen it
    assert [one.id for one in outcomes] == ["c000", "c001", "c002"] and not any(one.errors for one in outcomes)


def test_no_process_is_left_when_the_batch_is_killed(tmp_path: Path) -> None:
    jobs = laws(tmp_path, 60)
    command = [sys.executable, "-m", "modellaw", "batch", str(jobs), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as batch:
        while batch.poll() is None and not list((tmp_path / "jobs-results").glob("c*")):
            time.sleep(0.01)
        batch.kill()
        batch.communicate(timeout=30)  # the processes hold the pipes: that they close means that all have ended
    done = len(list((tmp_path / "jobs-results").glob("c*/.job.json")))
    assert 0 < done < 60
    said = run("batch", str(jobs)).stdout
    assert "60 of 60 jobs are done" in said and f"{done} of them before" in said


CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, *(worker.pid for worker in cluster.workers.values()), flush=True)
        input()
"""


def test_a_cluster_gives_the_same_as_local_also_when_a_worker_is_killed_half_way(tmp_path: Path) -> None:
    jobs = laws(tmp_path, 24)
    (tmp_path / "cluster.py").write_text(CLUSTER)
    cluster = subprocess.Popen([sys.executable, tmp_path / "cluster.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        assert cluster.stdout is not None
        address, *pids = cluster.stdout.readline().split()
        assert address.startswith("tcp://127.0.0.1:") and len(pids) == 2
        command = [sys.executable, "-m", "modellaw", "batch", str(jobs), "-o", str(tmp_path / "far"), "--scheduler", address]
        batch = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while batch.poll() is None and not list((tmp_path / "far").glob("c*")):
            time.sleep(0.01)
        os.kill(int(pids[0]), signal.SIGKILL)
        said, wrong = batch.communicate(timeout=100)
        assert batch.returncode == 0, wrong
        assert "24 of 24 jobs are done" in said
    finally:
        cluster.communicate("\n", timeout=60)
    run("batch", str(jobs), "-o", str(tmp_path / "near"))
    assert held(tmp_path / "far") == held(tmp_path / "near")


def test_a_cluster_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = run("batch", str(laws(tmp_path, 1)), "--scheduler", "nonsense://here", expect=2)
    assert "no cluster answers at nonsense://here" in done.stderr
