"""Reading strangers' bytes in a process of its own."""
