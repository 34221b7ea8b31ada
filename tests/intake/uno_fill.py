"""Fills in forms through LibreOffice, as a writer would who has no Word. Run by the system's Python, which knows UNO.

`python3 uno_fill.py JOBS.json`: each job has the blank, where the filled copy goes, and what to write, control by control.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def portions(text: object) -> object:
    """Yield the paragraphs of a text and of the tables in it, in order."""
    paragraphs = text.createEnumeration()
    while paragraphs.hasMoreElements():
        part = paragraphs.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            for name in part.CellNames:
                yield from portions(part.getCellByName(name))
        else:
            yield part


def fill(document: object, before: list[str], texts: dict[str, str]) -> int:
    """Write whole paragraphs; `before` are those of the blank, by whose words they are found. Return how many were written."""
    every = list(portions(document.Text))
    said = [" ".join(paragraph.getString().split()) for paragraph in every]
    written = 0
    for start, other, length in SequenceMatcher(
        None, [" ".join(t.split()) for t in before], said, autojunk=False
    ).get_matching_blocks():
        for n in range(length):
            if text := texts.get(str(start + n)):
                every[other + n].setString(text)
                written += 1
    return written


def main(jobs: list[dict[str, object]]) -> None:
    home = Path(jobs[0]["to"]).parent
    pipe = f"dvkgen{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        context = None
        for _ in range(300):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                time.sleep(0.2)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        for job in jobs:
            document = desktop.loadComponentFromURL(Path(job["from"]).as_uri(), "_blank", 0, (option("Hidden", True),))
            job["written"] = fill(document, job["before"], job["texts"])
            document.storeToURL(Path(job["to"]).as_uri(), (option("FilterName", "MS Word 2007 XML"),))
            document.close(True)
        print(json.dumps([job["written"] for job in jobs]))
    finally:
        office.terminate()
        office.wait(30)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
