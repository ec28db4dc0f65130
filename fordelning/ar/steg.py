"""The changes, one function a kind, in the order they are made. STEG is the table of contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fordelning.ar.andringar import Dela, Flytta, LaggNed, SlaIhop, Starta
from fordelning.ar.delning import Delningsnyckel, count_inhabitants, divide_forbund
from fordelning.ar.forbundsdel import EGNA, UPPHOR, Forbundsdel, list_moves
from fordelning.ar.lage import Lage
from fordelning.ar.sammanslagning import merge
from fordelning.pengar import format_kr
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Textpost

Steg = Callable[[Lage, Any, str], None]
"""Makes a change, or tells at a place why it cannot be made."""


def start(lage: Lage, a: Starta, plats: str) -> None:
    """A new förbund: no grant and no eget kapital before, and areas that were outside."""
    if a.forbund_kod in lage.delar:
        return lage.refuse(plats, f"förbundet «{a.forbund_kod}» finns redan", "Ange en annan kod.")
    if not lage.knows_areas(a.omraden, plats, "omraden"):
        return lage.refuse(plats, f"«{a.forbund_kod}» startar inte", koder=[a.forbund_kod])
    for kod in a.omraden:
        if i := lage.omraden[kod]["forbund_kod"]:
            vad, gor = f"«{kod}» ligger i förbund {i}", "Ta det med [[dela]] eller [[flytta]], så följer dess del med."
            return lage.refuse(f"{plats}, nyckel omraden", vad, gor, [a.forbund_kod])
    post = dict.fromkeys(TABELLER["forbund"].kolumnnamn, "")
    post |= {"namn": a.namn, "tilldelning_fjol_kr": "0", "eget_kapital_kr": "0"}
    post["manader"] = "" if a.manader in (None, 12) else str(a.manader)
    ny = Forbundsdel(a.forbund_kod, {namn: () for namn in EGNA})
    lage.delar[a.forbund_kod] = ny.put("forbund", [post])
    lage.put_areas(a.omraden, a.forbund_kod, "start")
    lage.do([], [a.forbund_kod], f"{a.forbund_kod} startar")


def merge_forbund(lage: Lage, a: SlaIhop, plats: str) -> None:
    """Several förbund become one. Nothing but codes and names is decided here; `sammanslagning` adds."""
    if _repeats(lage, a.forbund, plats, "forbund") or not lage.knows(a.forbund, plats, "forbund"):
        lage.oklara.add(a.till)
        return
    if a.till in lage.delar and a.till not in a.forbund:
        vad = f"förbundet «{a.till}» finns redan och slås inte ihop med de andra"
        return lage.refuse(f"{plats}, nyckel till", vad, "Ta med det i forbund, eller ange en ny kod.")
    namn = a.namn or (lage.delar[a.till].post["namn"] if a.till in lage.delar else "")
    if not namn:
        return lage.refuse(f"{plats}, nyckel namn", "ett nytt förbund har ett namn", "Skriv namnet.", [a.till])
    delar = [lage.delar.pop(kod) for kod in a.forbund]
    for del_ in delar:
        lage.move(del_, del_.kod, a.till, "sammanslagning")
    _join(lage, delar, a.till, namn)
    lage.put_areas([o["omrade_kod"] for kod in a.forbund for o in lage.list_areas(kod)], a.till, "sammanslagning")
    lage.do(a.forbund, [a.till], f"{' + '.join(a.forbund)} blir {a.till}")


def split(lage: Lage, a: Dela, plats: str) -> None:
    """A förbund becomes several: every area goes to one part, and so does every insats."""
    if not lage.knows([a.forbund], plats, "forbund"):
        lage.oklara |= a.till.keys()
        return
    hel, egna = lage.delar[a.forbund], {o["omrade_kod"]: o for o in lage.list_areas(a.forbund)}
    valda = [kod for koder in a.till.values() for kod in koder]
    fel = _find_split_faults(lage, a, hel, egna, valda)
    if fel or _repeats(lage, valda, plats, "till"):
        for vad in fel:
            lage.refuse(plats, vad)
        lage.oklara |= a.till.keys()
        return
    omraden = {kod: [egna[o] for o in koder] for kod, koder in a.till.items()}
    vikter: Mapping[str, float] = {kod: a.nyckel.get(kod, count_inhabitants(omraden[kod])) for kod in a.till}
    if not a.nyckel:
        delat = ", ".join(f"{kod} {format_kr(v)}" for kod, v in vikter.items())
        vad = f"belopp och antal delas efter invånare ({delat})"
        lage.noter.say(a.forbund, vad, "Ange nyckel för en annan delning.")
    insatser = _choose_insatser(lage, a, hel, vikter)
    delar = divide_forbund(hel, Delningsnyckel(vikter, omraden, insatser, bool(a.nyckel)), lage.budgetar)
    del lage.delar[a.forbund]
    for kod, del_ in delar.items():
        gammalt = hel.post["namn"] if kod == a.forbund else f"{hel.post['namn']} ({kod})"
        del_ = del_.put("forbund", [{**del_.post, "namn": a.namn.get(kod, gammalt)}])
        lage.delar[kod] = _keep_silent_parties(lage, hel, del_, omraden[kod])
        lage.move(del_, a.forbund, kod, "delning")
        lage.put_areas(a.till[kod], kod, "delning")
    lage.do([a.forbund], a.till, f"{a.forbund} delas i {', '.join(a.till)}")


def _find_split_faults(
    lage: Lage, a: Dela, hel: Forbundsdel, egna: Mapping[str, Textpost], valda: Sequence[str]
) -> list[str]:
    fel = [f"förbundet «{kod}» finns redan" for kod in a.till if kod in lage.delar and kod != a.forbund]
    fel += [f"området «{kod}» hör inte till förbund {a.forbund}" for kod in valda if kod not in egna]
    if kvar := sorted(egna.keys() - set(valda)):
        fel.append(f"till saknar {', '.join(kvar)}: varje område i {a.forbund} hamnar i en del")
    finns = {rad["insats_kod"] for rad in hel.rader["insatser"]}
    namnda = [kod for koder in a.insatser.values() for kod in koder]
    fel += [f"insatsen «{kod}» finns inte i {a.forbund}" for kod in namnda if kod not in finns]
    fel += [f"insatsen «{kod}» står i två delar" for kod, antal in Counter(namnda).items() if antal > 1]
    return fel


def _choose_insatser(lage: Lage, a: Dela, hel: Forbundsdel, vikter: Mapping[str, float]) -> dict[str, str]:
    """Which part runs each insats: as said, else the largest."""
    sagda = {insats: kod for kod, koder in a.insatser.items() for insats in koder}
    storst = max(vikter, key=lambda kod: vikter[kod])
    ovriga = [rad["insats_kod"] for rad in hel.rader["insatser"] if rad["insats_kod"] not in sagda]
    if ovriga:
        vad = f"{len(ovriga)} insatser följer med den största delen, {storst}"
        lage.noter.say(a.forbund, vad, "Ange insatser = { kod = [insatskoder] } för en annan delning.")
    return {**dict.fromkeys(ovriga, storst), **sagda}


def _keep_silent_parties(lage: Lage, hel: Forbundsdel, del_: Forbundsdel, omraden: Sequence[Textpost]) -> Forbundsdel:
    """Who had no pledge among others that had counts as 0, also in a part where nobody else has one."""
    rader = list(del_.rader["medfinansiering"])
    for part in ("kommun", "region"):
        hade, har = (any(r["part"] == part for r in d.rader["medfinansiering"]) for d in (hel, del_))
        tysta = sorted({o[f"{part}_kod"] for o in omraden} - {""}) if hade and not har else []
        rader += [{"forbund_kod": del_.kod, "part": part, "motpart_kod": m, "utlovat_kr": "0"} for m in tysta]
        if tysta:
            vad = f"{part} {', '.join(tysta)} saknade utfästelse i {hel.kod} och räknas som 0 kr också här"
            lage.noter.say(del_.kod, vad, "Ta bort raderna i medfinansiering om parten matchar fullt ut.")
    return del_.put("medfinansiering", rader)


def move_areas(lage: Lage, a: Flytta, plats: str) -> None:
    """Areas go to another förbund with their part of everything but insatser, which stay."""
    if _repeats(lage, a.omrade, plats, "omrade"):
        return
    if not all([lage.knows([a.till], plats, "till"), lage.knows_areas(a.omrade, plats, "omrade")]):
        return
    for fran in dict.fromkeys(lage.omraden[kod]["forbund_kod"] for kod in a.omrade):
        koder = [kod for kod in a.omrade if lage.omraden[kod]["forbund_kod"] == fran]
        if fran == a.till:
            lage.refuse(f"{plats}, nyckel omrade", f"{', '.join(koder)} ligger redan i {fran}")
        elif not fran:
            lage.put_areas(koder, a.till, "flytt")
            lage.do([a.till], [a.till], f"{', '.join(koder)} till {a.till}")
        elif len(koder) == len(lage.list_areas(fran)):
            vad = f"«{fran}» blir utan område"
            lage.refuse(f"{plats}, nyckel omrade", vad, "Använd [[sla_ihop]] om allt ska följa med.")
        else:
            _move_part(lage, a, fran, koder)


def _move_part(lage: Lage, a: Flytta, fran: str, koder: Sequence[str]) -> None:
    hel, mottagare = lage.delar[fran], lage.delar[a.till]
    flyttade = [lage.omraden[kod] for kod in koder]
    kvar = [o for o in lage.list_areas(fran) if o["omrade_kod"] not in koder]
    vikter: dict[str, float] = {fran: count_inhabitants(kvar), a.till: count_inhabitants(flyttade)}
    if a.andel is not None:
        vikter = {fran: 1 - a.andel, a.till: a.andel}
    andel = f"{100 * vikter[a.till] / (sum(vikter.values()) or 1):.2f}".replace(".", ",")
    lage.noter.say(fran, f"{', '.join(koder)} tar med {andel} % av belopp och antal till {a.till}; insatserna stannar")
    stannar = not any(rad["part"] == "region" for rad in mottagare.rader["medfinansiering"])
    insatser = {rad["insats_kod"]: fran for rad in hel.rader["insatser"]}
    nyckel = Delningsnyckel(vikter, {fran: kvar, a.till: flyttade}, insatser, a.andel is not None, stannar)
    delar = divide_forbund(hel, nyckel, lage.budgetar)
    lage.move(delar[a.till], fran, a.till, "flytt")
    lage.delar[fran] = delar[fran]
    del_ = delar[a.till].put("forbund", [{**delar[a.till].post, "manader": mottagare.post["manader"]}])
    _join(lage, [mottagare, del_], a.till, mottagare.post["namn"])
    lage.put_areas(koder, a.till, "flytt")
    lage.do([fran, a.till], [fran, a.till], f"{', '.join(koder)} från {fran} till {a.till}")


def _join(lage: Lage, delar: Sequence[Forbundsdel], till: str, namn: str) -> None:
    """The parts as one, with a warning where parties of some have pledged and of others not."""
    for part in ("kommun", "region"):
        med = {d.kod for d in delar if any(r["part"] == part for r in d.rader["medfinansiering"])}
        utan = [d.kod for d in delar if not any(r["part"] == part for r in d.rader["medfinansiering"])]
        if med and utan:
            vad = f"{part}: bara en del av parterna har utfästelser; den som saknar räknas som 0 kr"
            lage.noter.say(till, vad, "Skriv utfästelserna, eller ta bort dem som finns: då matchar alla fullt ut.")
    lage.delar[till] = merge(delar, till, namn, lage.noter)


def close(lage: Lage, a: LaggNed, plats: str) -> None:
    """A förbund ends: its areas are outside, and what it had is told, eget kapital above all."""
    if _repeats(lage, a.forbund, plats, "forbund") or not lage.knows(a.forbund, plats, "forbund"):
        return
    if len(a.forbund) == len(lage.delar):
        return lage.refuse(plats, "inget förbund blir kvar")
    for kod in a.forbund:
        del_ = lage.delar.pop(kod)
        lage.noter.flyttar += list_moves(del_, kod, "", UPPHOR)
        lage.put_areas([o["omrade_kod"] for o in lage.list_areas(kod)], "", "utanför")
        eget = format_kr(int(del_.post["eget_kapital_kr"]))
        vad = f"upphör: eget kapital {eget} kr finns inte längre i underlaget"
        lage.noter.say(kod, vad, "Kontrollera att det återgår till parterna.")
        lage.do([kod], [], f"{kod} upphör")


def _repeats(lage: Lage, koder: Iterable[str], plats: str, falt: str) -> bool:
    """Whether a code stands twice, which is a finding."""
    dubbla = [kod for kod, antal in Counter(koder).items() if antal > 1]
    for kod in dubbla:
        lage.refuse(f"{plats}, nyckel {falt}", f"«{kod}» står två gånger")
    return bool(dubbla)


STEG: Mapping[str, Steg] = {
    "starta": start,
    "sla_ihop": merge_forbund,
    "dela": split,
    "flytta": move_areas,
    "lagg_ned": close,
}
