"""Scripts that made the files in ``gis_data/data`` from registry packages; run by hand, never by the product."""
