"""The phone's app as the server hands it out: its files under one version, and its sentences in each language."""
