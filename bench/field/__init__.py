"""The phone's sync under faults: a proxy that harms the traffic, a phone that goes on, and what must then hold."""
