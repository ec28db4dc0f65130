"""The house holds: floors, rooms, sizes, names, a fast start, and nothing that reaches out or points home.

The rules read the source, so they hold for modules that are written later; a module without a floor fails.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROT = Path(__file__).resolve().parent.parent
PAKET = ROT / "fordelning"
MODULER = {
    ".".join(fil.relative_to(ROT).with_suffix("").parts).removesuffix(".__init__"): fil
    for fil in sorted(PAKET.rglob("*.py"))
}
"""Dotted name → file, for every module of the package."""

VANINGAR: tuple[set[str], ...] = (
    {"fel", "version"},
    {"pengar", "platser", "infil", "tecken", "teckenkod", "tillagg"},
    {"filer"},
    {"blad"},
    {"begrepp"},
    {"schema"},
    {"modell", "metod", "planfil"},
    {"underlag", "bok", "sie", "regionmedel"},
    {"bokforing", "erbjudande"},
    {"regler", "behov", "trappning"},
    {"berakning", "medfinansiering", "rimlighet", "ursprung"},
    {"resultat", "modellkontroll"},
    {"kapital"},
    {"mall"},
    {"ar"},
    {"analys"},
    {"plan", "budget"},
    {"statistik"},
    {"svep"},
    {"rapport", "kvitto"},
    {"budgetbok", "svar"},
    {"bibliotek", "webb"},
    {"kommandon", "cli", "__main__"},
)
"""Bottom first; a floor's rooms are modules or packages directly under fordelning/. Where one room stands on another
they are two floors: the gate's limits (`underlag`) are method and therefore read by `modell`."""

CLI = VANINGAR[-1]
RUM = {
    "pandas": {"analys", "resultat"},
    "openpyxl": {"infil"},
    "python_calamine": {"statistik"},
    "xlsxwriter": {"blad"},
    "pulp": {"plan"},
    "highspy": {"plan"},
    "joblib": {"svep"},
    "dask": {"svep"},
    "distributed": {"svep"},
    "fastapi": {"webb"},
    "uvicorn": {"webb"},
    "typer": CLI,
    "rich": CLI,
}
"""Library → the rooms it may be imported in."""

TUNGA = {
    "dask",
    "distributed",
    "fastapi",
    "joblib",
    "numpy",
    "pandas",
    "pulp",
    "highspy",
    "openpyxl",
    "python_calamine",
    "uvicorn",
    "xlsxwriter",
}
NATVERK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "urllib", "urllib3", "webbrowser"}
VAGRADE_NAMN = {"utils", "util", "helpers", "helper", "common", "main", "misc"}
RADER_FIL = 250
RADER_FUNKTION = 30


@cache
def read_tree(fil: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return ast.parse(fil.read_text(encoding="utf-8"), str(fil))


@cache
def find_imports(modul: str) -> frozenset[str]:
    """Every module a module imports, also inside functions, as a dotted name. Names taken from a module are cut off."""
    return frozenset(_list_imports(modul))


def _list_imports(modul: str) -> Iterator[str]:
    for nod in ast.walk(read_tree(MODULER[modul])):
        if isinstance(nod, ast.Import):
            yield from (alias.name for alias in nod.names)
        elif isinstance(nod, ast.ImportFrom):
            assert nod.level == 0, f"{modul}: relativ import på rad {nod.lineno}; skriv hela namnet"
            for alias in nod.names:
                hela = f"{nod.module}.{alias.name}"
                yield hela if hela in MODULER else str(nod.module)


def find_own_imports(modul: str) -> set[str]:
    """The modules of this package that a module imports."""
    return {importerad for importerad in find_imports(modul) if importerad.startswith("fordelning.")}


def room(modul: str) -> str:
    """The room of a dotted name: `fordelning.plan.mal` lies in `plan`."""
    return modul.split(".")[1]


def floor(modul: str) -> int:
    """The floor of a dotted name."""
    vaningar = [i for i, rum in enumerate(VANINGAR) if room(modul) in rum]
    assert vaningar, f"{modul} har ingen våning: skriv in {room(modul)} i VANINGAR (DESIGN: Rooms and floors)"
    return vaningar[0]


def may_import(fran: str, till: str) -> bool:
    """Down, or within a room; the top floor is one room."""
    return floor(till) < floor(fran) or room(fran) == room(till) or {room(fran), room(till)} <= CLI


EGNA_MODULER = [modul for modul in MODULER if modul != "fordelning"]


FILER = [*MODULER.values(), ROT / "cli.py", ROT / "kom_igang.py"]


def relative(fil: Path) -> str:
    return fil.relative_to(ROT).as_posix()


def test_a_module_imports_only_from_floors_below() -> None:
    ansikte = [modul for modul in EGNA_MODULER if "fordelning" in find_imports(modul)]
    assert ansikte == [], "paketets ansikte står överst: hämta namnet där det görs"
    par = ((fran, till) for fran in EGNA_MODULER for till in find_own_imports(fran))
    assert sorted((fran, till) for fran, till in par if not may_import(fran, till)) == []


def test_the_package_itself_imports_its_names_only_when_they_are_used() -> None:
    kod = "import sys; fore = {*sys.modules}; import fordelning; dir(fordelning); print(*({*sys.modules} - fore))"
    svar = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, encoding="utf-8", check=True)
    assert {m for m in svar.stdout.split() if m.split(".")[0] not in sys.stdlib_module_names} == {
        "fordelning",
        "fordelning.version",
    }


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter({modul: find_own_imports(modul) for modul in MODULER}).prepare()
    except CycleError as fel:
        pytest.fail("ring av importer: " + " → ".join(fel.args[1]))


