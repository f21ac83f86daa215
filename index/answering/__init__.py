"""Question to Answer: candidates, ranking, the decision to abstain."""
