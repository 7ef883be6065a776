"""Scripts that build the data shipped with the app; nothing of the running product imports them."""
