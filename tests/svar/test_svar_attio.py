"""Eighty förbund answer, five of them with a fault: five findings, and sums that are exact to the krona."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fordelning.svar.inforing import put_in
from fordelning.svar.las_blanketter import read_replies
from fordelning.svar.svarslista import format_list
from fordelning.svar.text import summarize_replies
from fordelning.underlag import check, read_checked
from fordelning.underlag.texter import make_ratext
from tests.svar.blanketter import Svar, fill, offer, write_forms

EXEMPEL = Path(__file__).resolve().parents[2] / "inputs" / "exempel-2026"

FEL: Mapping[str, Svar] = {
    "SF-0101": {"askande_kr": "4,5 miljoner"},
    "SF-0901": {"askande_kr": -1},
    "SF-1203": {"manader": 0},
    "SF-2004": {"utgaende_kr": 99_000_000},
    "SF-2505": {"forbund_kod": "SF-2555"},
}


def test_eighty_forms_with_five_faults_give_five_findings_and_an_exact_national_sum(tmp_path: Path) -> None:
    granskat = read_checked(EXEMPEL)
    anbud, u = offer(granskat), granskat.underlag
    belopp = {kod: 1_000_003 + 12_347 * i for i, kod in enumerate(u.koder)}
    for kod, fil in write_forms(anbud, tmp_path).items():
        fill(fil, {"askande_kr": belopp[kod], "svarande": kod, **FEL.get(kod, {})})
    infort = put_in(granskat, read_replies(tmp_path, anbud))
    assert len(infort.lasta.fel) == len({a.plats.partition(",")[0] for a in infort.lasta.fel}) == 5
    assert all("blad Svar, cell B" in a.plats for a in infort.lasta.fel)
    assert len(infort.lasta.svar) == 75
    nytt = check(make_ratext(infort.texter)).underlag
    vantat = {f.forbund_kod: f.askande_kr for f in u.forbund} | {k: v for k, v in belopp.items() if k not in FEL}
    assert {f.forbund_kod: f.askande_kr for f in nytt.forbund} == vantat
    summa = f"{sum(v for v in vantat.values() if v is not None):,}".replace(",", "\u00a0")
    text = summarize_replies(infort, anbud, None)
    assert "75 av 80 förbunds svar är inlästa" in text
    assert summa in text
    assert max(map(len, text.splitlines())) <= 80
    assert format_list(infort, u).count("\n") == 1 + 75 * 2 + 5
