"""The YAML server that editors run, spoken to over its standard input: what it flags in a file, and what it offers at a place."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import SAMPLE

SERVER = SAMPLE / "tests/validator/node_modules/yaml-language-server/bin/yaml-language-server"


class LanguageServer:
    """A server that knows the schemas of one repository, as its `.vscode/settings.json` names them."""

    def __init__(self, root: Path) -> None:
        self.root, self.number = root, 0
        call = ["node", str(SERVER), "--stdio"]
        self.process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
        schemas = {(root / path).as_uri(): files for path, files in settings["yaml.schemas"].items()}
        self.settings = {
            "yaml": {"schemas": schemas, "validate": True, "completion": True, "schemaStore": {"enable": False}}
        }
        folder = {"uri": root.as_uri(), "name": "kho"}
        able = {"workspace": {"configuration": True}, "textDocument": {"completion": {}, "publishDiagnostics": {}}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "capabilities": able, "workspaceFolders": [folder]},
        )
        self.say("initialized", {})
        self.say("workspace/didChangeConfiguration", {"settings": self.settings})

    def say(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            heard = self._hear()
            if heard.get("id") == self.number and "method" not in heard:
                return heard.get("result")

    def flagged(self, path: str, text: str) -> list[tuple[int, str]]:
        """Return the lines that the server flags, counted from 1, each with what it says."""
        heard = self._published(self._open(path, text))
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in heard["params"]["diagnostics"]]

    def offered(self, path: str, text: str) -> list[str]:
        """Return what is offered where `▮` stands."""
        before = text.partition("▮")[0]
        uri = self._open(path, text.replace("▮", ""))
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        found = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        items = found["items"] if isinstance(found, Mapping) else found or []
        return [item["label"] for item in items]

    def _open(self, path: str, text: str) -> str:
        """Open a file under a name of its own, which the patterns of the settings take for the same; return its address."""
        self.number += 1
        uri = (self.root / path.replace(".yaml", f".y{self.number}ml")).as_uri()
        opened = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", {"textDocument": opened})
        return uri

    def _published(self, uri: str) -> dict[str, Any]:
        while True:
            heard = self._hear()
            if heard.get("method") == "textDocument/publishDiagnostics" and heard["params"]["uri"] == uri:
                return heard

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    def _send(self, message: Mapping[str, Any]) -> None:
        data = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        heard: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if heard.get("method") == "workspace/configuration":
            answer = [self.settings.get(item.get("section", ""), {}) for item in heard["params"]["items"]]
            self._send({"jsonrpc": "2.0", "id": heard["id"], "result": answer})
        elif "method" in heard and "id" in heard:
            self._send({"jsonrpc": "2.0", "id": heard["id"], "result": None})
        return heard
