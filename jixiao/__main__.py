"""`python -m jixiao`, and the console script: an interruption is heeded from the first import on."""

from __future__ import annotations

import sys

from jixiao import interrupts


def main() -> None:
    """Runs the command line."""
    interrupts.watch()
    try:
        from jixiao.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        interrupts.leave(interrupts.INTERRUPTED)
    except SystemExit as end:
        if interrupts.asked():
            interrupts.leave(end.code if isinstance(end.code, int) else interrupts.INTERRUPTED)
        raise


if __name__ == "__main__":
    main()
