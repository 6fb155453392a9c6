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


def named(path, name, utf8):
    """A zip of one file whose name has these bytes, with the mark that they are UTF-8 or without."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("A" * len(name), "x")
    raw = bytearray(data.getvalue().replace(b"A" * len(name), name))
    if utf8:
        raw[7] |= 8
        raw[raw.index(b"PK\1\2") + 9] |= 8
    with open(os.path.join(out, path), "wb") as file:
        file.write(raw)


named("utf8-marked.zip", "猫/ü.jpg".encode(), True)
named("utf8-unmarked.zip", "猫/ü.jpg".encode(), False)
named("cp437.zip", "flügel/Ärger ñ½.jpg".encode("cp437"), False)
for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT):
    with tarfile.open(os.path.join(out, f"utf8-{form}.tar"), "w", format=form) as tar:
        add(tar, "猫/ü.jpg", b"x")
with tarfile.open(os.path.join(out, "deep.tar"), "w") as tar:
    add(tar, "a/" * 900 + "file.txt", b"x")
    add(tar, "b/" * 61, kind=tarfile.DIRTYPE)
    add(tar, "c/" * 60 + "file.txt", b"x")
    add(tar, "good.txt", b"x")
