"""The gate: checks that need more than one cell. KONTROLLER is the table of contents; every finding is reported at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from fordelning.fel import Anmarkning
from fordelning.modell import Grind
from fordelning.pengar import format_kr
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.kommuner import read_kommuner
from fordelning.underlag.tolkning import Rad, Tolkad


@dataclass(frozen=True, slots=True)
class Inlast:
    """What has been read, before the door: tables, settings when they could be read, and the gate's limits."""

    tabeller: Mapping[str, Tolkad]
    installningar: Installningar | None
    installningar_plats: str
    grind: Grind

    def rader(self, namn: str) -> tuple[Rad, ...]:
        return self.tabeller[namn].rader

    def all_whole(self, *namn: str) -> bool:
        """Whether every row of the tables could be read, so that what is missing is really missing."""
        return all(self.tabeller[n].hel for n in namn)


def check_parts_of_kommuner(inlast: Inlast) -> Iterator[Anmarkning]:
    """An area is a whole kommun or a part of one, and a kommun that is divided is not also there whole."""
    omraden = defaultdict(list)
    for rad in inlast.rader("omraden"):
        omraden[rad.post.kommun_kod].append(rad)
        if rad.post.omrade_kod != rad.post.kommun_kod and not rad.post.omrade_kod.startswith(f"{rad.post.kommun_kod}-"):
            vantat = f"{rad.post.kommun_kod}, eller {rad.post.kommun_kod} följt av bindestreck och delens namn"
            yield Anmarkning(
                rad.at("omrade_kod"), f"«{rad.post.omrade_kod}» hör inte till kommun {rad.post.kommun_kod}", vantat
            )
    for kommun_kod, rader in omraden.items():
        hela = [rad for rad in rader if rad.post.omrade_kod == kommun_kod]
        if hela and len(rader) > 1:
            delar = ", ".join(f"«{r.post.omrade_kod}»" for r in rader if r not in hela)
            vad = f"kommun «{kommun_kod}» står både hel och i delar ({delar})"
            yield Anmarkning(
                hela[0].at("omrade_kod"),
                vad,
                "antingen hela kommunen eller dess delar",
                "Annars räknas invånarna två gånger.",
            )


def check_forbund_have_area(inlast: Inlast) -> Iterator[Anmarkning]:
    """Every förbund has at least one area, with inhabitants."""
    if not inlast.all_whole("omraden"):
        return
    invanare: defaultdict[str, int] = defaultdict(int)
    for rad in inlast.rader("omraden"):
        invanare[rad.post.forbund_kod or ""] += rad.post.invanare_antal
    medlemmar = {rad.post.forbund_kod for rad in inlast.rader("omraden")}
    for rad in inlast.rader("forbund"):
        kod = rad.post.forbund_kod
        if kod not in medlemmar:
            gor = "Ange koden på förbundets kommuner i omraden, eller ta bort förbundet."
            yield Anmarkning(
                rad.at("forbund_kod"), f"«{kod}» {rad.post.namn} har inget område", "minst en rad i omraden", gor
            )
        elif invanare[kod] == 0:
            yield Anmarkning(
                rad.at("forbund_kod"),
                f"«{kod}» {rad.post.namn} har 0 invånare",
                "minst 1",
                "Kontrollera uttaget i omraden.",
            )


def check_something_to_divide_by(inlast: Inlast) -> Iterator[Anmarkning]:
    """There are förbund, and they have försörjningsmått together."""
    if inlast.all_whole("forbund") and not inlast.rader("forbund"):
        yield Anmarkning("forbund", "det finns inga förbund", "minst ett förbund")
    matt = [rad.post.forsorjningsmatt for rad in inlast.rader("omraden") if rad.post.forbund_kod]
    if inlast.all_whole("omraden") and matt and sum(matt) == 0:
        yield Anmarkning("omraden, kolumn forsorjningsmatt", "alla områden har 0", "ett försörjningsmått per område")