def test_only_one_place_writes_to_the_terminal() -> None:
    """`kommandon/utskrift.py` spells out what could steer a terminal."""
    skriver = {
        m for m, fil in MODULER.items() if re.search(r"\btyper\.(echo|secho)\(|\bprint\(", fil.read_text("utf-8"))
    }
    assert skriver <= {"fordelning.kommandon.utskrift"}


def test_rules_never_import_each_other() -> None:
    for modul in EGNA_MODULER:
        if modul.startswith("fordelning.regler."):
            assert not {till for till in find_own_imports(modul) if room(till) == "regler"}, modul


def list_libraries(modul: str) -> set[str]:
    return {importerad.split(".")[0] for importerad in find_imports(modul)}


def test_a_library_is_used_only_in_its_room() -> None:
    anvands = ((modul, b) for modul in EGNA_MODULER for b in list_libraries(modul) & RUM.keys())
    assert [(modul, b) for modul, b in anvands if room(modul) not in RUM[b]] == []


def test_only_one_module_imports_the_network() -> None:
    assert {m for m in EGNA_MODULER if list_libraries(m) & NATVERK} == {"fordelning.statistik.hamtning"}


def test_only_the_command_line_asks() -> None:
    fragar = {m for m, fil in MODULER.items() if re.search(r"\binput\(", fil.read_text("utf-8"))}
    assert {m for m in fragar if room(m) not in CLI} == set()


def test_files_and_functions_are_short_enough_to_read() -> None:
    langder = {relative(fil): len(fil.read_text(encoding="utf-8").splitlines()) for fil in FILER}
    assert {fil: antal for fil, antal in langder.items() if antal > RADER_FIL} == {}
    funktioner = ((fil, f) for fil in FILER for f in find_functions(fil))
    assert {(relative(fil), f.name): n for fil, f in funktioner if (n := count_lines(f)) > RADER_FUNKTION} == {}


def find_functions(fil: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (nod for nod in ast.walk(read_tree(fil)) if isinstance(nod, ast.FunctionDef | ast.AsyncFunctionDef))


def count_lines(funktion: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from its def, its docstring (which is the rule in words) not counted."""
    rader = (funktion.end_lineno or funktion.lineno) - funktion.lineno + 1
    if ast.get_docstring(funktion) is None:
        return rader
    forst = funktion.body[0]
    return rader - ((forst.end_lineno or forst.lineno) - forst.lineno + 1)


def find_classes_from_elsewhere(modul: str) -> Iterator[tuple[str, str]]:
    """The classes that a module takes from other rooms: name, and the module that holds it or hands it on."""
    for nod in ast.walk(read_tree(MODULER[modul])):
        if (
            isinstance(nod, ast.ImportFrom)
            and nod.module in {*MODULER} - {"fordelning"}
            and room(nod.module) != room(modul)
        ):
            yield from ((alias.name, nod.module) for alias in nod.names)


def find_home(namn: str, modul: str) -> str | None:
    """The module where a class that is imported from `modul` is written; None for what is no class."""
    trad = read_tree(MODULER[modul])
    if any(isinstance(nod, ast.ClassDef) and nod.name == namn for nod in trad.body):
        return modul
    for nod in trad.body:
        if isinstance(nod, ast.ImportFrom) and nod.module in MODULER:
            for alias in nod.names:
                if (alias.asname or alias.name) == namn:
                    return find_home(alias.name, str(nod.module))
    return None


def test_no_two_classes_that_are_imported_across_rooms_share_a_name() -> None:
    hem: dict[str, set[str]] = {}
    for modul in EGNA_MODULER:
        for namn, fran in find_classes_from_elsewhere(modul):
            if (hemma := find_home(namn, fran)) is not None:
                hem.setdefault(namn, set()).add(hemma)
    assert {namn: sorted(var) for namn, var in hem.items() if len(var) > 1} == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    filer = [*PAKET.rglob("*"), *(ROT / "tests").rglob("*"), *ROT.glob("*.py")]
    assert [relative(fil) for fil in filer if fil.stem in VAGRADE_NAMN] == []


def test_every_module_says_what_it_is() -> None:
    assert [modul for modul, fil in MODULER.items() if not ast.get_docstring(read_tree(fil))] == []


def test_help_starts_without_the_heavy_libraries() -> None:
    svar = subprocess.run(
        [sys.executable, "-X", "importtime", "cli.py", "--help"], cwd=ROT, capture_output=True, encoding="utf-8"
    )
    assert svar.returncode == 0, svar.stderr[-2000:]
    laddade = {rad.rsplit("|", 1)[-1].strip().split(".")[0] for rad in svar.stderr.splitlines() if "|" in rad}
    assert "typer" in laddade
    assert laddade & TUNGA == set()


def test_no_text_points_to_somebodys_machine() -> None:
    hem = re.compile(r"(?<![\w.}>])/(?:home|root|Users|work)/|\b[A-Z]:\\Users\\")
    mappar = ("fordelning", "models", "inputs", "tests", "docs", ".ci")
    i_roten = [fil for fil in ROT.glob("*.*") if fil.name != ".git"]  # a worktree's link to its repository
    filer = [fil for mapp in mappar for fil in (ROT / mapp).rglob("*")] + i_roten
    text = {".py", ".toml", ".csv", ".md", ".txt", ".lp", ".html", ".j2", ".json", ""}
    lasta = [fil for fil in filer if fil.is_file() and fil.suffix in text and "__pycache__" not in fil.parts]
    assert [relative(fil) for fil in lasta if hem.search(fil.read_text(encoding="utf-8", errors="replace"))] == []
