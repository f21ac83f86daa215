"""The client and what keeps it alive."""
