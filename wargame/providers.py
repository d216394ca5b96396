"""Commercial providers that may refuse: when a conflict comes near them, a keyed draw says whether they stop serving.

A provider thinks of it when an adversary first reaches the rung of its contract, and whenever a strike on an asset of
its own takes effect. If it refuses, after its notice every payload that it lets anybody in the coalition use is out of
action, until it resumes. Source: ours (docs/method.md, section 3).

Leaves out: customers outside the coalition, and users of the provider itself, lose the same payloads (a status belongs
to a payload, not to a customer); a refusal of some nations only; talks about it; a second refusal while one holds. Red
does not know the contract: its terms are between provider and customer. It sees what is withheld once it is.
"""

from wargame.coalition import Coalition, payload_owner
from wargame.draws import Draws
from wargame.events import AssetDegraded, ServiceRefused, ServiceUpheld
from wargame.game.agenda import Due
from wargame.game.journal import Journal
from wargame.scenario.contracts import Contract
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, is_open


class Providers:
    """The providers' decisions of one game.

    Args:
        coalition: who is in it; a provider outside serves nobody there and refuses nothing.
        journal: where events go.
        draws: the chances of this replicate.
    """

    def __init__(self, coalition: Coalition, journal: Journal, draws: Draws) -> None:
        """See the class."""
        self._coalition = coalition
        self._journal = journal
        self._draws = draws

    def act(self, due: Due) -> None:
        """An adversary has climbed, a provider was struck, or a notice has run out."""
        what, _, about = due.about.partition(":")
        if what == "stop":
            self._stop(about, due)
        elif what == "rung":
            adversary, before, reached = about.split(":")
            for provider, contract in self._contracts():
                if int(before) < contract.refuses_from_rung <= int(reached):
                    self._consider(provider, contract, due, 0.0, f"rung:{adversary}")
        else:
            scenario = self._coalition.scenario
            target = about.rpartition(">")[2]
            owner = (scenario.fleet.get(target) or scenario.sites[target]).owner
            for provider, contract in self._contracts():
                if provider == owner:
                    self._consider(provider, contract, due, contract.exposure, due.about)

    def _contracts(self) -> list[tuple[str, Contract]]:
        """The providers inside that may refuse, in alphabetical order."""
        actors = sorted(self._coalition.scenario.actors.items())
        inside = self._coalition.inside
        return [
            (key, actor.contract) for key, actor in actors if actor.contract is not None and key in inside
        ]

    def _consider(self, provider: str, contract: Contract, due: Due, exposure: float, occasion: str) -> None:
        """One decision: P(it refuses) = 1 - (1 - p_refuse)(1 - exposure), the exposure 0 unless it was struck."""
        world = self._journal.world
        held = world.refusals.get(provider)
        if held is not None and held.until_s > due.t_s:
            return
        p_contract = contract.p_refuse.at(world.phase)
        p = round(1.0 - (1.0 - p_contract) * (1.0 - exposure), 9)
        draw = self._draws.uniform("provider.refuses", provider, occasion)
        card = {
            "rule": "a provider refuses with the chance of its contract; a strike on itself adds its exposure",
            "p": p,
            "draw": round(draw, 9),
            "outcome": "refuses" if draw < p else "goes on serving",
            "modifiers": [
                {"name": "p_refuse", "value": p_contract, "source": "judgement"},
                {"name": "exposure", "value": exposure, "source": "judgement"},
            ],
        }
        kept = card if self._journal.keep_cards else None
        if draw >= p:
            self._journal.emit(
                ServiceUpheld(t_s=due.t_s, move=world.move, cause=due.cause, provider=provider, card=kept)
            )
            return
        from_s = due.t_s + round(contract.notice_h * 3600)
        self._journal.emit(
            ServiceRefused(
                t_s=due.t_s,
                move=world.move,
                cause=due.cause,
                provider=provider,
                from_s=from_s,
                until_s=from_s + round(contract.resumes_after_h * 3600),
                card=kept,
            )
        )

    def _stop(self, provider: str, due: Due) -> None:
        """The notice has run out: what the coalition uses of the provider's is out of action."""
        refused = self._journal.world.refusals[provider]
        for asset, function in self._withheld(provider):
            self._journal.emit(
                AssetDegraded(
                    t_s=due.t_s,
                    move=self._journal.world.move,
                    cause=due.cause,
                    asset=asset,
                    function=function,
                    factor=0.0,
                    until_s=refused.until_s,
                )
            )

    def _withheld(self, provider: str) -> list[tuple[str, str]]:
        """The provider's payloads that others inside may use by agreement; what is lost or open cannot be withheld."""
        coalition, scenario = self._coalition, self._coalition.scenario
        contract = scenario.actors[provider].contract
        assert contract is not None  # it has refused
        found = []
        for asset, body in scenario.fleet.items():
            for name, payload in sorted(body.payloads.items()):
                mission = MISSION_OF_PAYLOAD[payload.kind]
                customers = (coalition.recipients(mission, provider) & coalition.inside) - {provider}
                if (
                    payload_owner(body.owner, payload) == provider
                    and (not contract.for_missions or mission in contract.for_missions)
                    and customers
                    and not is_open(payload)
                    and coalition.exists(asset, name)
                    and asset not in self._journal.world.lost
                ):
                    found.append((asset, name))
        return found
