"""Need and reach in words: the summary for the terminal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.behov import Behovslage, Skattning
from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.behov.tabeller import Behovsgrund, list_need_assumptions

ANNAN_LASNING = "  med källans andra läsning"


def summarize_behov(t: Behovsgrund) -> str:
    """Need per målgrupp, how much is reached, the rule of thumb, and the published estimates recomputed."""
    b, s = t.lage, t.skattning
    marke = " (uppskattning)" if b.uppskattat else ""
    rader = [f"Behov i {len(b.koder)} förbund, budgetår {t.underlag.budgetar}{marke}", ""]
    _, namn, personer, andel, i_behov, _ = t.kanda.malgrupper.kolumner
    hela = [namn, personer, andel, replace(i_behov, form="antal")]
    rader += [*format_table(hela, ("målgrupp", "personer", "andel", "i behov"), summa=True), ""]
    rader += [*_summarize_reach(b), "", *_summarize_published(s), ""]
    rader += [f"  {text}" for text in list_need_assumptions(t)]
    return "\n".join([*rader, *(f"  {a.plats}: {a.vad}" for a in b.anmarkningar)])


def _summarize_reach(b: Behovslage) -> list[str]:
    """How much of the need is reached, where least and most, and the need by rule of thumb."""
    schablon = f"{_percent(b.schablon_andel)} av invånarna i förbunden är {_show(b.schablon_antal.sum())} personer"
    rader = [f"{schablon}, i alla områden {_show(b.schablon_andel * b.riket_invanare_antal)}."]
    i_ordning = sorted((andel, kod) for andel, kod in zip(b.natt_andel, b.koder, strict=True) if not np.isnan(andel))
    if not i_ordning:
        return ["Hur många som nås framgår inte: deltagare (idag_antal) eller behov saknas.", *rader]
    antal, andel = _show(b.deltagare_antal[b.vet_deltagare].sum()), _percent(b.natt_tillsammans_andel)
    (lagst, lagst_kod), (hogst, hogst_kod) = i_ordning[0], i_ordning[-1]
    spann = f"Minst i {lagst_kod} ({_percent(lagst)}), mest i {hogst_kod} ({_percent(hogst)})."
    return [f"Nås: {antal} deltagare, {andel} av behovet i {b.vet_deltagare.sum()} förbund. {spann}", *rader]


def _summarize_published(s: Skattning) -> list[str]:
    """The published table with its rows recomputed, in both readings."""
    rader = [f"Publicerat, omräknat: {s.namn} ({s.kalla.text})", *format_table(_make_published(s).kolumner)]
    av = [_percent(antal / s.jamforelse_antal) for antal in (s.sum_need(), s.publicerat_antal, s.sum_need(True))]
    rader.append(f"  Av {_show(s.jamforelse_antal)}: oavrundat {av[0]}, publicerat {av[1]}, andra läsningen {av[2]}.")
    rader += [f"  {a.plats}: {a.vad}." for a in s.find_deviations()]
    for p in s.schablon.publicerat:
        rader.append(f"  {_percent(s.schablon.andel)} av befolkningen: {p.vad} {_show(p.antal)} ({p.kalla.text}).")
    for n in s.natt:
        andel = f"{_percent(n.andel)}, publicerat {_percent(n.publicerad_andel)}"
        rader.append(f"  {n.vad}: {_show(n.natt_antal)} av {_show(n.behov_antal)} = {andel} ({n.kalla.text}).")
    return rader


def _make_published(s: Skattning) -> Tabell:
    """A row per målgrupp, under it the other reading where the source has one; and the sums of both."""
    rader: list[tuple[str, float | None, float | None, float, float | None]] = []
    for g in s.grupp:
        rader.append((g.namn, g.personer_antal, g.andel_i_behov, g.compute_need(), g.publicerat_antal))
        if g.annan_lasning_andel is not None:
            rader.append((ANNAN_LASNING, None, g.annan_lasning_andel, g.compute_need(True), None))
    rader.append(("Summa", None, None, s.sum_need(), s.publicerat_antal))
    rader.append((ANNAN_LASNING, None, None, s.sum_need(True), None))
    namn, personer, andel, oavrundat, publicerat = zip(*rader, strict=True)
    t = Tabell("Publicerat")
    t.data("målgrupp", namn)
    t.data("personer", personer, "antal")
    t.data("andel", andel, "andel")
    t.data("oavrundat", oavrundat, "tal")
    t.data("publicerat", publicerat, "antal")
    return t


def _show(antal: float) -> str:
    """Whole persons with space between thousands."""
    return format_kr(antal)


def _percent(andel: float) -> str:
    """A share with the decimals it has, two at most: 80 %, 4,25 %."""
    return f"{andel * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
