"""The Discord face end to end: the real client and the real engine against the loopback Discord."""
