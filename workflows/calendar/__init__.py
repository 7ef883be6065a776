"""The offices' calendar: holidays as data, and deadlines counted in working days."""
