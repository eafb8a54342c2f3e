"""Tables without vertical rules, or without any: what stands where tells their rows and columns.

Only lines outside of ruled grids are looked at. Columns are told by the gaps between texts beside each other. Rows are told by level
rules; where there are none, by that division of all texts into rows in which the cells of each row are set alike: they share the
middle or the top, wrapped lines stand at the pitch of lines, and no cell holds two figures. Where no line stands between two others,
as where cells hang from the top or stand on the bottom, each height begins a row or goes on with the last: what a line had room for
and the words that labels are made of tell which. Texts that fit into no row alone are labels beside several rows. Where the texts of
a run of lines don't all find their places it stays text.

Each module builds on those before it: `texts`, `columns`, `cells`, `hung`, `rows`, `spans`, `regions`, `grids`.
"""

from ingest.pages.unruled.grids import with_unruled_grids

__all__ = ["with_unruled_grids"]