def check_names(inlast: Inlast) -> Iterator[Anmarkning]:
    """A kommun's code and name belong together: the name must not be that of another kommun."""
    kommuner = read_kommuner()
    koder = {kommun.namn: kod for kod, kommun in kommuner.items()}
    for rad in inlast.rader("omraden"):
        kod, kommun_kod = koder.get(rad.post.namn), rad.post.kommun_kod
        if kod is not None and kod != kommun_kod and kommun_kod in kommuner:
            vad = f"«{rad.post.namn}» har kod {kod}, inte {kommun_kod} ({kommuner[kommun_kod].namn})"
            yield Anmarkning(
                rad.at("namn"),
                vad,
                "kod och namn som hör ihop",
                "Kontrollera att raderna inte har bytt namn eller siffror.",
            )


def check_swapped_figures(inlast: Inlast) -> Iterator[Anmarkning]:
    """Two areas whose figures have changed places: each jumps from its last known figure and lands on the other's."""
    traff = inlast.grind.ombytt_traff_andel
    kanda_invanare = _find_known_inhabitants(inlast)
    for kolumn, fjol, _ in _watched_columns(inlast.grind):
        kanda = {r.post.omrade_kod: getattr(r.post, fjol) for r in inlast.rader("omraden")}
        if kolumn == "invanare_antal":
            kanda = {kod: antal or kanda_invanare.get(kod) for kod, antal in kanda.items()}
        hoppar = [
            r for r in inlast.rader("omraden") if _change(getattr(r.post, kolumn), kanda[r.post.omrade_kod]) > traff
        ]
        for a, b in combinations(hoppar, 2):
            fore_a, fore_b = kanda[a.post.omrade_kod] or 0, kanda[b.post.omrade_kod] or 0
            nu_a, nu_b = getattr(a.post, kolumn), getattr(b.post, kolumn)
            korsvis = max(_change(nu_a, fore_b), _change(nu_b, fore_a))
            if korsvis <= traff and korsvis < min(_change(nu_a, fore_a), _change(nu_b, fore_b)) / 2:
                vad = f"«{a.post.namn}» och «{b.post.namn}» ({b.at(kolumn)}) verkar ha bytt {kolumn} med varandra"
                vantat = f"omkring {_show(fore_a)} och {_show(fore_b)} som tidigare"
                yield Anmarkning(a.at(kolumn), vad, vantat, "Kontrollera uttaget och byt tillbaka.")


def check_jumps(inlast: Inlast) -> Iterator[Anmarkning]:
    """No area's figure jumps more than a set share from the year before, unless the jump is approved."""
    godkanda = inlast.installningar.undantag.hopp if inlast.installningar else ()
    for kolumn, fjol, hopp_andel in _watched_columns(inlast.grind):
        for rad in inlast.rader("omraden"):
            nu, fore = getattr(rad.post, kolumn), getattr(rad.post, fjol)
            if _change(nu, fore) > hopp_andel and rad.post.omrade_kod not in godkanda:
                vad = f"«{rad.post.namn}» går från {_show(fore)} till {_show(nu)}, mer än {hopp_andel * 100:.0f} %"
                gor = f'Rätta talet, eller godkänn det i underlag.toml: [undantag] hopp = ["{rad.post.omrade_kod}"].'
                yield Anmarkning(rad.at(kolumn), vad, "ett tal nära årets före", gor)


def check_control_totals(inlast: Inlast) -> Iterator[Anmarkning]:
    """Control totals match the sums of their columns in omraden and forbund."""
    if inlast.installningar is None:
        return
    for kolumn, summa in inlast.installningar.kontrollsummor.items():
        plats = f"{inlast.installningar_plats}, kontrollsummor.{kolumn}"
        tabell = next((t for t in ("omraden", "forbund") if kolumn in _summable(t)), None)
        if tabell is None:
            yield Anmarkning(plats, "okänd kontrollsumma", ", ".join(_summable("omraden") + _summable("forbund")))
        elif inlast.all_whole(tabell):
            faktisk = sum(getattr(rad.post, kolumn) or 0 for rad in inlast.rader(tabell))
            if abs(faktisk - summa) > max(0.005, 1e-9 * abs(summa)):
                vad = f"kolumnen {kolumn} i {tabell} har summan {_show(faktisk)}, inte {_show(summa)}"
                yield Anmarkning(plats, vad, "samma summa", "Kontrollera att inga rader saknas eller är ändrade.")


