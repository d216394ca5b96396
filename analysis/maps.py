"""The map of a scenario: regions, sites by kind of owner, and the geostationary belt, on a plain graticule.

Equirectangular, cut where nothing stands. Coastlines are left out: no land data ships with the program.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from markupsafe import Markup

from wargame.analysis.svg import Frame, box, drawing, line, mark, text
from wargame.scenario import Scenario
from wargame.scenario.orbits import GeoOrbit
from wargame.scenario.users import Region

WIDTH = 1000.0
MARGIN_DEG = 7.0
NEAR_DEG, NEAR_SHARE = 8.0, 0.35
"""A site belongs on the map up to so far beyond the box of all regions, in degrees and as a share of the box."""
TALLEST = 0.46
"""Largest height of the map as a share of its width; a narrower theatre gets more sea on its sides."""
TALLEST_OF_REGIONS = 0.62
"""The same for a map that is read for its regions."""
LETTER = 6.3
"""About the width of a small letter."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A site or a satellite: its place, whose kind it is, and what it is called."""

    longitude_deg: float
    latitude_deg: float
    kind: str
    name: str
    hint: str


def scenario_map(scenario: Scenario) -> Markup:
    """Regions as boxes, sites as marks with names where there is room, geostationary satellites on a strip below.

    The map is cut to the theatre; sites far from every region are listed by `beyond_the_map`.
    """
    sites = _split(scenario)[0]
    frame = _frame(scenario, sites)
    belt = _belt(scenario)
    round_the_globe = replace(frame, x_range=(_middle(frame) - 180.0, _middle(frame) + 180.0))
    rows = _stacked(round_the_globe, belt)
    strip = frame.bottom + 70
    lowest = strip + 13 * max((row for _, row in rows), default=0) + 26
    parts = [*_graticule(frame), *_regions(frame, scenario), *_marks(frame, sites)]
    if belt:
        parts.append(
            text(
                frame.left, strip - 26, "Geostationary belt, all round the globe, by longitude", "small soft"
            )
        )
        parts.append(line(frame.left, strip + 6, frame.right, strip + 6, "axis"))
        parts += _longitudes(round_the_globe, strip)
        for spot, row in rows:
            x = round_the_globe.x(_wrapped(round_the_globe, spot))
            parts.append(mark(x, strip + 6 + 13 * row, spot.kind, spot.hint, 4.4))
    label = "Map of the regions, the ground sites and the geostationary satellites of the scenario"
    return drawing(WIDTH, lowest if belt else frame.bottom + 26, label, *parts)


def beyond_the_map(scenario: Scenario) -> list[str]:
    """The names of the sites that stand too far from every region for the map, in alphabetical order."""
    return sorted(spot.name for spot in _split(scenario)[1])


def _split(scenario: Scenario) -> tuple[list[Spot], list[Spot]]:
    """The sites in or near the theatre, and those beyond: the box of all regions, widened on every side."""
    sites = _sites(scenario)
    theatre = _frame(scenario, (), margin=0.0)
    (west, east), (south, north) = theatre.x_range, theatre.y_range
    wide = max(NEAR_DEG, NEAR_SHARE * (east - west))
    high = max(NEAR_DEG, NEAR_SHARE * (north - south))
    near: list[Spot] = []
    far: list[Spot] = []
    for spot in sites:
        inside = (spot.longitude_deg - (west - wide)) % 360.0 <= (east - west) + 2 * wide
        high_enough = south - high <= spot.latitude_deg <= north + high
        (near if inside and high_enough else far).append(spot)
    return near, far


def _middle(frame: Frame) -> float:
    return sum(frame.x_range) / 2.0


