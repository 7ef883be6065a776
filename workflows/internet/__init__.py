"""Satellite internet: the kits, what is recorded of them at a site, and the rules of installing and accepting them."""
