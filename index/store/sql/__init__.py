"""What every backend that speaks SQL shares: the statements that are the same in SQLite and PostgreSQL."""
