"""Serves the demo company; what `tenfold demo` becomes."""

import sys

from tenfold.config.cli import register_all
from tenfold.config.commands.life import tell, tell_address
from tenfold.config.demo.live import keep_moving
from tenfold.config.demo.start import ADDRESS
from tenfold.config.home import current_home
from tenfold.config.serve import serve
from tenfold.kit.refusal import Refusal


def main() -> int:
    """Serve the demo on the port given, on the loopback address alone; return the exit status."""
    port, said_as = int(sys.argv[1]), sys.argv[2]
    register_all()  # commands reach the company through this server: it has to know what they ask
    try:
        serve(
            home=current_home(),
            host=ADDRESS,
            port=port,
            tell=lambda sentence: tell(sentence=sentence, format=said_as),
            tell_address=lambda address: tell_address(address=address, format=said_as),
            beside=keep_moving,
        )
    except Refusal as refusal:
        sys.stderr.write(f"tenfold: {refusal.sentence}\n{refusal.next_step}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
