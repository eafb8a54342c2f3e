"""When and in what order: the orchestration. Importing this package loads nothing heavy; `definitions` does."""
