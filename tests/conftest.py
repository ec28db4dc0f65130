"""What holds for every test: no network, draws that repeat, and LibreOffice and Chromium wherever they can be had."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("huset", derandomize=True, database=None, deadline=None, max_examples=60)
settings.load_profile("huset")
os.environ.pop("COLUMNS", None)  # what is printed is whole, whatever terminal the tests run in


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test of another program only where that program is absent and we are not in CI."""
    for marke, program in (("libreoffice", "soffice"), ("webblasare", "chromium")):
        if item.get_closest_marker(marke) and not shutil.which(program) and not os.environ.get("CI"):
            pytest.skip(f"{program} finns inte på den här datorn")


_TILLATET = {"lokalt": False}
"""Whether this computer may be reached: only while a test uses the fixture `loopback`."""


@pytest.fixture
def loopback() -> Iterator[None]:
    """A server of the test's own on 127.0.0.1 may be reached, and nothing else."""
    _TILLATET["lokalt"] = True
    yield
    _TILLATET["lokalt"] = False


def _refuse_network(handelse: str, argument: tuple[object, ...]) -> None:
    """Audit hook: nothing in the program or its tests may look up a host or connect to one."""
    if handelse not in ("socket.connect", "socket.getaddrinfo"):
        return
    varst = argument[1] if handelse == "socket.connect" else argument
    if _TILLATET["lokalt"] and isinstance(varst, tuple) and varst[0] == "127.0.0.1":
        return
    if handelse == "socket.getaddrinfo" or isinstance(varst, tuple):
        raise RuntimeError(f"nätverk används: {handelse} {argument[1:]}")


sys.addaudithook(_refuse_network)


LANGSAMMA = {
    "ar/test_inget_forsvinner.py",
    "ar/test_nytt_ar.py",
    "ar/test_runt.py",
    "budget/test_planen.py",
    "budgetbok/test_budget_plan.py",
    "budgetbok/test_budgetbok.py",
    "budgetbok/test_budgetlasning.py",
    "budgetbok/test_insamlade.py",
    "budgetbok/test_tillbaka.py",
    "plan/test_andra_losare.py",
    "plan/test_insikt.py",
    "plan/test_omojlig.py",
    "plan/test_osakerhet.py",
    "plan/test_sammaplan.py",
    "rapport/test_jamfor.py",
    "rapport/test_plan_arbetsbok.py",
    "rapport/test_plan_mot.py",
    "rapport/test_sida.py",
    "sie/test_skrivning.py",
    "rapport/test_plan_kommando.py",
    "rapport/test_plan_tabeller.py",
    "rapport/test_sida_i_webblasare.py",
    "rapport/test_workbook.py",
    "svar/test_svar.py",
    "svar/test_svar_attio.py",
    "svep/test_scenarier.py",
    "svep/test_svepet.py",
    "test_budgetkommando.py",
    "test_library.py",
    "test_modellsteg.py",
    "underlag/test_arbetsbok.py",
    "underlag/test_grind_slump.py",
    "webb/test_webb.py",
    "webb/test_webb_i_webblasare.py",
}
"""Files of many plans, books and draws: all their tests are `langsam`, so that the gate before a commit is short."""


LANGST = "test_workbook_recalculated.py"
"""The file that takes longest begins, so that no worker waits for it at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of the slow files, and put the longest first."""
    tests = Path(__file__).parent
    for item in items:
        if item.path.relative_to(tests).as_posix() in LANGSAMMA:
            item.add_marker("langsam")
    items.sort(key=lambda item: item.path.name != LANGST)