def check_pledges(inlast: Inlast) -> Iterator[Anmarkning]:
    """Who pledges is a kommun or a region of the förbund's own area."""
    parter: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for rad in inlast.rader("omraden"):
        parter[rad.post.forbund_kod or "", "kommun"].add(rad.post.kommun_kod)
        if rad.post.region_kod:
            parter[rad.post.forbund_kod or "", "region"].add(rad.post.region_kod)
    if not inlast.all_whole("omraden"):
        return
    for rad in inlast.rader("medfinansiering"):
        egna = sorted(parter[rad.post.forbund_kod, rad.post.part])
        if rad.post.motpart_kod not in egna:
            vad = f"{rad.post.part} «{rad.post.motpart_kod}» hör inte till förbund {rad.post.forbund_kod}"
            vantat = ", ".join(egna) or "ingen rad; kommunen har regionens uppgifter och står för båda delarna"
            yield Anmarkning(rad.at("motpart_kod"), vad, vantat)


def check_limits_in_order(inlast: Inlast) -> Iterator[Anmarkning]:
    """The smallest is not larger than the largest: years, volumes and shares."""
    for tabell, lagst, hogst in (
        ("insatser", "fran_ar", "till_ar"),
        ("insatser", "minst_antal", "hogst_antal"),
        ("planering", "struktur_minst_andel", "struktur_hogst_andel"),
    ):
        for rad in inlast.rader(tabell):
            a, b = getattr(rad.post, lagst), getattr(rad.post, hogst)
            if a is not None and b is not None and a > b:
                yield Anmarkning(
                    rad.at(lagst), f"{lagst} {_show(a)} är större än {hogst} {_show(b)}", f"högst {_show(b)}"
                )


def check_effects(inlast: Inlast) -> Iterator[Anmarkning]:
    """An effect belongs to an insats of the förbund, and says what that kind of insats needs."""
    insatser = {(r.post.forbund_kod, r.post.insats_kod): r.post for r in inlast.rader("insatser")}
    for rad in inlast.rader("effekter"):
        insats = insatser.get((rad.post.forbund_kod, rad.post.insats_kod))
        if insats is None:
            if inlast.all_whole("insatser"):
                vad = f"insats «{rad.post.insats_kod}» finns inte i förbund {rad.post.forbund_kod}"
                yield Anmarkning(rad.at("insats_kod"), vad, "en insats ur förbundets egna rader i insatser")
        elif insats.inriktning == "individ" and (rad.post.malgrupp_kod is None or rad.post.effekt_andel is None):
            yield Anmarkning(
                rad.at("malgrupp_kod"),
                "en individinriktad insats behöver malgrupp_kod och effekt_andel",
                "båda ifyllda",
            )
        elif insats.inriktning == "individ" and rad.post.effekt_andel > 1:
            yield Anmarkning(rad.at("effekt_andel"), f"«{rad.post.effekt_andel}» är större än 1", "en andel, högst 1")


def check_kapital_chain(inlast: Inlast) -> Iterator[Anmarkning]:
    """Each year's ingående eget kapital is the year before's utgående. Between utfall and plan a break is only a warning."""
    ar = {(r.post.forbund_kod, r.post.ar): r for r in sorted(inlast.rader("kapital"), key=lambda r: str(r.post.typ))}
    for (kod, aret), rad in ar.items():
        fore = ar.get((kod, aret - 1))
        if fore is not None and fore.post.utgaende_kr != rad.post.ingaende_kr:
            ingaende, utgaende = format_kr(rad.post.ingaende_kr), format_kr(fore.post.utgaende_kr)
            vad = f"{kod}: ingående {ingaende} kr {aret} ({rad.post.typ}) är inte utgående {utgaende} kr {aret - 1} ({fore.post.typ})"
            allvar: Literal["fel", "varning"] = "fel" if fore.post.typ == rad.post.typ else "varning"
            yield Anmarkning(
                rad.at("ingaende_kr"),
                vad,
                f"{fore.post.utgaende_kr}",
                "Rätta det ena året; kedjan ska hänga ihop.",
                allvar,
            )


