"""Runs a program with a limit on its CPU time, and writes what it used to file descriptor 3.

usage: measure.py CPU_SECONDS PROGRAM ARGUMENT...

One JSON line: status (null when a signal ended it), signal, cpuMs (user and system), rssMb (the most it ever held).
A small process stands between the bench and the peer on purpose: what a program is said to have held begins with what
the one that started it held.
"""

import json
import os
import resource
import subprocess
import sys

limit = int(float(sys.argv[1]))


def cap():
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))


process = subprocess.Popen(sys.argv[2:], preexec_fn=cap)
_, status, used = os.wait4(process.pid, 0)
report = {
    "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
    "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
    "cpuMs": 1000 * (used.ru_utime + used.ru_stime),
    "rssMb": used.ru_maxrss / 1024,
}
os.write(3, (json.dumps(report) + "\n").encode())
