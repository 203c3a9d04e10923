"""A build served on loopback while it is worked on: built again when an input changes, pages reload, errors appear in the page."""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from collections.abc import Callable
from dataclasses import field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from modellaw.errors import AmendmentErrors, ModelLawError
from modellaw.project import Project
from modellaw.values import dataclass

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_RELOAD = b"""(() => {
  let known = null;
  const look = async () => {
    try {
      const state = await (await fetch('/-/state')).json();
      let box = document.getElementById('modellaw-error');
      if (state.error) {
        if (!box) {
          box = document.createElement('pre'); box.id = 'modellaw-error'; box.setAttribute('role', 'alert');
          document.body.prepend(box);
        }
        box.style.cssText = 'position:sticky;top:0;z-index:99;margin:0;padding:1rem;white-space:pre-wrap;background:#7a1010;color:#fff';
        box.textContent = 'The build fails; this is the last one that did not.\\n\\n' + state.error;
      } else if (box) { box.remove(); }
      if (known !== null && state.version !== known) location.reload();
      known = state.version;
    } catch { /* the server has gone: try again */ }
    setTimeout(look, 700);
  };
  look();
})();
"""


@dataclass(slots=True)
class State:
    """The last build: its number, and what went wrong since, "" for nothing."""

    version: int = 0
    error: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


def rebuild(project: Callable[[], Project], state: State) -> None:
    """Build; a failure is remembered, and the last build stays as it is."""
    from modellaw.build import build
    from modellaw.manifest import is_current

    try:
        read = project()
        if not is_current(read):
            build(read)
        with state.lock:
            state.version, state.error = state.version + 1, ""
    except ModelLawError as error:
        told = error.errors if isinstance(error, AmendmentErrors) else (error,)
        with state.lock:
            state.error = "\n".join(map(str, told))


def server(folder: Path, state: State, port: int = 0) -> ThreadingHTTPServer:
    """A server of the files below a folder, on 127.0.0.1 only; port 0 takes a free one."""
    root = folder.resolve()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(True)

        def do_HEAD(self) -> None:
            self.answer(False)

        def answer(self, body: bool) -> None:
            # a page elsewhere that makes its own name point here must not read what is served
            host = (self.headers.get("Host") or "").rpartition(":")[0] or (self.headers.get("Host") or "")
            if host not in {"127.0.0.1", "localhost"}:
                self.tell(403, b"this server answers to 127.0.0.1 and localhost only\n", "text/plain", body)
                return
            path = unquote(urlsplit(self.path).path)
            if path == "/-/state":
                with state.lock:
                    data = json.dumps({"version": state.version, "error": state.error}).encode()
                self.tell(200, data, "application/json", body)
            elif path == "/-/reload.js":
                self.tell(200, _RELOAD, "text/javascript", body)
            else:
                self.file(path, body)

        def file(self, path: str, body: bool) -> None:
            wanted = root / path.lstrip("/")
            try:
                found = (wanted / "index.html" if wanted.is_dir() else wanted).resolve()
                inside = found.is_relative_to(root) and not any(part.startswith(".") for part in found.relative_to(root).parts)
                data = found.read_bytes() if inside else None
            except (OSError, ValueError):
                data = None
            if data is None:
                self.tell(404, b"<!DOCTYPE html><title>Not here</title><p>There is no such file in the build.", "text/html", body)
                return
            self.tell(200, data, mimetypes.guess_type(found.name)[0] or "application/octet-stream", body)

        def tell(self, code: int, data: bytes, kind: str, body: bool) -> None:
            if kind == "text/html":
                data = _POLICY.sub(b"", data, count=1) + b'<script src="/-/reload.js"></script>'
            self.send_response(code)
            for name, value in {**_HEADERS, "Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
