"""What each partner adds: worth of every coalition on paired replicates, values, intervals, and a report."""
