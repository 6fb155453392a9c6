# SPDX-License-Identifier: GPL-3.0-or-later
# Writes archives that want to do harm into the folder argv[1].
import io
import os
import sys
import tarfile
import zipfile

out = sys.argv[1]


def add(tar, name, data=b"", kind=tarfile.REGTYPE, link=""):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    entry.type = kind
    entry.linkname = link
    tar.addfile(entry, io.BytesIO(data))


with tarfile.open(os.path.join(out, "escape.tar"), "w") as tar:
    add(tar, "../outside.txt", b"x")
    add(tar, "/absolute.txt", b"x")
    add(tar, "a/../../outside2.txt", b"x")
    add(tar, "out", kind=tarfile.SYMTYPE, link="..")
    add(tar, "out/through-link.txt", b"x")
    add(tar, "hard", kind=tarfile.LNKTYPE, link="/etc/passwd")
    add(tar, "device", kind=tarfile.CHRTYPE)
    add(tar, "pipe", kind=tarfile.FIFOTYPE)
    add(tar, "good/file.txt", b"good")
    add(tar, "good/file.txt", b"second")
    add(tar, "good", b"a file where a folder is")
with zipfile.ZipFile(os.path.join(out, "windows.zip"), "w") as z:
    z.writestr("..\\evil.txt", "x")
    z.writestr("good\\file.txt", "good")
with zipfile.ZipFile(os.path.join(out, "bomb.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    block = bytes(1 << 20)
    with z.open("zeros.bin", "w", force_zip64=True) as entry:
        for _ in range(200):
            entry.write(block)
data = io.BytesIO()
with zipfile.ZipFile(data, "w") as z:
    z.writestr("secret.txt", "x" * 40)
raw = bytearray(data.getvalue())
raw[6] |= 1  # the flag "encrypted" of the local and of the central header
raw[raw.index(b"PK\1\2") + 8] |= 1
with open(os.path.join(out, "encrypted.zip"), "wb") as file:
    file.write(raw)
with zipfile.ZipFile(os.path.join(out, "empty.zip"), "w") as z:
    pass
