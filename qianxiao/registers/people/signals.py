"""What the vault tells higher floors: it cannot ask them itself."""

from django.dispatch import Signal

# scope: both places, in whose transaction and context it is sent; places: person → where the record is kept from now on
kept_elsewhere = Signal()
