"""What Red weighs: the benefit of an attack by denial, its cost by resources, norms and response, and the choice.

All terms are in stakes: 1 is Red's value of fully reaching its objectives. Zagare and Kilgour's two-stage deterrence
(published case O11) is a special case that the same functions compute.
"""