def warn_negative_kapital(inlast: Inlast) -> Iterator[Anmarkning]:
    """Eget kapital below zero can be, but is worth a second look."""
    for rad in inlast.rader("forbund"):
        if rad.post.eget_kapital_kr < 0:
            vad = f"«{rad.post.namn}» har negativt eget kapital, {format_kr(rad.post.eget_kapital_kr)} kr"
            yield Anmarkning(rad.at("eget_kapital_kr"), vad, gor="Kontrollera beloppet.", allvar="varning")


def warn_partial_pledges(inlast: Inlast) -> Iterator[Anmarkning]:
    """When some kommuner or regions of a förbund have pledged, one without a row counts as 0."""
    motparter: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for rad in inlast.rader("omraden"):
        motparter[rad.post.forbund_kod or "", "kommun"].add(rad.post.kommun_kod)
        motparter[rad.post.forbund_kod or "", "region"].add(rad.post.region_kod or "")
    lovat: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for rad in inlast.rader("medfinansiering"):
        lovat[rad.post.forbund_kod, rad.post.part].add(rad.post.motpart_kod)
    for (kod, part), koder in sorted(lovat.items()):
        saknas = sorted(motparter[kod, part] - koder - {""})
        if saknas:
            vad = f"förbund {kod}: {part} {', '.join(saknas)} har ingen rad och räknas som 0 kr"
            yield Anmarkning("medfinansiering", vad, gor="Lägg till en rad per part som bidrar.", allvar="varning")


KONTROLLER: tuple[Callable[[Inlast], Iterator[Anmarkning]], ...] = (
    check_something_to_divide_by,
    check_parts_of_kommuner,
    check_forbund_have_area,
    check_names,
    check_swapped_figures,
    check_jumps,
    check_control_totals,
    check_pledges,
    check_limits_in_order,
    check_effects,
    check_kapital_chain,
    warn_negative_kapital,
    warn_partial_pledges,
)


def _watched_columns(grind: Grind) -> tuple[tuple[str, str, float], ...]:
    return (
        ("invanare_antal", "invanare_fjol_antal", grind.invanare_hopp_andel),
        ("forsorjningsmatt", "forsorjningsmatt_fjol", grind.forsorjningsmatt_hopp_andel),
    )


def _change(nu: float, fore: float | None) -> float:
    """The change as a share of the earlier figure; 0 when that is not known or is 0."""
    return abs(nu - fore) / fore if fore else 0.0


def _find_known_inhabitants(inlast: Inlast) -> dict[str, int]:
    """Inhabitants per whole kommun as of 2022, when the data set is real: nine in ten of its kommuner are near that figure."""
    kommuner = read_kommuner()
    jamforbara = [r.post for r in inlast.rader("omraden") if r.post.omrade_kod in kommuner]
    nara = [
        o
        for o in jamforbara
        if _change(o.invanare_antal, kommuner[o.omrade_kod].invanare_antal) <= inlast.grind.invanare_hopp_andel
    ]
    if len(nara) < max(10, 0.9 * len(jamforbara)):
        return {}
    return {kod: kommun.invanare_antal for kod, kommun in kommuner.items()}


def _summable(tabell: str) -> tuple[str, ...]:
    return {
        "omraden": ("invanare_antal", "forsorjningsmatt", "invanare_fjol_antal", "forsorjningsmatt_fjol"),
        "forbund": ("tilldelning_fjol_kr", "eget_kapital_kr", "bidrag_fjol_kr", "askande_kr"),
    }[tabell]


def _show(tal: float) -> str:
    """A figure as Swedish text with the decimals it has."""
    return format_kr(tal, 0 if float(tal).is_integer() else 2) if abs(tal) >= 10_000 else f"{tal:g}".replace(".", ",")
