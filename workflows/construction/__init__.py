"""Building an outlet or a warehouse: what is reported from the spot, what is inspected, and the rules of both."""
