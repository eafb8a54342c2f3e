"""Every asset check there is, told from the definitions: dbt's data tests and the guards of both borders."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg


def check_keys(assets: Iterable[dg.AssetsDefinition]) -> set[dg.AssetCheckKey]:
    """The keys of all checks of some assets."""
    return {spec.key for definition in assets for spec in definition.check_specs}


def unknown_targets(assets: Iterable[dg.AssetsDefinition], known: Iterable[dg.AssetKey]) -> set[dg.AssetKey]:
    """Assets that a check names and nothing makes or declares: Dagster would silently invent them."""
    listed = set(known)
    return {key.asset_key for key in check_keys(assets) if key.asset_key not in listed}


def unknown_dependencies(assets: Iterable[dg.AssetsDefinition], known: Iterable[dg.AssetKey]) -> set[dg.AssetKey]:
    """Assets that another depends on and nothing makes or declares."""
    listed = set(known)
    found: set[dg.AssetKey] = set()
    for definition in assets:
        for spec in definition.specs:
            found |= {dependency.asset_key for dependency in spec.deps if dependency.asset_key not in listed}
    return found
