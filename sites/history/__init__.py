"""The register as it stood on any day: moments written with each change, and what is read from them."""
