"""Guided flows: `engine` runs what the data describe; `facts` and `keys` are what a flow may name and offer."""
