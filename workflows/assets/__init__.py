"""The use of government property by a cooperative: what loans and grants have in common."""
