"""Make the Dagster instance folder of the home in use, with telemetry off, and print its absolute path."""

from __future__ import annotations

import shutil

from dagster_project.settings import CHECKOUT, Settings


def main() -> None:
    folder = Settings.from_environment().dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CHECKOUT / "dagster_project" / "dagster.yaml", folder / "dagster.yaml")
    print(folder)


if __name__ == "__main__":
    main()
