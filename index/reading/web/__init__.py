"""The guarded fetch."""
