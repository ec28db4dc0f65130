"""The sheet Ett förbund: one förbund's row of Beräkning from the top down, for the code that is chosen."""

from __future__ import annotations

from fordelning.blad import Blad, Krav, Lista, Tabell
from fordelning.blad.formler import sla_upp
from fordelning.rapport.fordelning.blad_berakning import Berakning


def make_enskilt_blad(b: Berakning) -> Blad:
    """Each figure with its rule in words, in the order of the rules. Choose another code, and it follows."""
    val = Lista("Val", ("Förbund", "Välj i det gula fältet"))
    krav = Krav("val", "Förbundets kod", "Välj en kod ur listan.", val=b.kod)
    kod = val.data("Kod", b.kod.varden[0], "text", gul=True, krav=krav)
    val.rakna("Namn", sla_upp(b.namn, (b.kod, kod)), "text")
    utan = (b.kod, b.namn, b.ordning)
    rader = [(grupp, k) for grupp, kolumner in b.grupper.items() for k in kolumner if k not in utan]
    t = Tabell("Ett_förbund", sorteras=False)
    t.data("Steg", [grupp for grupp, _ in rader])
    t.data("Uppgift", [k.rubrik for _, k in rader])
    t.rader("Värde", [sla_upp(k, (b.kod, kod)) for _, k in rader], [k.form_at(0) for _, k in rader])
    t.data("Så räknas det", [k.forklaring for _, k in rader])
    text = "Välj ett annat förbund i det gula fältet. Talen hämtas från kolumnen med samma namn på Beräkning."
    return Blad("Ett förbund", "Ett förbund: hela vägen till tilldelningen", text, [val, t])
