"""A headless Chromium that a test drives: opens a file, runs scripts, presses keys, takes pictures.

It speaks the DevTools protocol over two pipes (`--remote-debugging-pipe`), so it needs no port and no package. Where no
browser is found the tests that need one are skipped.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--hide-scrollbars",
    "--remote-debugging-pipe",
)  # fmt: skip
KEY_CODES = {" ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Tab": 9, "Enter": 13,
             "Escape": 27, "Home": 36, "End": 35}  # fmt: skip
SHIFT = 8
START = """
import os, sys
ends = [os.dup(int(number)) for number in sys.argv[1:3]]
for place, end in zip((3, 4), ends):
    os.dup2(end, place)
    os.set_inheritable(place, True)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, with the pipes at the places where it looks for them."""


def found_browser() -> str | None:
    """The path of a browser: that of `WARGAME_BROWSER`, or the first that is installed."""
    named = os.environ.get("WARGAME_BROWSER", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


class PageError(AssertionError):
    """A script of a test, or the page itself, failed."""


class Chromium:
    """One browser with one page; use it as a context manager."""

    def __init__(self, browser: str, width: int = 1280, height: int = 720) -> None:
        """Starts the browser with an empty profile."""
        self._profile = tempfile.TemporaryDirectory(prefix="wargame-chromium-", ignore_cleanup_errors=True)
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(to_browser), str(from_browser), *self._command(browser)],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._rest = b""
        self._number = 0
        self.console: list[str] = []
        self.requests: list[str] = []
        target = self._call("Target.createTarget", {"url": "about:blank"}, session=None)["targetId"]
        attached = self._call("Target.attachToTarget", {"targetId": target, "flatten": True}, session=None)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def _command(self, browser: str) -> list[str]:
        return [browser, *FLAGS, f"--user-data-dir={self._profile.name}"]

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the browser."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
        os.close(self._write)
        os.close(self._read)
        self._profile.cleanup()

    # The protocol

    def call(self, method: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Calls a method of the protocol on the page."""
        return self._call(method, values or {}, self._session)

    def _call(self, method: str, values: Mapping[str, Any], session: str | None) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": dict(values)}
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise PageError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self._note(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise PageError("the browser has ended")
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(text))

    def _note(self, event: Mapping[str, Any]) -> None:
        """Keeps what a test may ask about: errors on the console, and requests."""
        method, values = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = values["exceptionDetails"]
            self.console.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and values["type"] in ("error", "warning", "assert"):
            self.console.append(" ".join(str(item.get("value")) for item in values["args"]))
        elif method == "Log.entryAdded" and values["entry"]["level"] in ("error", "warning"):
            self.console.append(values["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])

    # What a reader does

    def open(self, file: Path, fragment: str = "") -> None:
        """Opens a file as a double click does, and waits until its script has drawn."""
        self.requests.clear()
        self.call("Page.navigate", {"url": "about:blank"})
        self.call("Page.navigate", {"url": file.resolve().as_uri() + fragment})
        self.wait(
            "document.readyState === 'complete' && globalThis.replay !== undefined && replay.frames.length > 0"
        )

    def run(self, script: str) -> Any:
        """The value of an expression on the page, a promise awaited."""
        found = self.call(
            "Runtime.evaluate",
            {"expression": script, "returnByValue": True, "awaitPromise": True, "userGesture": True},
        )
        if "exceptionDetails" in found:
            details = found["exceptionDetails"]
            raise PageError(details.get("exception", {}).get("description", details["text"]))
        return found["result"].get("value")

    def wait(self, condition: str, seconds: float = 30.0) -> None:
        """Waits until a condition holds on the page."""
        script = f"""new Promise((done, failed) => {{
          const until = performance.now() + {seconds * 1000};
          const look = () => {{
            let holds = false;
            try {{ holds = Boolean({condition}); }} catch (error) {{ holds = false; }}
            if (holds) done(true);
            else if (performance.now() > until) failed(new Error("it never came true"));
            else setTimeout(look, 30);
          }};
          look();
        }})"""
        for attempt in range(3):
            try:
                self.run(script)
                return
            except PageError as error:  # the page was left while it waited
                if attempt == 2 or "never came true" in str(error):
                    raise PageError(f"{condition}: {error}; console: {self.console}") from error

    def settle(self) -> None:
        """Waits for two frames, so that what was asked for is drawn."""
        self.run(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )

    def press(self, key: str, shift: bool = False) -> None:
        """Presses a key."""
        text = key if len(key) == 1 else "\r" if key == "Enter" else None
        values = {"key": key, "windowsVirtualKeyCode": KEY_CODES.get(key, ord(key.upper()[0])),
                  "modifiers": SHIFT if shift else 0}  # fmt: skip
        down = {"type": "keyDown", **values, **({"text": text} if text else {})}
        self.call("Input.dispatchKeyEvent", down)
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", **values})
        self.settle()

    def click(self, selector: str) -> None:
        """Presses the middle of an element with the pointer."""
        place = self.run(f"""(() => {{
          const element = document.querySelector({json.dumps(selector)});
          element.scrollIntoView({{block: "nearest"}});
          const box = element.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        self.click_at(*place)

    def click_at(self, x: float, y: float) -> None:
        """Presses a point of the page."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            )
        self.settle()

    def resize(self, width: int, height: int) -> None:
        """Sets the size of the page."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def media(self, kind: str = "screen", scheme: str = "light") -> None:
        """Screen or print, light or dark."""
        self.call(
            "Emulation.setEmulatedMedia",
            {"media": kind, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )

    def picture(self, file: Path) -> Path:
        """A picture of what is seen, as PNG."""
        shot = self.call("Page.captureScreenshot", {"format": "png"})
        file.write_bytes(base64.b64decode(shot["data"]))
        return file

    def pdf(self, file: Path) -> Path:
        """What the printer would get, as PDF."""
        made = self.call("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
        file.write_bytes(base64.b64decode(made["data"]))
        return file
