"""The gate: figures against the year before, against each other, and against control totals."""

from __future__ import annotations

import math
from collections.abc import Iterator

from fordelning.fel import Anmarkning
from fordelning.tecken import join_words
from fordelning.underlag.inlast import Inlast, show
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import suggest
from fordelning.underlag.tolkning import Rad

_ENSTAKA = 5
"""So many areas are told one by one, however few there are."""
_TALTYPER = ("kr", "antal", "tal", "andel", "ar", "manader")
"""The kinds of columns that can have a control total."""


def check_swapped_figures(inlast: Inlast) -> Iterator[Anmarkning]:
    """Two areas whose figures have changed places: each is far from what it was and lands on the other's."""
    for koder, kolumner in inlast.ombytta.items():
        kolumn, (a, b, vantat_a, vantat_b, _) = next(iter(kolumner.items()))
        namn = join_words(list(kolumner))
        vad = f"«{a.post.namn}» och «{b.post.namn}» ({b.at(kolumn)}) verkar ha bytt {namn} med varandra"
        vantat = f"omkring {show(round(vantat_a))} och {show(round(vantat_b))}, inte tvärtom"
        gor = f"Kontrollera uttaget och byt tillbaka, eller godkänn: {_approve(inlast, *koder)}."
        yield Anmarkning(a.at(kolumn), vad, vantat, gor)


def check_jumps(inlast: Inlast) -> Iterator[Anmarkning]:
    """No area's figure jumps more than a set share from the year before, unless the jump is approved.

    When most of a column jumps it is one finding: another measure, another unit, or another year's column.
    """
    for kolumn, fjol, hopp_andel in inlast.bevakade:
        hopp = _find_jumps(inlast, kolumn, fjol, hopp_andel)
        jamforda = sum(1 for rad in inlast.rader("omraden", kolumn, fjol) if getattr(rad.post, fjol))
        if len(hopp) > _ENSTAKA and 2 * len(hopp) > jamforda:
            p = hopp[0].post
            vad = f"{len(hopp)} av {jamforda} områden ändras mer än {hopp_andel * 100:.0f} % från {fjol}, t.ex. "
            vad += f"«{p.namn}» från {show(getattr(p, fjol))} till {show(getattr(p, kolumn))}"
            gor = "Kontrollera att båda kolumnerna är samma mått i samma enhet; töm annars fjolårets, "
            gor += "eller godkänn områdena med nyckeln undantag.hopp."
            yield Anmarkning(f"{inlast.at_table('omraden')}, kolumn {kolumn}", vad, "tal nära årets före", gor)
            continue
        for rad in hopp:
            if getattr(rad.post, kolumn) == 0 and kolumn == "invanare_antal" and rad.post.forbund_kod:
                continue  # has a finding of its own
            nu, fore = show(getattr(rad.post, kolumn)), show(getattr(rad.post, fjol))
            vad = f"«{rad.post.namn}» går från {fore} till {nu}, mer än {hopp_andel * 100:.0f} %"
            gor = f"Rätta talet, eller godkänn det: {_approve(inlast, rad.post.omrade_kod)}."
            yield Anmarkning(rad.at(kolumn), vad, f"ett tal nära årets före, {fore}", gor)


def check_approved(inlast: Inlast) -> Iterator[Anmarkning]:
    """An approved jump belongs to an area that exists."""
    if not inlast.is_whole("omraden", "omrade_kod"):
        return
    for kod in sorted(inlast.godkanda - {rad.post.omrade_kod for rad in inlast.rader("omraden")}):
        vad = f"«{kod}» finns inte i omraden"
        yield Anmarkning(inlast.at_key("undantag", "hopp"), vad, "en omrade_kod", "Rätta koden eller ta bort den.")


def check_approved_breaks(inlast: Inlast) -> Iterator[Anmarkning]:
    """An approved break in the chain belongs to a year of a förbund that kapital has."""
    if inlast.installningar is None or not inlast.is_whole("kapital", "forbund_kod", "ar"):
        return
    finns = {f"{rad.post.forbund_kod} {rad.post.ar}" for rad in inlast.rader("kapital")}
    for text in sorted(set(inlast.installningar.undantag.kedja) - finns):
        vad, vantat = f"«{text}» finns inte i kapital", "förbundets kod, mellanslag och år"
        yield Anmarkning(inlast.at_key("undantag", "kedja"), vad, vantat, "Rätta eller ta bort den.")


