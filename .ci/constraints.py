"""Make constraints.txt anew: `python .ci/constraints.py python3.11 python3.12 python3.13` (oldest Python first).

Asks the pip of each Python what the program, its development parts and its build parts resolve to today, and writes one
pin per part where all agree and one per Python, with a marker, where they differ. Names and versions only. What only
another operating system needs (colorama on Windows) is not pinned.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROT = Path(__file__).resolve().parent.parent
BYGGDELAR = ["hatchling", "editables"]
"""What an editable install needs to build; hatchling asks for editables only then."""

HUVUD = """\
# The versions the program is tested with on Python {pythons}. Generated; do not edit. To renew:
#   python .ci/constraints.py {kommandon}
"""

Version = tuple[int, int]


def main(kommandon: list[str]) -> None:
    """Write constraints.txt from the answers of every Python given."""
    svar = {ask_version(kommando): resolve(kommando) for kommando in kommandon}
    delar = sorted(set().union(*svar.values()))
    pins = [pin for namn in delar for pin in make_pins(namn, svar)]
    pythons = ", ".join(f"{a}.{b}" for a, b in svar)
    huvud = HUVUD.format(pythons=pythons, kommandon=" ".join(f"python{a}.{b}" for a, b in svar))
    (ROT / "constraints.txt").write_text(huvud + "\n".join(pins) + "\n", encoding="utf-8")


def ask_version(kommando: str) -> Version:
    """The Python version of a command."""
    text = subprocess.check_output([kommando, "-c", "import sys; print(*sys.version_info[:2])"], text=True)
    storre, mindre = map(int, text.split())
    return storre, mindre


def resolve(kommando: str) -> dict[str, str]:
    """Part → version, as the newest set that fits together on that Python."""
    with tempfile.TemporaryDirectory() as mapp:
        rapport = Path(mapp, "rapport.json")
        vad = ["--quiet", "--dry-run", "--ignore-installed", "--report", str(rapport), ".[utveckling]", *BYGGDELAR]
        subprocess.run([kommando, "-m", "pip", "install", *vad], cwd=ROT, check=True)
        delar = [post["metadata"] for post in json.loads(rapport.read_text(encoding="utf-8"))["install"]]
    return {del_["name"].lower().replace("_", "-"): del_["version"] for del_ in delar if del_["name"] != "fordelning"}


def make_pins(namn: str, svar: dict[Version, dict[str, str]]) -> list[str]:
    """One pin per row of Pythons that agree; the newest row holds for later Pythons too, the oldest for earlier."""
    versioner = [(python, delar.get(namn)) for python, delar in svar.items()]
    byten = [i for i, (_, version) in enumerate(versioner) if i == 0 or version != versioner[i - 1][1]]
    pins = []
    for start, slut in zip(byten, [*byten[1:], None], strict=True):
        version = versioner[start][1]
        granser = [] if start == 0 else [f"python_version >= '{_text(versioner[start][0])}'"]
        granser += [] if slut is None else [f"python_version < '{_text(versioner[slut][0])}'"]
        if version is not None:
            pins.append(f"{namn}=={version}" + (f" ; {' and '.join(granser)}" if granser else ""))
    return pins


def _text(python: Version) -> str:
    return f"{python[0]}.{python[1]}"


if __name__ == "__main__":
    main(sys.argv[1:])
