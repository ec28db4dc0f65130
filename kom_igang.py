"""Set up in one command, with nothing but Python: `python3 kom_igang.py`, or `python3 kom_igang.py test`.

The first makes `.venv`, installs the program with the versions of constraints.txt, and computes the example. The second
installs the development parts too and runs the one gate: ruff, mypy and pytest. Both can be run again at once: what is
already installed is left alone. The file must parse on an old Python 3, so that it can say that it is too old.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        f"fordelning behöver Python 3.11 eller senare och det här är {sys.version_info[0]}.{sys.version_info[1]}. "
        "Installera en nyare (python.org, eller «sudo apt install python3 python3-venv» på Debian 12 eller senare)."
    )

ROT = Path(__file__).resolve().parent
VENV = ROT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPEL = VENV / "kom_igang.txt"
"""What is installed: a fingerprint of everything the installation depends on, and which parts. Written last."""

UT = Path("ut", "exempel-2026")
EXEMPLET = ["cli.py", "fordela", "inputs/exempel-2026"]
GRINDEN = (["ruff", "check", "."], ["mypy"], ["pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"])
"""The gate's programs in order; pytest is last so that its closing line closes the run."""
SPARAT = "PYTHONDONTWRITEBYTECODE"
"""What the gate does without: it starts Python hundreds of times, so what is compiled is kept."""

BRUK = """Användning:
  python3 kom_igang.py              installera i .venv och räkna exemplet
  python3 kom_igang.py test [...]   installera även det testerna behöver och kör dem; resten går vidare till pytest"""


class Stopp(Exception):
    """The set-up cannot go on; the text says why and what to do, in Swedish."""


def main(argument: list[str]) -> int:
    """Run the user's errand and return the exit code: 0 done, 1 something failed, 2 wrong usage."""
    if argument in (["-h"], ["--help"]):
        print(BRUK)
        return 0
    if argument and argument[0] != "test":
        print(BRUK, file=sys.stderr)
        return 2
    try:
        install("utveckling" if argument else "grund")
    except Stopp as stopp:
        print(stopp, file=sys.stderr)
        return 1
    return run_gate(argument[1:]) if argument else run_example()


def run_example() -> int:
    """Compute the example and say where its workbook lies."""
    kod = run_python(EXEMPLET)
    if kod == 0:
        print(f"\nArbetsboken ligger i {ROT / UT / 'fordelning.xlsx'}")
    return kod


def run_gate(pytest_argument: list[str]) -> int:
    """Run every program of the gate, also after one has failed, so that all findings come at once."""
    koder = []
    for program in GRINDEN:
        print(f"== {' '.join(program)}", flush=True)
        koder.append(run_python(["-m", *program, *(pytest_argument if program[0] == "pytest" else [])], SPARAT))
    return next((kod for kod in reversed(koder) if kod), 0)


def run_python(argument: list[str], utan: str = "") -> int:
    """Run the Python of `.venv` in the checkout, its output straight to the user. UTF-8 whatever the system speaks.

    The user's settings hold, but for `utan`.
    """
    miljo = {namn: varde for namn, varde in os.environ.items() if namn != utan}
    return subprocess.run([str(PYTHON), *argument], cwd=ROT, env={**miljo, "PYTHONUTF8": "1"}).returncode


def install(delar: str) -> None:
    """Bring `.venv` up to date with `delar` (`grund`, or `utveckling` which holds it). Raises Stopp."""
    if is_installed(delar):
        return
    if not is_usable():
        print("Skapar .venv …", flush=True)
        make_venv()
    print("Installerar i .venv, det tar någon minut första gången …", flush=True)
    STAMPEL.unlink(missing_ok=True)
    # Relative, because pip splits this setting at spaces; the second name is what newer pip reads for build parts.
    las = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt", "PIP_USER": "0"}
    vad = ".[utveckling]" if delar == "utveckling" else "."
    run_hidden(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--editable", vad],
        "Installationen gick inte. Kontrollera nätet (och en eventuell proxy) och kör om. Pips sista rader:",
        las,
    )
    STAMPEL.write_text(f"{fingerprint()} {delar}\n", encoding="utf-8")


def is_installed(delar: str) -> bool:
    """Whether the last finished installation was of today's files, by this Python, here, with at least these parts."""
    if not (PYTHON.exists() and STAMPEL.exists()):
        return False
    avtryck, _, installerat = STAMPEL.read_text(encoding="utf-8", errors="replace").strip().partition(" ")
    return avtryck == fingerprint() and installerat in (delar, "utveckling")


def fingerprint() -> str:
    """SHA-256 of what the installation depends on: the two files, the Python, and where the checkout lies."""
    filer = [(ROT / namn).read_bytes() for namn in ("pyproject.toml", "constraints.txt")]
    plats = [os.fsencode(text) for text in (sys.version, sys.base_prefix, str(ROT))]
    return hashlib.sha256(b"\0".join([*filer, *plats])).hexdigest()


def is_usable() -> bool:
    """Whether `.venv` has a Python that runs, is the one running this, and has pip: not half-made, not another's."""
    fraga = "import pip, sys; sys.exit(sys.version != sys.argv[1])"
    try:
        return subprocess.run([str(PYTHON), "-c", fraga, sys.version], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv` from nothing. Raises Stopp where Python lacks the parts for it."""
    rad = "Installera det («sudo apt install python3-venv» på Debian, annars Python från python.org) och kör om."
    for modul in ("venv", "ensurepip"):
        if importlib.util.find_spec(modul) is None:
            raise Stopp(f"Python saknar {modul}, som gör .venv och pip. {rad}")
    klagan = f".venv kunde inte skapas. Saknas venv eller pip? {rad}"
    run_hidden([sys.executable, "-m", "venv", "--clear", str(VENV)], klagan)


def run_hidden(kommando: list[str], klagan: str, miljo: dict[str, str] | None = None) -> None:
    """Run a command in the checkout without showing its output. Raises Stopp with `klagan` and its last lines."""
    svar = subprocess.run(
        kommando,
        cwd=ROT,
        env={**os.environ, **(miljo or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if svar.returncode:
        rader = svar.stdout.decode(errors="replace").strip().splitlines()[-20:]
        raise Stopp("\n".join([klagan, *(f"  {rad}" for rad in rader)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
