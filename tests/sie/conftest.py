"""SIE files for the tests, built from the format's public description: a small förbund's year with everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.bokforing import Kontoplan, read_kontoplan

ROT = Path(__file__).resolve().parents[2]

HUVUD = """\
#FLAGGA 0
#PROGRAM "Ekonomi & Åtgärd" 5.1
#FORMAT PC8
#GEN 20260115 AN
#SIETYP {typ}
#FNAMN "Samordningsförbundet Östra Älven"
#ORGNR 222000-1234
#ADRESS "Åsa Öberg" "Box 21" "211 20 MALMÖ" "040-123 45"
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#OMFATTN 20251231
#KPTYP KOMMUNBAS
#DIM 6 "Insats"
#DIM 20 "Motpart"
#OBJEKT 6 "P1" "Ung på väg"
#OBJEKT 6 "P2" "Kraft"
#OBJEKT 20 "0180" "Stockholm"
#KONTO 1930 "Bank"
#KTYP 1930 T
#KONTO 2010 "Eget kapital"
#KONTO 3511 "Bidrag från staten"
#KONTO 3513 "Bidrag från kommun"
#SRU 3513 7410
#KONTO 4600 "Insatser"
#ENHET 4600 deltagare
#KONTO 5010 "Arvoden"
#KONTO 5020 "Löner"
#KONTO 7450 "Revision"
"""

SALDON = """\
#IB 0 1930 5000.00
#IB 0 2010 -5000.00
#UB -1 1930 5000.00
#UB -1 2010 -5000.00
#UB 0 1930 6249.50
#UB 0 2010 -5000.00
#RES 0 3511 -2000.00
#RES 0 3513 -1000.00
#RES 0 4600 900.50
#RES 0 5010 100
#RES 0 5020 700.00
#RES 0 7450 50.00
"""

PERIODER = """\
#PSALDO 0 202501 1930 {} 3000
#PSALDO 0 202501 3511 {} -2000.00
#PSALDO 0 202501 3513 {} -1000.00
#PSALDO 0 202502 1930 {} -900.50
#PSALDO 0 202502 4600 {} 900.50 12
#PSALDO 0 202503 1930 {} -850.00
#PSALDO 0 202503 5010 {} 100.00
#PSALDO 0 202503 5020 {} 700.00
#PSALDO 0 202503 7450 {} 50.00
#PBUDGET 0 202501 4600 {} 1000.00
"""

OBJEKT = """\
#PSALDO 0 202501 3513 {20 "0180"} -1000.00
#PSALDO 0 202502 4600 {6 "P1"} 600.00
#PSALDO 0 202502 4600 {6 "P2"} 300.50
#PSALDO 0 202503 5020 {6 "P1"} 450.00
#OIB 0 1930 {6 "P1"} 100.00
"""

VERIFIKATIONER = """\
#VER A 1 20250115 "Bidrag" 20250116 AN
{
   #TRANS 1930 {} 3000.00
   #TRANS 3511 {} -2000.00
   #TRANS 3513 {20 "0180"} -1000.00 20250115 "Stockholm \\"stad\\""
}
#VER A 2 20250228 "Insatser"
{
   #TRANS 1930 {} -900.50
   #TRANS 4600 {6 "P1"} 600.00 20250228 "" 12
   #BTRANS 4600 {6 "P1"} 300.50
   #RTRANS 4600 {"6" "P2"} 300.50
   #TRANS 4600 {"6" "P2"} 300.50
}
#VER A 3 20250331 "Löner m.m."
{
   #TRANS 1930 {} -850
   #TRANS 5010 {} 100.00
   #TRANS 5020 {6 "P1"} 450.00
   #TRANS 5020 {} 250.00
   #TRANS 7450 {} 50.00
}
"""


@pytest.fixture
def typ2() -> str:
    """Period balances, no objekt."""
    huvud = "".join(f"{rad}\n" for rad in HUVUD.splitlines() if not rad.startswith(("#DIM", "#OBJEKT")))
    return huvud.format(typ=2) + SALDON + PERIODER


@pytest.fixture
def typ3() -> str:
    """Period balances per objekt too."""
    return HUVUD.format(typ=3) + SALDON + PERIODER + OBJEKT


@pytest.fixture
def typ4() -> str:
    """An export with verifikationer (4E)."""
    return HUVUD.format(typ=4) + SALDON + VERIFIKATIONER


@pytest.fixture
def typ4i() -> str:
    """A file for import: verifikationer alone."""
    huvud = "".join(f"{rad}\n" for rad in HUVUD.format(typ=4).splitlines()[:7])
    return huvud + VERIFIKATIONER


@pytest.fixture
def kontoplan() -> Kontoplan:
    """The mapping that is shipped."""
    return read_kontoplan(ROT / "models" / "kontoplan.toml")
