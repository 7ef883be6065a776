"""How dates are written and read here, by language; numbers follow Django's own Indonesian and English."""
