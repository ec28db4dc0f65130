"""An example of every command, and of them all, the last thing a help says. Commands are written as in the manual."""

from __future__ import annotations

EXEMPEL = {
    "": "fordelning fordela inputs/2027",
    "kontrollera": "fordelning kontrollera inputs/2027",
    "fordela": "fordelning fordela inputs/2027 --ut ut/2027",
    "forklara": 'fordelning forklara inputs/2027 --forbund "Finsam Malmö"',
    "kapital": "fordelning kapital inputs/2027 --ar 3 --ram 2028=345000000",
    "behov": "fordelning behov inputs/2027",
    "optimera": "fordelning optimera inputs/2027 --forbund SF-0901",
    "budget": (
        "fordelning budget inputs/2027 --forbund SF-1801 --sie\n"
        "  fordelning budget inputs/2027 --samla bocker/2027 --ut ut/2027"
    ),
    "mall": "fordelning mall --fran inputs/2027 --ut underlag.xlsx",
    "nytt-ar": "fordelning nytt-ar inputs/2026 --ut inputs/2027 --resultat ut/2026",
    "hamta": "fordelning hamta invanare_16_64 --variabel Tid=2026M12 --ut statistik",
    "brygga": "fordelning brygga inputs/2027 --fran inputs/2026",
    "regelpris": "fordelning regelpris inputs/2027",
    "trosklar": "fordelning trosklar inputs/2027",
    "rattvisa": "fordelning rattvisa inputs/2027",
    "andra": "fordelning andra inputs/2027 andringar.toml --ut inputs/2027-nytt",
    "jamfor": "fordelning jamfor inputs/2027 --mot forslag/sparr_kvar",
    "svar": (
        "fordelning svar inputs/2027 --ut svar/2027\n"
        "  fordelning svar svar/2027 --till inputs/2027 --ut inputs/2027-svar"
    ),
    "sida": "fordelning sida inputs/2027 --ut 2027.html",
    "webb": "fordelning webb inputs/2027 --modell forslag/sparr_kvar",
    "scenarier": "fordelning scenarier inputs/2027 scenarier.toml --ut ut/scenarier",
    "statistik": (
        "fordelning statistik TAB6471.json --till inputs/2027 --kolumn invanare_antal\n"
        "      --variabel ålder=16-64 --ar 2026 --ut inputs/2027-ny"
    ),
}
