"""Two runs side by side: what differs in what they were given, where they part, and what comes of it."""
