"""One LibreOffice for many files: reads a JSON line for each file, opens, accepts or rejects, stores, and answers with a JSON line.

Run by the system's Python, which has LibreOffice's bridge: ``/usr/bin/python3 office_server.py PROFILE_FOLDER``. A line says
``{"open": path, "do": "accept" | "reject" | "update" | "", "store": path, "filter": name}``; the answer says how many tracked changes
are left.
"""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

_COMMANDS = {
    "accept": ".uno:AcceptAllTrackedChanges",
    "reject": ".uno:RejectAllTrackedChanges",
    "update": ".uno:UpdateAllIndexes",
}


def _property(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise RuntimeError("LibreOffice does not start")


def _carry_out(desktop, dispatcher, order):
    document = desktop.loadComponentFromURL(pathlib.Path(order["open"]).resolve().as_uri(), "_blank", 0, (_property("Hidden", True),))
    if document is None:
        return {"error": f"LibreOffice cannot open {order['open']}"}
    try:
        if order["do"]:
            dispatcher.executeDispatch(document.getCurrentController().getFrame(), _COMMANDS[order["do"]], "", 0, ())
        if order.get("edits"):
            document.setPropertyValue("RecordChanges", True)
            for edit in order["edits"]:
                _edit(document, edit)
        left = document.getRedlines().createEnumeration().hasMoreElements()
        document.storeToURL(pathlib.Path(order["store"]).resolve().as_uri(), (_property("FilterName", order["filter"]),))
        return {"left": bool(left)}
    finally:
        document.close(True)


def _edit(document, edit):
    """What a person at the keyboard does where some words stand: other words, more words, a new paragraph behind, a row below, paragraphs
    copied or moved behind another, the paragraph gone."""
    place = _find(document, edit["find"])
    text = place.getText()
    if "words" in edit:
        place.setString(edit["words"])
    elif "type" in edit:
        text.insertString(place.getEnd(), edit["type"], False)
    elif "copy" in edit or "move" in edit:
        _paste(document, place, edit)
    elif "paragraph" in edit:
        cursor = text.createTextCursorByRange(place.getEnd())
        cursor.gotoEndOfParagraph(False)
        text.insertControlCharacter(cursor, 0, False)
        text.insertString(cursor, edit["paragraph"], False)
    elif "row" in edit:
        table, cell = place.TextTable, place.Cell.CellName
        rows = table.getRows()
        rows.insertByIndex(int(cell.lstrip("ABCDEFGH")), 1)
        for column, words in enumerate(edit["row"]):
            table.getCellByPosition(column, int(cell.lstrip("ABCDEFGH"))).setString(words)
    else:
        cursor = text.createTextCursorByRange(place.getStart())
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.setString("")


def _find(document, words):
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    found = document.findAll(search)
    return found.getByIndex(found.getCount() - 1)  # the contents say it first


def _paste(document, place, edit):
    """So many paragraphs, from the one with some words on, behind the paragraph with others."""
    controller = document.getCurrentController()
    cursor = place.getText().createTextCursorByRange(place.getStart())
    cursor.gotoStartOfParagraph(False)
    for _ in range(edit.get("copy") or edit["move"]):
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
    controller.select(cursor)
    held = controller.getTransferable()
    if "move" in edit:
        cursor.setString("")
    target = _find(document, edit["behind"])
    target = target.getText().createTextCursorByRange(target.getEnd())
    target.gotoEndOfParagraph(False)
    target.goRight(1, False)
    controller.select(target)
    controller.insertTransferable(held)


def main():
    profile = pathlib.Path(sys.argv[1]).resolve()
    pipe = f"modellaw{os.getpid()}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
         f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        context = _connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for line in sys.stdin:
            try:
                answer = _carry_out(desktop, dispatcher, json.loads(line))
            except Exception as error:
                answer = {"error": repr(error)}
            print(json.dumps(answer), flush=True)
        with contextlib.suppress(Exception):  # the bridge goes away under the call
            desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(20)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)  # soffice is a script; what it started goes too


main()
