"""Need and reach in words: the summary for the terminal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.behov import Behovslage, Skattning
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.behov.tabeller import Behovsgrund, list_need_assumptions

ANNAN_LASNING = "  med källans andra läsning"


def summarize_behov(b: Behovslage, underlag: Underlag, s: Skattning) -> str:
    """Need per målgrupp, how much is reached, the rule of thumb, and the published estimates recomputed."""
    marke = " (uppskattning)" if b.uppskattat else ""
    rader = [f"Behov i {len(b.koder)} förbund, budgetår {underlag.budgetar}{marke}", ""]
    _, namn, personer, andel, i_behov, _ = Behovsgrund(b, underlag, s).kanda.malgrupper.kolumner
    hela = [namn, personer, andel, replace(i_behov, form="antal")]
    rader += [*format_table(hela, ("målgrupp", "personer", "andel", "i behov"), summa=True), ""]
    rader += [*_summarize_reach(b), "", *_summarize_published(s), ""]
    rader += [f"  {text}" for text in list_need_assumptions(b, s)]
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
    rader = [f"Publicerat, omräknat: {s.namn} ({s.kalla.text})"]
    rader.append(_line("målgrupp", "personer", "andel", "oavrundat", "publicerat"))
    for g in s.grupp:
        behov, publicerat = _show_unrounded(g.compute_need()), _show(g.publicerat_antal)
        rader.append(_line(g.namn, _show(g.personer_antal), _percent(g.andel_i_behov), behov, publicerat))
        if g.annan_lasning_andel is not None:
            rader.append(
                _line(ANNAN_LASNING, "", _percent(g.annan_lasning_andel), _show_unrounded(g.compute_need(True)))
            )
    rader.append(_line("Summa", "", "", _show(s.sum_need()), _show(s.publicerat_antal)))
    rader.append(_line(ANNAN_LASNING, "", "", _show(s.sum_need(True))))
    av = [_percent(antal / s.jamforelse_antal) for antal in (s.sum_need(), s.publicerat_antal, s.sum_need(True))]
    rader.append(f"  Av {_show(s.jamforelse_antal)}: oavrundat {av[0]}, publicerat {av[1]}, andra läsningen {av[2]}.")
    rader += [f"  {a.plats}: {a.vad}." for a in s.find_deviations()]
    for p in s.schablon.publicerat:
        rader.append(f"  {_percent(s.schablon.andel)} av befolkningen: {p.vad} {_show(p.antal)} ({p.kalla.text}).")
    for n in s.natt:
        andel = f"{_percent(n.andel)}, publicerat {_percent(n.publicerad_andel)}"
        rader.append(f"  {n.vad}: {_show(n.natt_antal)} av {_show(n.behov_antal)} = {andel} ({n.kalla.text}).")
    return rader


def _line(namn: str, personer: str, andel: str, *antal: str) -> str:
    """A row of a table in the terminal."""
    return f"  {namn:<38}{personer:>10}{andel:>8}{''.join(f'{a:>11}' for a in antal)}".rstrip()


def _show(antal: float) -> str:
    """Whole persons with space between thousands."""
    return format_kr(antal)


def _show_unrounded(antal: float) -> str:
    """A product as it is, to a tenth of a person."""
    return format_kr(antal, 0 if abs(antal - round(antal)) < 0.05 else 1)


def _percent(andel: float) -> str:
    """A share with the decimals it has, two at most: 80 %, 4,25 %."""
    return f"{andel * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
