"""A simulated rollout: plausible people, plots and dates, taken through the real gate step by step."""
