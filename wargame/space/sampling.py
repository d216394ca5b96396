"""When sensors are sampled: the service steps of a request and the samples that are ORed into each."""

from dataclasses import dataclass

from wargame.space.arrays import FloatArray
from wargame.space.request import GeometryRequest
from wargame.space.visibility import sample_times_s, samples_for, words_for


@dataclass(frozen=True, slots=True)
class Sampling:
    """Service steps and the samples in each; all that a block of sensors depends on besides who and where.

    Attributes:
        epoch_utc: ISO UTC instant of time zero, when the first step starts.
        n_steps: number of service steps.
        step_s: length of a step, s.
        samples_per_step: samples ORed into each step.
    """

    epoch_utc: str
    n_steps: int
    step_s: int
    samples_per_step: int

    @property
    def n_words(self) -> int:
        """Number of 64-step words that hold the steps."""
        return words_for(self.n_steps)

    @property
    def span_s(self) -> float:
        """Length of the whole span, s."""
        return float(self.n_steps * self.step_s)

    def times_s(self) -> FloatArray:
        """Return the sampling times of all steps, s since the epoch, shape (n_steps * samples_per_step,)."""
        return sample_times_s(self.n_steps, float(self.step_s), self.samples_per_step)


def sensor_sampling(request: GeometryRequest) -> Sampling:
    """Return how a request wants sensors sampled: at most ``sensor_sample_s`` apart."""
    samples_per_step = samples_for(request.step_s, request.sensor_sample_s)
    return Sampling(request.epoch_utc, request.n_steps, request.step_s, samples_per_step)
