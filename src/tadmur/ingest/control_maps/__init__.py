"""Readers of control maps and place tables that others publish: polygons and rows as they stand, with what is wrong."""
