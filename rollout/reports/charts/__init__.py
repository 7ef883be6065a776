"""Charts as SVG drawn on the server: labelled on the line, with units, a day and a source; no script."""
