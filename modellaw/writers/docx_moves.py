"""Moves written as moves (ECMA-376 part 1, 17.13.5.21 to 17.13.5.28), where that is wanted and can be."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.writers.docx_lines import Grid, Line
from modellaw.writers.docx_runs import Signer


class Moves:
    """The moves of one law that are shown as such; a move is "to" or "from" and the wid of the provision that moved."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.shown: tuple[str, ...] = ()
        self._opened = 0

    def find(self, items: Sequence[Line | Grid]) -> None:
        """Show those that can be shown: each side is one stretch of whole lines of its own."""
        runs: dict[str, int] = {}
        last = ""
        for item in items:
            if isinstance(item, Grid):
                continue
            moves = {(f"{'to' if a.trace.inserted else 'from'} {a.move}" if a.move and a.trace else "") for a in item.atoms}
            if len(moves) > 1 or any(a.trace != item.atoms[0].trace for a in item.atoms):
                runs.update({move: 9 for move in moves if move})
                last = ""
                continue
            (move,) = moves
            if move and move != last:
                runs[move] = runs.get(move, 0) + 1
            last = move
        wids = {move.partition(" ")[2] for move in runs}
        self.shown = tuple(sorted(wid for wid in wids if runs.get(f"to {wid}") == runs.get(f"from {wid}") == 1))

    def of(self, line: Line) -> str:
        """The move that the whole line is part of, "" for none."""
        if not self.shown:
            return ""
        first = line.atoms[0]
        if first.move not in self.shown or any(atom.move != first.move or atom.trace != first.trace for atom in line.atoms):
            return ""
        return f"{'to' if first.trace.inserted else 'from'} {first.move}"

    def start(self, move: str, line: Line) -> str:
        """Where one side begins."""
        side, _, wid = move.partition(" ")
        trace = line.atoms[0].trace
        signed = self.signer.signed(trace.inserted or trace.deleted)
        self._opened = self.signer.last
        return f'<w:{_tag(side)}Start {signed} w:name="move{self.shown.index(wid) + 1}"/>'

    def end(self, move: str) -> str:
        """Where the side that was begun last ends."""
        return f'<w:{_tag(move.partition(" ")[0])}End w:id="{self._opened}"/>'


def _tag(side: str) -> str:
    return "moveToRange" if side == "to" else "moveFromRange"
