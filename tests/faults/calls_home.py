"""A canary: the real program, one child of which says good morning to an address that nobody named."""

import subprocess
import sys

from console.cli import main

SAYS = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'good morning', ('127.0.0.1', 9))"

if __name__ == "__main__":
    subprocess.run([sys.executable, "-I", "-c", SAYS], check=False)
    sys.exit(main(sys.argv[1:]))
