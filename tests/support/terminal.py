"""Runs a command at a terminal of its own, types ANSWER whenever it asks for a passphrase or a recovery code (its lines one after another, the last again and again), and prints what was shown there.
Usage: terminal.py ANSWER COMMAND…    Ends with the command's status, or 125 after four minutes."""

import os
import pty
import re
import select
import sys
import time

ASKED = re.compile(rb"(?:passphrase|recovery code)[^\n]*: ?$", re.IGNORECASE)
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

answers = sys.argv[1].encode().split(b"\n")
unanswered, end = b"", time.monotonic() + 240
while True:
    if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        os.kill(child, 9)
        sys.exit(125)
    try:
        shown = os.read(terminal, 65536)
    except OSError:  # Linux says so when the last user of the terminal is gone
        shown = b""
    if not shown:
        break
    sys.stdout.buffer.write(shown)
    unanswered = (unanswered + shown)[-4096:]
    # Colours and movements of the cursor are no text.
    if ASKED.search(re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", unanswered)):
        unanswered = b""
        os.write(terminal, answers[0] + b"\n")
        del answers[: len(answers) > 1]
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
