"""What the register tells the apps that stand above it, in the transaction of the change itself."""

from django.dispatch import Signal

# An asset was corrected. Sent with ``asset``, its locked ``site``, ``by`` (Authorship) and ``changes`` (field name to
# [before, after]). A receiver may add entries to the site's chain and returns the site's fields it has changed.
asset_corrected = Signal()