def _longitudes(frame: Frame, strip: float) -> Iterator[Markup]:
    """Marks of longitude above the strip of the belt."""
    west, east = frame.x_range
    for longitude in range(int(-(-west // 60)) * 60, int(east) + 1, 60):
        x = frame.x(longitude)
        yield line(x, strip - 6, x, strip, "axis")
        yield text(x, strip - 9, _meridian(longitude), "small soft", "middle")


def region_map(scenario: Scenario, shades: Mapping[str, tuple[str, str]], label: str) -> Markup:
    """The theatre: its regions in shades with words inside, and the sites among them as marks.

    Args:
        scenario: the scenario.
        shades: for every region to be shaded its class, ending in a digit (dark below 5), and the words inside.
        label: for those who cannot see it.
    """
    regions = sorted(scenario.regions.items())
    frame = _frame(scenario, (), TALLEST_OF_REGIONS)
    parts = [
        *_graticule(frame),
        *(_box(frame, region, *shades.get(key, ("region", ""))) for key, region in regions),
    ]
    for spot in _sites(scenario):
        x, y = frame.x(_wrapped(frame, spot)), frame.y(spot.latitude_deg)
        if frame.left < x < frame.right and frame.top < y < frame.bottom:
            parts.append(mark(x, y, spot.kind, spot.hint, 3.0))
    parts += [_words(frame, region, *shades.get(key, ("region", ""))) for key, region in regions]
    return drawing(WIDTH, frame.bottom + 26, label, *parts)


def kinds_shown(scenario: Scenario) -> list[tuple[str, str]]:
    """The kinds of actors that the legend explains, each with the names of its actors."""
    found = []
    for kind in ("lead", "partner", "commercial", "neutral", "adversary"):
        names = [actor.name for _, actor in sorted(scenario.actors.items()) if actor.kind == kind]
        if names:
            found.append((kind, "; ".join(sorted(names))))
    return found


def legend_mark(kind: str) -> Markup:
    """The mark of an actor's kind for a legend."""
    return drawing(18, 18, kind, mark(9, 9, kind, size=5.5))


def _sites(scenario: Scenario) -> list[Spot]:
    found = []
    for _, site in sorted(scenario.sites.items()):
        owner = scenario.actors[site.owner]
        tasks = ", ".join(sorted({item.kind for item in site.functions.values()})) or "no function"
        hidden = "" if site.shown else "; Red does not know of it"
        hint = f"{site.name} ({owner.name}): {tasks}{hidden}"
        found.append(Spot(site.longitude_deg, site.latitude_deg, owner.kind, site.name, hint))
    return found


def _belt(scenario: Scenario) -> list[Spot]:
    found = []
    for _, item in sorted(scenario.fleet.items()):
        orbit = item.orbit
        if isinstance(orbit, GeoOrbit):
            owner = scenario.actors[item.owner]
            hint = f"{item.name} ({owner.name}), {orbit.longitude_deg:g} degrees east"
            found.append(Spot(orbit.longitude_deg, 0.0, owner.kind, item.name, hint))
    return found


def _frame(
    scenario: Scenario, sites: Sequence[Spot], tallest: float = TALLEST, margin: float = MARGIN_DEG
) -> Frame:
    """Everything in one frame: the longitudes start after the widest stretch in which nothing stands."""
    longitudes = {spot.longitude_deg % 360.0 for spot in sites}
    latitudes = [spot.latitude_deg for spot in sites]
    for region in scenario.regions.values():
        east = region.west_deg + (region.east_deg - region.west_deg) % 360.0
        longitudes |= {region.west_deg % 360.0, (region.west_deg + east) / 2 % 360.0, east % 360.0}
        latitudes += [region.south_deg, region.north_deg]
    ring = sorted(longitudes)
    gaps = [((ring[(n + 1) % len(ring)] - item) % 360.0 or 360.0, n) for n, item in enumerate(ring)]
    widest, after = max(gaps)
    west, span = ring[(after + 1) % len(ring)] - margin, 360.0 - widest + 2 * margin
    south, north = max(-88.0, min(latitudes) - margin), min(88.0, max(latitudes) + margin)
    wanted = max(span, (north - south) / tallest)
    west, span = (west - (wanted - span) / 2, wanted) if wanted < 360.0 else (west, 360.0)
    height = (WIDTH - 46) * min(tallest, (north - south) / span)
    return Frame(42, 6, WIDTH - 46, height, (west, west + span), (south, north))


def _wrapped(frame: Frame, spot: Spot) -> float:
    """The spot's longitude in the frame's turn of the globe."""
    west = frame.x_range[0]
    return west + (spot.longitude_deg - west) % 360.0


def _graticule(frame: Frame) -> Iterator[Markup]:
    (west, east), (south, north) = frame.x_range, frame.y_range
    every = 30 if east - west > 150 else 10
    yield box(frame.left, frame.top, frame.width, frame.height, "sea")
    for longitude in range(int(-(-west // every)) * every, int(east) + 1, every):
        x = frame.x(longitude)
        yield line(x, frame.top, x, frame.bottom, "grid")
        anchor = "end" if x > frame.right - 16 else "middle"
        yield text(x, frame.bottom + 16, _meridian(longitude), "small soft", anchor)
    for latitude in range(int(-(-south // every)) * every, int(north) + 1, every):
        y = frame.y(latitude)
        yield line(frame.left, y, frame.right, y, "equator" if latitude == 0 else "grid")
        words = f"{abs(latitude)}{'N' if latitude > 0 else 'S' if latitude < 0 else ''}"
        yield text(frame.left - 6, y + 4, words, "small soft", "end")


def _meridian(longitude: int) -> str:
    turned = (longitude + 180) % 360 - 180
    return "0" if turned == 0 else f"{abs(turned)}{'E' if turned > 0 else 'W'}" if turned != -180 else "180"


def _place(frame: Frame, region: Region) -> tuple[float, float, float, float]:
    """Left, top, width and height of a region's box."""
    west = frame.x_range[0] + (region.west_deg - frame.x_range[0]) % 360.0
    east = west + (region.east_deg - region.west_deg) % 360.0
    x, y = frame.x(west), frame.y(region.north_deg)
    return x, y, frame.x(east) - x, frame.y(region.south_deg) - y


def _box(frame: Frame, region: Region, shade: str, words: str) -> Markup:
    hint = f"{region.name}: {words or 'nobody needs it here'}"
    return box(*_place(frame, region), f"shaded {shade}" if words else shade, hint)


def _words(frame: Frame, region: Region, shade: str, words: str) -> Markup:
    """The region's name in as many lines as fit, and the words below, in an ink that shows on its shade."""
    x, y, width, height = _place(frame, region)
    ink = ("on-dark" if int(shade[-1]) < 5 else "on-light") if words else "soft"
    room, most = max(8, int((width - 8) / LETTER)), max(1, int((height - 26) / 13))
    lines = wrap(region.name, room, max_lines=most, placeholder="\N{HORIZONTAL ELLIPSIS}")
    name = Markup("").join(
        text(x + 5, y + 15 + 13 * row, part, f"place {ink}") for row, part in enumerate(lines)
    )
    return name + text(x + 5, y + height - 7, words, f"figure {ink}") if words else name


def _regions(frame: Frame, scenario: Scenario) -> Iterator[Markup]:
    for _, region in sorted(scenario.regions.items()):
        x, y, width, height = _place(frame, region)
        yield box(x, y, width, height, "region", region.name)
        if LETTER * len(region.name) < width - 8:
            yield text(x + 5, y + 14, region.name, "place soft")


def _marks(frame: Frame, sites: Sequence[Spot]) -> Iterator[Markup]:
    """Marks first, then as many names as fit without touching a mark or another name."""
    places = [(frame.x(_wrapped(frame, spot)), frame.y(spot.latitude_deg)) for spot in sites]
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in places]
    for spot, (x, y) in zip(sites, places, strict=True):
        yield mark(x, y, spot.kind, spot.hint)
    for spot, (x, y) in zip(sites, places, strict=True):
        width = LETTER * len(spot.name)
        choices = (
            (x + 9, y + 4, "start", x + 8),
            (x - 9, y + 4, "end", x - 8 - width),
            (x, y - 10, "middle", x - width / 2),
            (x, y + 19, "middle", x - width / 2),
        )
        for at_x, at_y, anchor, left in choices:
            area = (left, at_y - 11, left + width, at_y + 3)
            if _inside(frame, area) and not any(_touch(area, other) for other in taken):
                taken.append(area)
                yield text(at_x, at_y, spot.name, "place", anchor)
                break


Area = tuple[float, float, float, float]


def _inside(frame: Frame, area: Area) -> bool:
    return (
        area[0] >= frame.left and area[2] <= frame.right and area[1] >= frame.top and area[3] <= frame.bottom
    )


def _touch(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _stacked(frame: Frame, spots: Sequence[Spot]) -> list[tuple[Spot, int]]:
    """The satellites of the belt, each in the first row in which it touches no other."""
    last: list[float] = []
    found = []
    for spot in sorted(spots, key=lambda item: (_wrapped(frame, item), item.name)):
        x = frame.x(_wrapped(frame, spot))
        row = next((n for n, end in enumerate(last) if x - end >= 11.5), len(last))
        last[row : row + 1] = [x]
        found.append((spot, row))
    return found
