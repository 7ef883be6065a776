"""Tables, curves and forecasts of the rollout on any day, drawn by pages, the API and exports from one declaration."""
