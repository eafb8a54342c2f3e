"""May this build be published, and the publishing itself: build aside, check, swap. Knows nothing of Dagster."""
