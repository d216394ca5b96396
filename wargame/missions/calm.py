"""What is delivered and known while everything works: what every other status is told apart from.

It follows from geometry, weather and rights alone, so it is worked out once for a coalition.
"""

from dataclasses import dataclass

import numpy as np

from wargame.missions.contacts import Looks, other_fates
from wargame.missions.deliveries import Delivered, deliver, nothing_delivered
from wargame.missions.known import Known, know, nothing_known
from wargame.missions.releases import Receipt
from wargame.space.arrays import BoolArray, FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class Calm:
    """What is delivered and known while everything works.

    Attributes:
        looks: when collections are made and land.
        delivered: what is delivered over each point.
        known: what audiences know over each point.
    """

    looks: Looks
    delivered: Delivered
    known: Known

    @classmethod
    def of(cls, looks: Looks, allowed: Receipt) -> "Calm":
        """All that follows from looks."""
        streams, deliveries, audiences = allowed.streams, allowed.deliveries, allowed.audiences
        hit = np.ones((int(audiences.spans[-1]), len(streams.starts) - 1), dtype=np.bool_)
        none = nothing_delivered(deliveries, audiences.spans, looks.contact.shape[1])
        delivered = deliver(looks, streams, deliveries, audiences.spans, hit, none)
        nothing = nothing_known(audiences, looks.contact.shape[1])
        known, _ = know(deliveries, audiences, none, delivered, nothing)
        return cls(looks, delivered, Known(known.fresh, known.bounds, known.more, nothing.events))

    def under(self, looks: Looks, allowed: Receipt) -> tuple[Known, BoolArray]:
        """What is known under other looks, and the words of steps in which audiences know another: (audiences, words).

        Only over points where streams collect something else, or land it at another time, is anything worked out.
        """
        streams, deliveries, audiences = allowed.streams, allowed.deliveries, allowed.audiences
        hit = other_fates(looks.access, streams.payloads, streams.starts, self.looks, looks)
        now = deliver(looks, streams, deliveries, audiences.spans, hit, self.delivered)
        return know(deliveries, audiences, self.delivered, now, self.known)

    @property
    def nbytes(self) -> int:
        """Memory in bytes; what is collected where belongs to the mission."""
        arrays = self.looks.ready, self.looks.contact, *self.delivered, *self.known
        return sum(array.nbytes for array in arrays)


@dataclass(frozen=True, eq=False, slots=True)
class CalmAnswer:
    """The answer at some samples while everything works.

    Attributes:
        served: mean freshness of every audience, shape (audiences, samples).
        mixed: that of mixtures of audiences, shape (cells, samples).
    """

    served: FloatArray
    mixed: FloatArray

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.served.nbytes + self.mixed.nbytes
