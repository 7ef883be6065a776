"""The phone's app in a browser that loses its signal, its tab and its clock."""
