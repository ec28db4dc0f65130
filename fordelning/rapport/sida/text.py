"""The words of the page: what was computed, from what, and what to know of it."""

from __future__ import annotations

from fordelning.blad.form import show
from fordelning.blad.html import Markup, join, tag
from fordelning.pengar import format_kr
from fordelning.resultat import Resultat
from fordelning.tecken import join_words
from fordelning.ursprung import STATUS, list_assumptions


def make_title(r: Resultat) -> str:
    """What the page is called."""
    return f"Statens medel till samordningsförbunden {r.underlag.budgetar}"


def make_ingress(r: Resultat) -> Markup:
    """What was shared out, by which model, on which data, and whether it is decided and known."""
    u, m = r.underlag, r.modell
    uppskattade = ", ".join(namn for namn, kalla in u.kallor.items() if kalla.uppskattning)
    meningar = [
        f"{format_kr(float(r.tilldelning_kr.sum()))} kr fördelas på {len(u.forbund)} förbund enligt modellen ",
        tag("strong", m.namn),
        f" ({STATUS[m.status]}).",
        "" if m.status == "faststalld" else " Det är ett förslag att räkna på, inte en gällande modell.",
    ]
    delar = [tag("p", meningar, class_="ingress")]
    if u.beskrivning.strip():
        delar.append(tag("p", tag("strong", "Underlaget: "), u.beskrivning.strip()))
    antal = len(list_assumptions(m))
    vilar = [f"modellen vilar på {antal} antaganden"] if antal else []
    vilar += [f"underlaget innehåller uppskattade uppgifter ({uppskattade})"] if uppskattade else []
    if vilar:
        text = join_words(vilar)
        lank = tag("a", "Antaganden", href="#antaganden")
        delar.append(tag("p", f"{text[0].upper()}{text[1:]}. De står under ", lank, ".", class_="obs"))
    return join(delar)


def make_key_figures(r: Resultat) -> Markup:
    """The figures that every reader asks for first."""
    u = r.underlag
    fjol, summa, invanare = (float(v.sum()) for v in (u.tilldelning_fjol_kr, r.tilldelning_kr, u.invanare_antal))
    andring = r.tilldelning_kr - u.tilldelning_fjol_kr
    tal = [
        ("Ram", f"{format_kr(float(u.ram_kr))} kr"),
        ("Fördelat", f"{format_kr(summa)} kr"),
        ("Ej fördelat", f"{format_kr(float(r.ej_fordelat_kr))} kr"),
        ("Alla parter", f"{format_kr(float(r.matchning.totalt_kr.sum()))} kr"),
        (f"Staten {u.budgetar - 1}", f"{format_kr(fjol)} kr"),
        ("Kronor per invånare", show(summa / invanare, "tal") if invanare else "–"),
        ("Förbund som får mer", str(int((andring > 0).sum()))),
        ("Förbund som får mindre", str(int((andring < 0).sum()))),
    ]
    return tag("dl", [tag("div", tag("dt", namn), tag("dd", varde)) for namn, varde in tal])
