# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures "follow" and "hosts-100": following runs on hosts. Prints one JSON line.

usage: pairs.py follow|hosts-100 BENCH_FOLLOW
The hosts are real sshds on loopback; HOME is a folder of the measurement's own.
"""
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "upload"))
from host import Sshd  # noqa: E402

LINES, SECONDS, TRIES, LIMIT = 1000, 6, 5, 100.0  # ten values a line: 10,000 points a second
HOSTS, RUNS, RUN_LINES, WINDOW, PAIRS, GOAL = 10, 100, 20, 6, 5, 5.0


def known(folder, sshds):
    home = os.path.join(folder, "home")
    os.makedirs(os.path.join(home, ".ssh"), exist_ok=True)
    with open(os.path.join(home, ".ssh", "known_hosts"), "w", encoding="ascii") as out:
        for sshd in sshds:
            with open(sshd.path("known_hosts"), encoding="ascii") as lines:
                out.write(lines.read())
    return dict(os.environ, HOME=home, XDG_CONFIG_HOME=os.path.join(home, "c"), XDG_DATA_HOME=os.path.join(home, "d"))


def filled(program, folder, runs, writer, sshds, environment):
    """Our key is the first host's; the others take it too."""
    with open(sshds[0].path("client_key.pub"), encoding="ascii") as key:
        text = key.read()
    for sshd in sshds[1:]:
        with open(sshd.path("client_key.pub"), "w", encoding="ascii") as out:
            out.write(text)
    done = subprocess.run([program, "fill", folder, str(runs), str(writer), sshds[0].folder,
                           *[str(sshd.port) for sshd in sshds]], env=environment, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit("the workspace could not be filled")
    return [line.split(" ", 1) for line in done.stdout.decode().splitlines()]


def follow(program):
    values = []
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="flambeau-follow-") as folder, \
                Sshd(os.path.join(folder, "ssh")) as sshd:
            environment = known(folder, [sshd])
            filled(program, folder, 1, os.getpid(), [sshd], environment)
            done = subprocess.run([program, "latency", folder, str(LINES), str(SECONDS)], env=environment,
                                  stdout=subprocess.PIPE, check=False)
            if done.returncode != 0:
                sys.exit("following failed")
            said = json.loads(done.stdout)
            if said["points"] != said["expected"]:
                sys.exit(f"{said['points']} points were kept of {said['expected']}")
            print(f"  p95 {said['p95']:.1f} ms, median {said['median']:.1f}, worst {said['worst']:.1f}",
                  file=sys.stderr)
            values.append(said["p95"])
    ours = statistics.median(values)
    return {"name": "follow", "ours": round(ours, 1), "rival": None, "unit": "ms", "ratio": round(LIMIT / ours, 2),
            "goal": 1.0, "met": ours <= LIMIT, "rival_is": f"a limit of {LIMIT:g}, p95 at 10,000 points a second",
            "pairs": TRIES, "spread": round((max(values) - min(values)) / ours, 3)}


def used(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            words = stat.read().rpartition(")")[2].split()
        total += int(words[11]) + int(words[12])
    return total / os.sysconf("SC_CLK_TCK")


def ours_for(program, folder, environment):
    mine = subprocess.Popen([program, "cpu", folder], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)
    if mine.stdout.readline().strip() != "ready":
        sys.exit("following failed")
    time.sleep(2)
    mine.stdin.write("go\n")
    mine.stdin.flush()
    time.sleep(WINDOW)
    mine.stdin.write("stop\n")
    mine.stdin.flush()
    said = json.loads(mine.stdout.readline())
    mine.wait()
    return said


def rival_for(folder, sshds, runs):
    tails = []
    for index, (run, path) in enumerate(runs):
        sshd = sshds[index % len(sshds)]
        ssh = sshd.ssh()
        ssh[ssh.index("-i") + 1] = sshds[0].path("client_key")
        with open(os.path.join(folder, f"tail-{run}"), "wb") as out:
            tails.append(subprocess.Popen([*ssh, sshd.who(), f"tail -n +1 -f {path}"], stdin=subprocess.DEVNULL,
                                          stdout=out))
        if index % 8 == 7:  # sshd takes ten newcomers at a time
            time.sleep(0.5)
    for _ in range(1500):
        if all(os.path.getsize(os.path.join(folder, f"tail-{run}")) > 0 for run, _ in runs):
            break
        time.sleep(0.02)
    else:
        sys.exit("some tails did not begin")
    time.sleep(2)
    before = used([tail.pid for tail in tails])
    time.sleep(WINDOW)
    seconds = used([tail.pid for tail in tails]) - before
    for tail in tails:
        tail.terminate()
    for tail in tails:
        tail.wait()
    return seconds


def same(folder, runs, offsets):
    """Both sides have the beginning of the same file, to where they were stopped."""
    for run, path in runs:
        with open(path, "rb") as whole, open(os.path.join(folder, f"tail-{run}"), "rb") as tail:
            text, theirs = whole.read(), tail.read()
        if not text.startswith(theirs) or offsets[run] == 0 or text[offsets[run] - 1:offsets[run]] != b"\n":
            sys.exit("the two sides did not read the same")


def hosts(program):
    mine, others = [], []
    with tempfile.TemporaryDirectory(prefix="flambeau-hosts-") as folder, contextlib.ExitStack() as stack:
        sshds = [stack.enter_context(Sshd(os.path.join(folder, f"ssh{i}"))) for i in range(HOSTS)]
        writer = subprocess.Popen([program, "write", str(RUN_LINES), "3600"], stdin=subprocess.PIPE, text=True)
        stack.callback(writer.kill)
        environment = known(folder, sshds)
        runs = filled(program, folder, RUNS, writer.pid, sshds, environment)
        for sshd in sshds[1:]:
            with open(sshds[0].path("client_key.pub"), encoding="ascii") as key, \
                    open(sshd.path("client_key.pub"), "w", encoding="ascii") as out:
                out.write(key.read())
        writer.stdin.write("".join(path + "\n" for _, path in runs) + "\n")
        writer.stdin.flush()
        for pair in range(PAIRS):
            said = ours_for(program, folder, environment)
            theirs = rival_for(folder, sshds, runs)
            same(folder, runs, said["offsets"])
            print(f"  pair {pair + 1}: {said['seconds']:.2f} s against {theirs:.2f} s of the processor in {WINDOW} s",
                  file=sys.stderr)
            mine.append(said["seconds"])
            others.append(theirs)
    ratios = [other / one for one, other in zip(mine, others)]
    ratio = statistics.median(ratios)
    return {"name": "hosts-100", "ours": round(statistics.median(mine), 3), "rival": round(statistics.median(others), 3),
            "unit": "s", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
            "rival_is": f"100 ssh tail -f, {RUN_LINES} lines a second each, the processor's time in {WINDOW} s",
            "pairs": PAIRS, "spread": round((max(ratios) - min(ratios)) / ratio, 3)}


def main():
    name, program = sys.argv[1:]
    print(json.dumps(follow(program) if name == "follow" else hosts(program)))


main()
