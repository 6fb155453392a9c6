# SPDX-License-Identifier: GPL-3.0-or-later
"""What the figures over SSH share: a real sshd on loopback with a key of its own, a tree of files, timed commands."""
import os
import pwd
import random
import socket
import subprocess
import sys
import time


class Sshd:
    """Ends with the `with`. Logs in as who runs it."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, mode=0o700)
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        for name in ("host_key", "client_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(self.path("host_key.pub"), encoding="ascii") as key, open(self.path("known_hosts"), "w") as known:
            known.write(f"[127.0.0.1]:{self.port} {key.read()}")
        with open(self.path("sshd_config"), "w", encoding="ascii") as config:
            config.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.path('host_key')}\n"
                         f"AuthorizedKeysFile {self.path('client_key.pub')}\nPidFile {self.path('pid')}\nStrictModes no\n"
                         "SetEnv SHLVL=1\n"  # bash then leaves the account's .bashrc out: it is not what is measured
                         "UsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
                         "Subsystem sftp /usr/lib/openssh/sftp-server\n")
        self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", self.path("sshd_config"), "-E", self.path("log")])
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        sys.exit("sshd does not answer")

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ssh(self):
        """ssh with its defaults, but for where its keys are."""
        return ["ssh", "-F", "none", "-i", self.path("client_key"), "-o", "IdentitiesOnly=yes", "-o",
                f"UserKnownHostsFile={self.path('known_hosts')}", "-p", str(self.port)]

    @staticmethod
    def who():
        return f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1"


def make_tree(folder, files, size):
    """Files that differ and do not compress, a hundred a folder."""
    numbers = random.Random(5)
    for index in range(files):
        inner = os.path.join(folder, f"class-{index // 100:03d}")
        if index % 100 == 0:
            os.makedirs(inner)
        with open(os.path.join(inner, f"picture-{index:05d}.jpg"), "wb") as out:
            out.write(numbers.randbytes(size))


def timed(command, shell=False):
    """Seconds of a command that must succeed, and what it printed."""
    os.sync()
    begin = time.monotonic()
    done = subprocess.run(command, shell=shell, stdout=subprocess.PIPE, check=False)
    seconds = time.monotonic() - begin
    if done.returncode != 0:
        sys.exit(f"{command} failed with {done.returncode}")
    return seconds, done.stdout
