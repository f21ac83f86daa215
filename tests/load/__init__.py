"""Many members, long runs: ``python -m tests.load.acknowledge`` and ``python -m tests.load.memory``."""
