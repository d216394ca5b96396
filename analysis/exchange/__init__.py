"""A record in the formats of other programs: CZML for globes, CCSDS OEM for orbits, tidy CSV for tables."""
