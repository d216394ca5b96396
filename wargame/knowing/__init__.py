"""What governments know of an attack: who sees it, who is told, and what they conclude."""
