"""The game loop: its vocabulary of orders, effects and observations, its clock and its queue."""
