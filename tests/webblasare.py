"""Debian's Chromium, headless, driven over a pipe: no port, no network, and little code of ours.

`Webblasare` is the browser with one page; `run` a script in it, `press` a key, `resize` its window, `requests` what it
asked for. A test that uses it is marked `webblasare`.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

KOMMANDO = "chromium"
FLAGGOR = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--remote-debugging-pipe",
           "--disable-background-networking", "--no-first-run", "--disable-component-update",
           "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # fmt: skip
TANGENTER = {"Tab": 9, "Enter": 13, " ": 32, "ArrowLeft": 37, "ArrowRight": 39, "End": 35, "Home": 36}
LANGST_S = 60.0


class Webblasare:
    """A browser with one page, closed at the end of a `with`."""

    def __init__(self, profil: Path) -> None:
        import fcntl  # not on Windows, where no test that comes here is run

        (las, deras_ut), (deras_in, skriv) = os.pipe(), os.pipe()
        deras = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (deras_in, deras_ut)]  # clear of 3 and 4
        for fd in (deras_in, deras_ut):
            os.close(fd)

        def lay_pipe() -> None:
            """The browser reads commands on 3 and answers on 4."""
            os.dup2(deras[0], 3)
            os.dup2(deras[1], 4)

        self._process = subprocess.Popen(
            [KOMMANDO, *FLAGGOR, f"--user-data-dir={profil}", "about:blank"], pass_fds=(3, 4), preexec_fn=lay_pipe,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for fd in deras:
            os.close(fd)
        self._las, self._skriv, self._kvar, self._nummer, self._session = las, skriv, b"", 0, ""
        self.requests: list[str] = []
        self.fel: list[str] = []
        sidor = self.call("Target.getTargets")["targetInfos"]
        mal = next(sida["targetId"] for sida in sidor if sida["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=mal, flatten=True)["sessionId"]
        for del_ in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{del_}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, typ: type[BaseException] | None, fel: BaseException | None, spar: TracebackType | None) -> None:
        self._session = ""
        self.call("Browser.close")
        os.close(self._skriv)
        os.close(self._las)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(self, metod: str, **argument: Any) -> dict[str, Any]:
        """A command of the DevTools protocol, and its answer."""
        self._nummer += 1
        fraga = {"id": self._nummer, "method": metod, "params": argument}
        fraga |= {"sessionId": self._session} if self._session else {}
        os.write(self._skriv, json.dumps(fraga).encode() + b"\0")
        return self._wait_for(lambda svar: svar.get("id") == self._nummer)

    def _wait_for(self, vantat: Any) -> dict[str, Any]:
        slut = time.monotonic() + LANGST_S
        while time.monotonic() < slut:
            svar = self._read_one(slut)
            if svar.get("method") == "Network.requestWillBeSent":
                self.requests.append(svar["params"]["request"]["url"])
            if svar.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.fel.append(json.dumps(svar["params"])[:500])
            if vantat(svar):
                assert "error" not in svar, svar
                resultat: dict[str, Any] = svar.get("result", {})
                return resultat
        raise TimeoutError("Chromium svarar inte")

    def _read_one(self, slut: float) -> dict[str, Any]:
        while b"\0" not in self._kvar:
            if not select.select([self._las], [], [], max(0.0, slut - time.monotonic()))[0]:
                raise TimeoutError("Chromium svarar inte")
            bit = os.read(self._las, 1 << 20)
            assert bit, "Chromium har slutat"
            self._kvar += bit
        forst, _, self._kvar = self._kvar.partition(b"\0")
        svar: dict[str, Any] = json.loads(forst)
        return svar

    def open(self, adress: str) -> None:
        """Load a page and wait until it has run."""
        self.requests.clear()
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=adress)
        slut = time.monotonic() + LANGST_S
        while self.run("document.readyState + location.href") != f"complete{adress}":
            assert time.monotonic() < slut, f"sidan öppnas inte: {self.run('location.href')}"
            time.sleep(0.02)

    def run(self, skript: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        svar = self.call("Runtime.evaluate", expression=skript, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in svar, svar["exceptionDetails"]
        return svar["result"].get("value")

    def press(self, *tangenter: str) -> None:
        """Press keys one after the other."""
        for tangent in tangenter:
            kod = {"key": tangent, "code": tangent, "windowsVirtualKeyCode": TANGENTER[tangent]}
            text = {"text": "\r"} if tangent == "Enter" else {"text": " "} if tangent == " " else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", **kod, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **kod)

    def resize(self, bredd: int, hojd: int) -> None:
        """Make the window of a size, in pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=bredd, height=hojd, deviceScaleFactor=1, mobile=bredd < 600
        )

    def print_pdf(self) -> bytes:
        """The page on paper."""
        return base64.b64decode(
            self.call("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]
        )
