"""The steps of a build as assets, in the order of the way of one figure."""
