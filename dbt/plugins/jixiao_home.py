"""Where dbt finds staging and puts its database: the one place that knows folders, so that models and sources hold no path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.home import existing_home


class Plugin(BasePlugin):
    """Points DuckDB's file search at one home: JIXIAO_HOME, else whichever default home of the checkout has been built.

    Config: `home` (may be empty) and `checkout`, the folder that holds `dbt/`. An empty home builds an empty warehouse.
    """

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        stated = plugin_config.get("home")
        home = Path(stated) if stated else None
        self.home = existing_home(home, {}, below=Path(plugin_config["checkout"]).resolve()).root

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """DuckDB makes the file but not its folder."""
        Path(creds.path).resolve().parent.mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: Any) -> None:
        """Relative patterns in sources are looked up in the home alone."""
        if "," in str(self.home):
            # DuckDB reads the setting as a list
            raise ValueError(f"a home folder's name can't hold a comma: {self.home}")
        conn.execute("set global file_search_path = ?", [str(self.home)])
