"""`python -m jixiao`, and the console script: an interruption is heeded from the first import on."""

from __future__ import annotations

import sys

from jixiao import interrupts


def main() -> None:
    """Runs the command line."""
    interrupts.watch()
    try:
        from jixiao.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(interrupts.INTERRUPTED)


if __name__ == "__main__":
    main()
