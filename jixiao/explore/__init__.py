"""Questions asked of a home and its warehouse, answered as data: nothing here prints, or ends a process."""
