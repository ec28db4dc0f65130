"""The gate: checks that need more than one cell. KODKONTROLLER and KONTROLLER are the table of contents."""

from __future__ import annotations

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast, Kontroll
from fordelning.underlag.kontroll_ar import (
    warn_kapital_ends_early,
    warn_kapital_not_carried,
    warn_part_of_year,
    warn_statistics_not_moved,
    warn_statistics_of_another_year,
)
from fordelning.underlag.kontroll_forbund import (
    check_forbund_have_area,
    check_kapital_chain,
    check_pledges,
    check_something_to_divide_by,
    warn_negative_kapital,
    warn_partial_pledges,
)
from fordelning.underlag.kontroll_insatser import (
    check_effects,
    check_effects_have_insats,
    check_limits_in_order,
    warn_unused_effects,
)
from fordelning.underlag.kontroll_koder import check_area_codes, check_kommun_codes, check_names, correct_codes
from fordelning.underlag.kontroll_loften import check_lists, warn_region_sums, warn_regions_beside_sums
from fordelning.underlag.kontroll_omraden import (
    check_inhabitants,
    check_own_key,
    check_parts_of_kommuner,
    warn_missing_kommuner,
    warn_no_need,
    warn_without_region,
)
from fordelning.underlag.kontroll_siffror import (
    check_approved,
    check_approved_breaks,
    check_control_totals,
    check_jumps,
    check_swapped_figures,
    warn_source_without_rows,
)
from fordelning.underlag.kontroll_storlek import (
    warn_costs_of_another_size,
    warn_inhabitants_of_another_size,
    warn_need_of_another_size,
)
from fordelning.underlag.kontroll_tvivel import (
    warn_doubtful_rows,
    warn_more_reached_than_in_need,
    warn_no_one_in_need,
)

KODKONTROLLER: tuple[Kontroll, ...] = (check_area_codes, check_kommun_codes, check_names)
"""What they refuse, the others read as it was meant."""
KONTROLLER: tuple[Kontroll, ...] = (
    check_something_to_divide_by,
    check_parts_of_kommuner,
    check_inhabitants,
    check_own_key,
    check_swapped_figures,
    check_jumps,
    check_approved,
    check_approved_breaks,
    check_control_totals,
    check_forbund_have_area,
    check_pledges,
    check_lists,
    check_kapital_chain,
    check_limits_in_order,
    check_effects_have_insats,
    check_effects,
    warn_source_without_rows,
    warn_missing_kommuner,
    warn_without_region,
    warn_no_need,
    warn_negative_kapital,
    warn_partial_pledges,
    warn_region_sums,
    warn_regions_beside_sums,
    warn_unused_effects,
    warn_doubtful_rows,
    warn_no_one_in_need,
    warn_more_reached_than_in_need,
    warn_inhabitants_of_another_size,
    warn_need_of_another_size,
    warn_costs_of_another_size,
    warn_statistics_not_moved,
    warn_statistics_of_another_year,
    warn_kapital_not_carried,
    warn_kapital_ends_early,
    warn_part_of_year,
)


def check_all(inlast: Inlast) -> list[Anmarkning]:
    """Every finding of the gate: one per fault."""
    rattad = correct_codes(inlast)
    return [a for k in KODKONTROLLER for a in k(inlast)] + [a for k in KONTROLLER for a in k(rattad)]
