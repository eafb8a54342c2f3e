"""From cells as laid out to tables as meant: columns under headers, merges, units."""
