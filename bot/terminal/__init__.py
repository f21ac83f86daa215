"""The terminal face: input, output and the little commands behind ``bot.cli``."""
