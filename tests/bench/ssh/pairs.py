# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of a figure about the connection to a host, prints its JSON line.

usage: pairs.py FIGURE BENCH_SSH
The host is a real sshd on loopback. Files lie in memory where there is room, so that no disk is compared.
"""
import filecmp
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "upload"))
from host import Sshd, timed  # noqa: E402

LARGE = 500_000_000
LARGE_PAIRS, SUBMIT_PAIRS = 7, 40
# A run's start as hosts see it: a folder, a definition, a detached supervisor, its log. No wait of a fixed length.
START = """set -u
run=$(mktemp -d "${TMPDIR:-/tmp}/flambeau-start.XXXXXX") || exit 1
cd "$run" || exit 1
umask 077
cat >run.json <<'END'
{"name": "warm_submit", "command": ["sh", "-c", "echo first line"], "variables": {%s}}
END
mkfifo begun
setsid sh -c 'echo "first line" >log; : >begun; exec sleep 0' </dev/null >/dev/null 2>&1 &
read -r nothing <begun
cat log
rm -rf "$run"
""" % ", ".join(f'"VARIABLE_{number}": "{number * 7919}"' for number in range(60))


def scp(sshd, source, target, cipher):
    return ["scp", "-q", "-F", "none", "-i", sshd.path("client_key"), "-o", "IdentitiesOnly=yes", "-o",
            f"UserKnownHostsFile={sshd.path('known_hosts')}", "-P", str(sshd.port), *cipher, source,
            f"{sshd.who()}:{target}"]


def large(program, folder, sshd, cipher):
    """Bytes a second of each pair."""
    source, mine, other = (os.path.join(folder, name) for name in ("source", "mine", "other"))
    block = random.Random(7).randbytes(10_000_000)
    with open(source, "wb") as out:
        for number in range(LARGE // len(block)):
            out.write(number.to_bytes(8, "big") + block[8:])
    pairs = []
    for _ in range(LARGE_PAIRS):
        one, _ = timed([program, "put", str(sshd.port), sshd.folder, source, mine])
        two, _ = timed(scp(sshd, source, other, cipher))
        if not (filecmp.cmp(source, mine, shallow=False) and filecmp.cmp(source, other, shallow=False)):
            sys.exit("a side did not send the file as it is")
        os.remove(mine)
        os.remove(other)
        pairs.append((LARGE / one / 1e6, LARGE / two / 1e6))
    return pairs


def submit(program, folder, sshd, how):
    """Milliseconds to the first line of each pair."""
    script = os.path.join(folder, "start.sh")
    with open(script, "w", encoding="ascii") as out:
        out.write(START)
    control = os.path.join(folder, "control")
    rival = [*sshd.ssh(), sshd.who(), "exec sh -s"]
    if how == "warm":
        subprocess.run([*sshd.ssh(), "-M", "-S", control, "-f", "-N", sshd.who()], check=True)
        rival[1:1] = ["-S", control]
    done = subprocess.run([program, "submit", str(sshd.port), sshd.folder, script, str(SUBMIT_PAIRS), how, *rival],
                          stdout=subprocess.PIPE, check=False)
    if how == "warm":
        subprocess.run([*sshd.ssh(), "-S", control, "-O", "exit", sshd.who()], stderr=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit("the submits failed")
    return [tuple(float(word) * 1000 for word in line.split()) for line in done.stdout.decode().splitlines()]


FIGURES = {
    "large-file": (lambda *all: large(*all, ["-c", "aes128-gcm@openssh.com"]), "MB/s", 1.0,
                   "scp -c aes128-gcm@openssh.com, 500 MB"),
    "large-file-default": (lambda *all: large(*all, []), "MB/s", 1.5, "scp with its default cipher, 500 MB"),
    "warm-submit": (lambda *all: submit(*all, "warm"), "ms", 0.83, "ssh -S CONTROL host sh -s, the same script"),
    "cold-submit": (lambda *all: submit(*all, "cold"), "ms", 0.9, "ssh host sh -s, the same script"),
}


def main():
    name, program = sys.argv[1:]
    measure, unit, goal, rival_is = FIGURES[name]
    memory = "/dev/shm" if os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > 4 * LARGE else None
    with tempfile.TemporaryDirectory(prefix="flambeau-ssh-", dir=memory) as folder:
        with Sshd(os.path.join(folder, "ssh")) as sshd:
            pairs = measure(program, folder, sshd)
    for mine, other in pairs:
        print(f"  {mine:.1f} against {other:.1f} {unit}", file=sys.stderr)
    ratios = [mine / other if unit == "MB/s" else other / mine for mine, other in pairs]
    ratio = statistics.median(ratios)
    quarters = statistics.quantiles(ratios, n=4)
    print(json.dumps({
        "name": name, "ours": round(statistics.median(mine for mine, _ in pairs), 2),
        "rival": round(statistics.median(other for _, other in pairs), 2), "unit": unit, "ratio": round(ratio, 2),
        "goal": goal, "met": ratio >= goal, "rival_is": rival_is, "pairs": len(pairs),
        "spread": round((quarters[2] - quarters[0]) / ratio, 3)}))


main()
