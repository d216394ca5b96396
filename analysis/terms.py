"""The terms of explain cards as people call them, with their units. Records and JSON keep the names of the fields."""

from collections.abc import Callable

from wargame.analysis.names import mission_name

UNITS = {
    "km": "km",
    "m": "m",
    "h": "h",
    "db": "dB",
    "dbw": "dBW",
    "deg": "degrees",
    "s": "s",
}
"""Units by the endings of names."""

_WORDS = {
    "benefit": "benefit",
    "benefits": "benefit by objective, in stakes",
    "best": "best option",
    "c2_action_factor": "left of the time to act by combined C2",
    "c2_consensus_factor": "left of the consensus by combined C2",
    "chosen": "option picked",
    "consensus": "rule of consensus",
    "cost": "cost in all",
    "cut_off": "cut-off, from which it acts",
    "consensus_h": "hours of consensus with the other holders",
    "decision": "order",
    "doctrine_delay_factor": "left of the delay by common doctrine",
    "draw_detect": "draw for detecting it",
    "draw_identify": "draw for naming the author",
    "gap": "gap (best option less restraint, in stakes)",
    "k_debris": "cost of debris",
    "k_norm": "cost of breaking the norm",
    "k_resource": "cost of resources",
    "k_response": "cost of the responses expected",
    "k_rung": "cost of the rung of the ladder",
    "liaison_delay_factor": "left of the delay by liaison",
    "national_action_h": "hours from its decision to its action",
    "national_delay_h": "hours of its own to a decision",
    "national_error_rate": "chance that nothing comes of a decision",
    "k_strategic": "cost of crossing the strategic threshold",
    "out_of_action": "out of action at the time",
    "p": "chance",
    "p_detect": "chance of detecting it",
    "p_identify": "chance of naming the author, once detected",
    "p_refuse": "chance by its contract",
    "p_success": "chance before defences",
    "posterior": "posterior (how sure it is)",
    "prior": "suspicion before any report",
    "needed": "in favour needed",
    "reached": "step that its posterior reaches",
    "resolve": "resolve (how bold Red is in this run, drawn once per run)",
    "ruling": "the umpire's reason",
    "strategic": "why higher",
    "taken": "step that it takes",
    "rho": "what the sources have in common (0 nothing, 1 all)",
    "training_error_factor": "left of its errors by training",
    "training_restore_factor": "left of the time to restore by training",
    "terms": "what it weighed of the option picked, in stakes",
    "unrelieved": "crisis pressure that stays",
    "utility": "worth (benefit less cost and pressure that stays)",
    "window_h": "averaged over, in hours",
    "worth": "worth as it is felt",
    # What enters the chances of an attack (`Modifier` in the effects), in alphabetical order.
    "altitude_km": "altitude of the target",
    "antenna_height_m": "height of the jammer's antenna",
    "anti_jam_db": "what the payload's antenna and spreading keep of it out",
    "capacity_factor": "capacity left under the jamming",
    "cyber_readiness": "share of intrusions that the site stops",
    "debris_share": "fragments as a share of a full break-up",
    "destroyed_share": "share of successes after which the site is not rebuilt",
    "eirp_dbw": "power of the jammer",
    "hardening": "share of the damage that its hardening withstands",
    "horizon_km": "radio horizon of the jammer",
    "jam_to_signal_db": "jamming over signal at the satellite",
    "jammer_eirp_dbw": "power of the jammer",
    "left": "left under the jamming",
    "not_evaded": "chance that it is not out of the way",
    "off_axis_db": "antenna gain towards the jammer, against that towards the wanted signal",
    "overlap_db": "the part of the jamming that falls on the signals",
    "p_belt": "chance that the belt kills a satellite in it",
    "p_blind": "chance of a burnt detector, without protection",
    "p_burnt": "chance of burnt payloads, without shielding",
    "p_dazzle": "chance before protection",
    "p_hit": "chance of a hit",
    "p_kill": "chance of a kill",
    "p_kill_above_2000_km": "chance of a kill above 2,000 km",
    "p_lost": "chance of a loss for good, before defences",
    "p_prompt": "chance of a kill in sight of the burst, without hardening",
    "p_reset": "chance of a reset, without shielding",
    "p_safe_mode": "chance of safe mode, before defences",
    "p_shoulder": "chance of being pushed aside",
    "p_tells": "chance of telling it from its decoys",
    "p_tow": "chance of being towed away",
    "p_works": "chance that the missile works",
    "passes": "passes over the jammer",
    "past_the_guardian": "chance of getting past its guardian",
    "physical_protection": "share of break-ins that the site stops",
    "real_one_among_decoys": "chance of picking the real one among its decoys",
    "satellite_eirp_dbw": "power of the satellite's signal",
    "satellites_in_sight": "satellites in sight of the burst",
    "satellites_in_the_belt": "satellites that fly through the belt",
    "share_hit": "share of the terminals hit at once",
    "share_of_region_in_view": "share of the region in the jammer's view",
    "terminal_readiness": "share of intrusions that the terminals stop",
}


def term_word(key: str) -> str:
    """The words for a field of a card."""
    return _WORDS.get(key, key.replace("_", " "))


def term_line(key: str, value: float, names: Callable[[str], str], written: Callable[[float], str]) -> str:
    """A term with its value and unit.

    Args:
        key: the name of the field; `payload.term` or `mission.term` where it is about one of several.
        value: its value, in the unit that the name ends in.
        names: what people call things by their ids (`Names`).
        written: a number as text.
    """
    about, _, term = key.rpartition(".")
    words = _WORDS.get(term)
    stem, _, ending = term.rpartition("_")
    unit = UNITS.get(ending, "") if stem else ""
    if words is None:
        words = (stem if unit else term).replace("_", " ")
    if words.startswith("hours "):
        unit = ""
    for_what = f"{mission_name(names(about))}: " if about else ""
    return f"{for_what}{words}: {written(value)}{f' {unit}' if unit else ''}"
