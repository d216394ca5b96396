"""Who warns a satellite in time of what flies at it: sensors that see an early trace, and how late they tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wargame.coalition import Coalition
from wargame.game.effect import Trace
from wargame.knowing.watch import Post, Watch
from wargame.scenario import Phase


@dataclass(frozen=True, slots=True)
class Warner:
    """A sensor that could warn.

    Attributes:
        post: the sensor.
        share: chance that its owner tells the satellite's operator in time; 1 for the operator's own.
        seen_s: when it would see the trace.
    """

    post: Post
    share: float
    seen_s: int

    @property
    def p_warns(self) -> float:
        """Chance that a warning comes from here."""
        return self.post.sensor.p_detect * self.share


def warners(
    watch: Watch,
    traces: Sequence[Trace],
    operator: str,
    coalition: Coalition,
    phase: Phase,
    effect_s: int,
    notice_s: int,
    works: Callable[[Post, int], bool],
) -> tuple[Warner, ...]:
    """The sensors that can warn a satellite's operator early enough for a burn, each once.

    A nation that left the coalition hears its own sensors only. A report of a member counts when its disclosure row
    brings it in time: the trace, then the latency, then the notice that the operator needs, all before the effect.

    Args:
        watch: sensors and disclosure.
        traces: what there is to see of the attack.
        operator: whose satellite it is.
        coalition: who tells whom.
        phase: the phase, which decides share and latency.
        effect_s: when the attack takes effect.
        notice_s: what the operator needs from a warning to the burn.
        works: whether a sensor works at a second, as far as whoever asks can know.
    """
    found: dict[str, Warner] = {}
    for trace in sorted(traces, key=lambda item: item.t_s):
        for post in watch.posts_in_view(trace):
            if not coalition.exists(post.asset, post.function) or not works(post, trace.t_s):
                continue
            told = _told(watch, post, operator, coalition, phase)
            if told is None or post.id in found:
                continue
            share, latency_s = told
            if share > 0.0 and trace.t_s + latency_s + notice_s <= effect_s:
                found[post.id] = Warner(post, share, trace.t_s)
    return tuple(found[key] for key in sorted(found))


def p_warned(found: Sequence[Warner]) -> float:
    """Chance that at least one warning comes, rounded to 1e-9."""
    silent = 1.0
    for warner in found:
        silent *= 1.0 - warner.p_warns
    return round(1.0 - silent, 9)


def _told(
    watch: Watch, post: Post, operator: str, coalition: Coalition, phase: Phase
) -> tuple[float, int] | None:
    """With what chance and how late the operator hears of a sensor's report; None if never."""
    if post.owner == operator:
        return 1.0, 0
    row = watch.release(post.owner, operator, coalition)
    return None if row is None else (row.share.at(phase), round(row.latency_h.at(phase) * 3600))
