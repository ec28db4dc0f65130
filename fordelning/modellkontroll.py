"""Where a model meets the data: what one says about the other before anything is computed. KONTROLLER is the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.fel import Anmarkning, ModellFel, UnderlagFel
from fordelning.modell import Modell
from fordelning.pengar import format_kr
from fordelning.rimlighet import check_base_grants, warn_amounts, warn_pot

Kontroll = Callable[[Modell, Underlag], Iterable[Anmarkning]]


def meet(modell: Modell, underlag: Underlag) -> Underlag:
    """The Underlag with what the model says of it among its warnings, so that they follow into every report, and with
    the pot of a proposal that has one.

    Raises UnderlagFel with every error found. To meet the same model again changes nothing.
    """
    if modell.ram_kr is not None:
        underlag = replace(underlag, ram_kr=np.array(float(modell.ram_kr)))
    funna = check_modell(modell, underlag)
    if fel := [a for a in funna if a.allvar == "fel"]:
        raise UnderlagFel(fel)
    nya = tuple(a for a in funna if a not in underlag.varningar)
    return replace(underlag, varningar=(*underlag.varningar, *nya)) if nya else underlag


def part(modell: Modell, underlag: Underlag) -> Underlag:
    """The Underlag without what this model says of it: what `meet` added is taken away before it meets another."""
    sagt = check_modell(modell, underlag)
    return replace(underlag, varningar=tuple(a for a in underlag.varningar if a not in sagt))


def check_modell(modell: Modell, underlag: Underlag) -> tuple[Anmarkning, ...]:
    """Every finding, errors and warnings, about using this model with these data."""
    return tuple(a for kontroll in KONTROLLER for a in kontroll(modell, underlag))


def concerns_another(anmarkning: Anmarkning, forbund_kod: str) -> bool:
    """Whether a finding is about one förbund, and another than this."""
    _, om, vem = anmarkning.plats.partition(", förbund ")
    return bool(om) and not f"{vem},".startswith(f"{forbund_kod},")


def check_unit(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """A pot smaller than the unit of a grant could not be given to anyone."""
    enheter, ramar = np.broadcast_arrays(np.ravel(modell.avrundning.enhet_kr), np.ravel(underlag.ram_kr))
    if (for_stora := np.flatnonzero(enheter > ramar)).size:
        enhet_kr, ram_kr = float(enheter[for_stora[0]]), float(ramar[for_stora[0]])
        yield Anmarkning(
            f"{modell.fil.namn}, avsnitt [avrundning], nyckel enhet_kr",
            f"{format_kr(enhet_kr)} kr är mer än ramen, {format_kr(ram_kr)} kr",
            "en enhet som ryms i ramen (ram_kr i underlag.toml)",
            "Kontrollera att båda är i kronor.",
        )


def refuse_free_shares(modell: Modell, vad: str) -> None:
    """Raises ModellFel for a model with free shares, which is history: `vad` knows only fixed ones."""
    if modell.medfinansiering.lagsta_andel is not None:
        plats = f"{modell.fil.namn}, avsnitt [medfinansiering], nyckel lagsta_andel"
        gor = "Välj en annan modell med --modell; fordela, forklara, kapital och optimera räknar med fria andelar."
        vad = f"{vad} räknar bara med fasta andelar"
        raise ModellFel([Anmarkning(plats, vad, "en modell utan lagsta_andel", gor)])


def warn_own_pot(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """A proposal with a pot of its own is about another pot than the decided one."""
    if modell.ram_kr is not None:
        yield Anmarkning(
            f"{modell.fil.namn}, nyckel ram_kr",
            f"förslaget räknar med ramen {format_kr(modell.ram_kr)} kr, vad som än står i underlaget",
            allvar="varning",
        )


def warn_outside_period(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """The model should be in force every day of the budget year: neither begun nor ended outside it, or within it."""
    ar, fran, till = underlag.budgetar, modell.galler_fran, modell.galler_till
    granser = [f"den börjar {fran}"] if fran > date(ar, 1, 1) else []
    granser += [f"den slutar {till}"] if till is not None and till < date(ar, 12, 31) else []
    if granser:
        yield Anmarkning(
            modell.fil.namn,
            f"modellen gäller inte {ar}: {' och '.join(granser)}",
            f"en modell som gäller hela budgetåret {ar}",
            "Resultatet är ett räkneexempel.",
            allvar="varning",
        )


def warn_unused_sections(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """A section whose step the model leaves out sets no grant. The parties' shares are used for the match even so."""
    for namn in modell.avsnitt:
        if namn not in modell.steg:
            verkan = "äskanden och utfästelser begränsar inget, bara parternas andelar används"
            verkan = verkan if namn == "medfinansiering" else "avsnittet påverkar ingen tilldelning"
            yield Anmarkning(
                f"{modell.fil.namn}, avsnitt [{namn}]",
                f"steg nämner inte {namn}: {verkan}",
                f"{namn} i steg" if namn == "medfinansiering" else f"{namn} i steg, eller inget avsnitt",
                allvar="varning",
            )


KONTROLLER: tuple[Kontroll, ...] = (
    check_unit,
    check_base_grants,
    warn_own_pot,
    warn_outside_period,
    warn_unused_sections,
    warn_pot,
    warn_amounts,
)
