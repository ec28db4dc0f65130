"""Setting up: what kom_igang.py promises, what the wheel holds, and that both name the same parts."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from fordelning import __version__
from fordelning.platser import find_modeller, find_underlag

ROT = Path(__file__).resolve().parent.parent


@pytest.fixture
def kom_igang(tmp_path: Path) -> ModuleType:
    """The script as it is in a fresh checkout, in a folder with spaces and Swedish letters."""
    rot = tmp_path / "En mapp för å ä ö"
    rot.mkdir()
    for namn in ("kom_igang.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROT / namn, rot)
    return load(rot)


def load(rot: Path) -> ModuleType:
    """Import the kom_igang.py of a checkout."""
    spec = importlib.util.spec_from_file_location("kom_igang", rot / "kom_igang.py")
    assert spec and spec.loader
    modul = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modul)
    return modul


def make_venv_without_pip(kom_igang: ModuleType) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(kom_igang.VENV)], check=True)


def stamp(kom_igang: ModuleType, delar: str) -> None:
    """Mark `delar` as installed from today's files."""
    kom_igang.STAMPEL.write_text(f"{kom_igang.fingerprint()} {delar}\n", encoding="utf-8")


def run_script(kom_igang: ModuleType, *argument: str, saknas: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script as a user does, where asked with a Python that lacks a standard module."""
    kod = (
        f"import runpy, sys; sys.modules.update(dict.fromkeys({saknas.split()!r}));"
        f"sys.argv = ['kom_igang.py', *{list(argument)!r}]; runpy.run_path('kom_igang.py', run_name='__main__')"
    )
    return subprocess.run([sys.executable, "-c", kod], cwd=kom_igang.ROT, capture_output=True, encoding="utf-8")


def test_the_script_uses_only_the_standard_library() -> None:
    trad = ast.parse((ROT / "kom_igang.py").read_text(encoding="utf-8"))
    namn = {alias.name for nod in ast.walk(trad) if isinstance(nod, ast.Import) for alias in nod.names}
    namn |= {str(nod.module) for nod in ast.walk(trad) if isinstance(nod, ast.ImportFrom)}
    assert {n.split(".")[0] for n in namn} <= sys.stdlib_module_names


def test_the_script_parses_on_old_pythons_so_that_it_can_say_they_are_old() -> None:
    ast.parse((ROT / "kom_igang.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_unknown_errand_is_wrong_usage(kom_igang: ModuleType) -> None:
    svar = run_script(kom_igang, "hej")
    assert svar.returncode == 2
    assert "python3 kom_igang.py test" in svar.stderr


@pytest.mark.parametrize("modul", ["venv", "ensurepip"])
@pytest.mark.parametrize("argument", [[], ["test"]])
def test_a_python_without_its_parts_is_told_in_one_line_what_to_install(
    modul: str, argument: list[str], kom_igang: ModuleType
) -> None:
    svar = run_script(kom_igang, *argument, saknas=modul)
    assert svar.returncode == 1
    (rad,) = svar.stderr.splitlines()
    assert modul in rad and "sudo apt install python3-venv" in rad
    assert not kom_igang.VENV.exists()


def test_a_failed_installation_says_so_in_swedish_with_the_last_lines(kom_igang: ModuleType) -> None:
    with pytest.raises(kom_igang.Stopp, match=r"(?s)^Det gick inte:\n  först\n  sist$"):
        kom_igang.run_hidden([sys.executable, "-X", "utf8", "-c", "print('först\\nsist'); exit(3)"], "Det gick inte:")


@pytest.mark.parametrize(
    ("installerat", "begart", "klart"),
    [
        ("grund", "grund", True),
        ("grund", "utveckling", False),
        ("utveckling", "utveckling", True),
        ("utveckling", "grund", True),
    ],
)
def test_what_is_installed_is_not_installed_again(
    installerat: str, begart: str, klart: bool, kom_igang: ModuleType
) -> None:
    make_venv_without_pip(kom_igang)
    assert not kom_igang.is_installed(begart)
    stamp(kom_igang, installerat)
    assert kom_igang.is_installed(begart) is klart


@pytest.mark.parametrize("namn", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed_again(namn: str, kom_igang: ModuleType) -> None:
    make_venv_without_pip(kom_igang)
    stamp(kom_igang, "utveckling")
    with (kom_igang.ROT / namn).open("a", encoding="utf-8") as fil:
        fil.write("\n# en ändring\n")
    assert not kom_igang.is_installed("grund")


def test_a_moved_checkout_is_installed_again(kom_igang: ModuleType) -> None:
    make_venv_without_pip(kom_igang)
    stamp(kom_igang, "grund")
    assert not load(kom_igang.ROT.rename(kom_igang.ROT.with_name("flyttad"))).is_installed("grund")


def test_a_missing_or_half_made_venv_is_not_used(kom_igang: ModuleType) -> None:
    assert not kom_igang.is_usable()
    make_venv_without_pip(kom_igang)
    assert not kom_igang.is_usable()


def test_the_venv_of_another_python_is_not_used(kom_igang: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_venv_without_pip(kom_igang)
    (next(kom_igang.VENV.rglob("site-packages")) / "pip.py").touch()  # as much of pip as the question needs
    assert kom_igang.is_usable()
    monkeypatch.setattr(sys, "version", "3.11.0 (en annan)")
    assert not kom_igang.is_usable()


def test_the_gate_runs_everything_with_pytest_last_and_fails_if_anything_fails(kom_igang: ModuleType) -> None:
    make_venv_without_pip(kom_igang)
    stamp(kom_igang, "utveckling")
    for program, kod in (("ruff", 0), ("mypy", 1), ("pytest", 0)):
        text = f"import sys; print({program!r}, *sys.argv[1:]); sys.exit({kod})"
        (kom_igang.ROT / f"{program}.py").write_text(text, encoding="utf-8")
    svar = run_script(kom_igang, "test", "-k", "golv")
    assert svar.returncode == 1
    rader = [rad for rad in svar.stdout.splitlines() if not rad.startswith("==")]
    assert rader == ["ruff check .", "mypy", "pytest -n auto --dist loadfile --no-loadscope-reorder -k golv"]


def test_only_the_gate_keeps_what_is_compiled_against_the_users_setting(
    kom_igang: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_venv_without_pip(kom_igang)
    fraga = "import sys; sys.exit(sys.dont_write_bytecode)"
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(kom_igang, "EXEMPLET", ["-c", fraga])
    (kom_igang.ROT / "fraga.py").write_text(fraga, encoding="utf-8")
    monkeypatch.setattr(kom_igang, "GRINDEN", (["fraga"],))
    assert (kom_igang.run_example(), kom_igang.run_gate([])) == (1, 0)


def read_requirements() -> set[str]:
    """The parts that the program and its tests ask for, in lower case."""
    projekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    krav = [*projekt["dependencies"], *projekt["optional-dependencies"]["utveckling"]]
    return {re.split(r"[<>=!~\[; ]", rad)[0].lower() for rad in krav}


def read_pins() -> dict[str, list[str]]:
    """Part → its pins (with marker) in constraints.txt."""
    pins: dict[str, list[str]] = {}
    for rad in (ROT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not rad.startswith("#"):
            namn, _, resten = rad.partition("==")
            pins.setdefault(namn, []).append(resten)
    return pins


def test_every_part_we_ask_for_is_pinned_without_hash_or_address() -> None:
    assert read_requirements() <= read_pins().keys()
    text = (ROT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--hash|sha256| @ |file:", text)


def test_pulp_is_pinned_for_both_of_its_generations() -> None:
    assert [pin.split(".")[0] for pin in read_pins()["pulp"]] == ["3", "4"]
    assert all("python_version" in pin for pin in read_pins()["pulp"])


def test_a_bare_name_means_the_bundled_data_set_and_a_path_means_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_underlag("exempel-2026") == ROT / "inputs" / "exempel-2026"
    assert find_underlag("finns/inte") == Path("finns/inte")
    assert find_underlag("finns-inte") == Path("finns-inte")
    (tmp_path / "exempel-2026").mkdir()
    assert find_underlag("exempel-2026") == Path("exempel-2026")
    assert find_modeller() == ROT / "models"


@pytest.mark.parametrize("via_sdist", [False, True], ids=["wheel", "wheel ur sdist"])
def test_the_wheel_holds_the_models_and_the_example(via_sdist: bool, tmp_path: Path) -> None:
    kalla = unpack_sdist(tmp_path) if via_sdist else ROT
    build(kalla, "wheel", tmp_path)
    (hjul,) = tmp_path.glob(f"fordelning-{__version__}-*.whl")
    zipfile.ZipFile(hjul).extractall(tmp_path / "installerad")
    sida = tmp_path / "installerad" / "fordelning" / "rapport" / "sida"
    assert {"karta.json", "sida.css", "sida.js"} <= {fil.name for fil in sida.iterdir()}
    fraga = (
        "from fordelning.platser import *; print(find_underlag('exempel-2026').is_dir(), find_modeller());"
        "print(*sorted(fil.relative_to(find_modeller()).as_posix() for fil in find_modeller().rglob('*.toml')))"
    )
    svar = subprocess.check_output(
        [sys.executable, "-c", fraga], cwd=tmp_path, env={**os.environ, "PYTHONPATH": "installerad"}, encoding="utf-8"
    )
    plats, modeller = svar.splitlines()
    assert plats == f"True {tmp_path / 'installerad' / 'fordelning' / '_data' / 'models'}"
    models = ROT / "models"
    assert modeller.split() == sorted(fil.relative_to(models).as_posix() for fil in models.rglob("*.toml"))


def unpack_sdist(tmp_path: Path) -> Path:
    build(ROT, "sdist", tmp_path)
    shutil.unpack_archive(tmp_path / f"fordelning-{__version__}.tar.gz", tmp_path, filter="data")
    return tmp_path / f"fordelning-{__version__}"


def build(kalla: Path, slag: str, till: Path) -> None:
    """Build a wheel or sdist of a source tree with the backend itself: no network, no isolation."""
    kod = f"import sys; from hatchling.build import build_{slag}; build_{slag}(sys.argv[1])"
    subprocess.run([sys.executable, "-c", kod, str(till)], cwd=kalla, check=True, capture_output=True)
