"""Break-ups and their debris: how many fragments, what they are, where they go, what they hit, when they fall."""
