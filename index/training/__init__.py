"""How the shipped weights were made: scripts to run again, never imported at question time."""
