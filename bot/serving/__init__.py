"""Beyond Discord: a page to read on, and a door for programs. Stands on ``Library`` alone."""
