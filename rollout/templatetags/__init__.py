"""Template filters of the product, loaded by name from any template."""
