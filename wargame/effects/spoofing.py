"""Spoofing of navigation receivers.

What happens
    A transmitter imitates the navigation signals a little more strongly than they arrive. Receivers in its view that do
    not check who sent a signal follow it and show a false place; for whoever relies on them there is no service. They
    work again when it falls silent.

When it can be tried
    At any time, against a region of which some part lies within the radio horizon of the transmitter.

What decides success
    A few decibels more than the true signals at the receiver, and whether it checks who sent them (military codes,
    signed messages): far less power than jamming needs, so the horizon is mostly what limits it.

Source and confidence
    Power advantage: Psiaki and Humphreys, "GNSS Spoofing and Detection", Proc. IEEE 104(6), 2016. Horizon: ITU-R P.526.
    Power and height: judgement with ranges.

Leaves out
    Where the false place lies and what follows from trusting it, receivers that notice and say so, and the time that a
    receiver needs to recover.
"""

from typing import ClassVar

from wargame.effects.pnt_jamming import PntJamming
from wargame.effects.transmitters import Transmitter
from wargame.scenario.base import Model, judged


class Parameters(Transmitter):
    """A transmitter that imitates navigation signals."""

    eirp_dbw: float = judged(5.0, -10.0, 20.0)
    """Power it radiates in the band of the signals."""


class Spoofing(PntJamming):
    """Spoofing of navigation receivers (see the module's page)."""

    key: ClassVar[str] = "spoofing"
    title: ClassVar[str] = "Spoofing of navigation receivers"
    Parameters: ClassVar[type[Model]] = Parameters
    spoofs: ClassVar[bool] = True
    rule: ClassVar[str] = "a receiver that does not check who sent a signal follows the stronger one"


EFFECT = Spoofing()
