"""Buttons that survive a restart: what they need is in their id and in the store."""
