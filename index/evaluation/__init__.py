"""The scoreboards, so that every claim in the README can be run again."""
