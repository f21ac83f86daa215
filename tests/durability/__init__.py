"""Kills, full disks, damaged files, two processes: no article is lost and no quote is wrong."""