def check_control_totals(inlast: Inlast) -> Iterator[Anmarkning]:
    """Control totals match the sums of their columns: to the digits they are given with, or within what is stated."""
    summor = inlast.installningar.kontrollsummor if inlast.installningar else {}
    for namn, k in summor.items():
        plats = inlast.at_key("kontrollsummor", namn)
        tabeller = _find_tables(inlast, namn)
        if len(tabeller) != 1:
            yield _refuse_name(plats, namn, tabeller)
            continue
        [tabell], kolumn = tabeller, namn.rpartition(".")[2]
        if inlast.is_whole(tabell, kolumn, TABELLER[tabell].nyckel[-1]):
            varden = [getattr(rad.post, kolumn) or 0 for rad in inlast.rader(tabell)]
            avvikelse = math.fsum(varden) - k.summa
            ental = k.summa.is_integer() and not all(float(v).is_integer() for v in varden)
            tillats = k.avvikelse + (0.5 if ental else 0.005)
            if abs(avvikelse) > tillats and not _explain_by_jumps(inlast, kolumn, avvikelse):
                vad = (
                    f"{kolumn} i {inlast.at_table(tabell)} har summan {show(k.summa + avvikelse)}, inte {show(k.summa)}"
                )
                vantat = f"{show(k.summa)}, skillnaden är {show(avvikelse)}"
                vantat += f" och får vara högst {show(k.avvikelse)}" if k.avvikelse else ""
                gor = "Kontrollera att inga rader saknas eller är ändrade, och att kontrollsumman är rätt."
                yield Anmarkning(plats, vad, vantat, gor)


def warn_source_without_rows(inlast: Inlast) -> Iterator[Anmarkning]:
    """A table whose source is stated has rows: one that lies under a name that is not read is missed."""
    for namn in inlast.installningar.kallor if inlast.installningar else ():
        tabell = inlast.tabeller.get(namn)
        if tabell and tabell.hel and not tabell.rader and not TABELLER[namn].kravs:
            vad = f"tabellen {namn} har en källa men inga rader"
            gor = "Kontrollera att filen finns under sitt namn, eller ta bort källan."
            yield Anmarkning(inlast.at_key("kallor", namn), vad, "tabellen, eller ingen källa", gor, "varning")


def _find_tables(inlast: Inlast, namn: str) -> list[str]:
    """The tables that have the numeric column: invanare_antal, or omraden.invanare_antal. A regionmedel that is not
    there has none.
    """
    tabell, _, kolumn = namn.rpartition(".")
    mojliga = [tabell] if tabell in TABELLER else [] if tabell else list(TABELLER)
    if not tabell and not inlast.tabeller["regionmedel"].rader:
        mojliga.remove("regionmedel")
    return [t for t in mojliga if any(k.namn == kolumn and k.typ in _TALTYPER for k in TABELLER[t].kolumner)]


def _refuse_name(plats: str, namn: str, tabeller: list[str]) -> Anmarkning:
    """A control total of no column, or of a column that several tables have."""
    if tabeller:
        vantat = " eller ".join(f'"{t}.{namn}"' for t in tabeller)
        return Anmarkning(plats, f"kontrollsumman «{namn}» finns i flera tabeller", vantat, "Skriv tabellen först.")
    finns = [f"{t}.{k.namn}" for t, tabell in TABELLER.items() for k in tabell.kolumner if k.typ in _TALTYPER]
    kolumn = namn.rpartition(".")[2]
    lika = suggest(kolumn, {f.partition(".")[2] for f in finns}) or "Rätta eller ta bort den."
    vantat = "en kolumn med tal, t.ex. invanare_antal, forsorjningsmatt eller tilldelning_fjol_kr"
    return Anmarkning(plats, f"kontrollsumman «{namn}» är okänd", vantat, lika)


def _find_jumps(inlast: Inlast, kolumn: str, fjol: str, hopp_andel: float) -> list[Rad]:
    """The areas whose figure jumps, is not approved, and has not changed places with another's."""
    undantagna = {kod for par, kolumner in inlast.ombytta.items() if kolumn in kolumner for kod in par}
    return [
        rad
        for rad in inlast.rader("omraden", "omrade_kod", kolumn, fjol)
        if rad.post.omrade_kod not in undantagna | inlast.godkanda
        and (fore := getattr(rad.post, fjol))
        and abs(getattr(rad.post, kolumn) - fore) > hopp_andel * fore
    ]


def _explain_by_jumps(inlast: Inlast, kolumn: str, avvikelse: float) -> bool:
    """Whether a sum is wrong by what the reported jumps in its column make: then it is the same fault."""
    for bevakad, fjol, hopp_andel in inlast.bevakade:
        if bevakad == kolumn and (hopp := _find_jumps(inlast, kolumn, fjol, hopp_andel)):
            hopp_summa = math.fsum(getattr(rad.post, kolumn) - getattr(rad.post, fjol) for rad in hopp)
            storlek = math.fsum(getattr(rad.post, fjol) for rad in hopp)
            return bool(abs(avvikelse - hopp_summa) <= hopp_andel * storlek)
    return False


def _approve(inlast: Inlast, *koder: str) -> str:
    """How to approve the areas' change."""
    lista = ", ".join(f'"{kod}"' for kod in koder)
    if inlast.installningar_plats.startswith("blad "):
        return f"nyckeln undantag.hopp på bladet underlag, värde [{lista}]"
    return f"[undantag] hopp = [{lista}] i underlag.toml"
