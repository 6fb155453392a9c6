# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "onnx", compares both sides' files, prints the figure's JSON line.

usage: pairs.py FOLDER-OF-OUR-EXECUTABLES FOLDER-OF-NETWORKS
Each side exports ResNet-18 and MobileNetV2 (224 px), a process each. Ours also runs onnx's checker and judges 16
pictures of each in a second process; the rival checks nothing.
"""
import json
import os
import statistics
import subprocess
import sys
import time

GOAL = 2.0
SECONDS = 150  # no further pair begins when it would end after this; two at least
NETWORKS = ("resnet18", "mobilenet_v2")
RIVAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rival.py")


def run(*words):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words[:2]))} failed with {done.returncode}")
    return done.stdout.decode()


def judged(judge, folder, onnx):
    verdict = json.loads(run(judge, "judge", "--onnx", onnx, "--model", f"{folder}/model.json", "--reference",
                             f"{folder}/reference.safetensors"))
    if not verdict["agrees"] or verdict["pictures"] != 16:
        sys.exit(f"{onnx} does not agree with the reference: {verdict}")


def ours(judge, root):
    begin = time.monotonic()
    for arch in NETWORKS:
        folder = f"{root}/{arch}"
        run(judge, "export", "--model", f"{folder}/model.json", "--weights", f"{folder}/weights.safetensors", "--out",
            f"{folder}/ours.onnx")
        judged(judge, folder, f"{folder}/ours.onnx")
    return time.monotonic() - begin


def rival(root):
    begin = time.monotonic()
    for arch in NETWORKS:
        folder = f"{root}/{arch}"
        version = run("/usr/bin/python3", RIVAL, arch, 224, 5, f"{folder}/weights.pth", f"{folder}/rival.onnx")
    return time.monotonic() - begin, version.strip().splitlines()[-1]


def main():
    judge, root = os.path.join(sys.argv[1], "flambeau-judge"), sys.argv[2]
    mine, theirs = [], []
    begin = time.monotonic()
    while len(mine) < 5:
        spent = time.monotonic() - begin
        if len(mine) >= 2 and spent + spent / len(mine) > SECONDS:
            break
        mine.append(ours(judge, root))
        seconds, version = rival(root)
        theirs.append(seconds)
        if len(mine) == 1:  # both files give the reference's logits for the same pictures, within the same 1e-4
            for arch in NETWORKS:
                judged(judge, f"{root}/{arch}", f"{root}/{arch}/rival.onnx")
        print(f"  pair {len(mine)}: {mine[-1]:.2f} s against {theirs[-1]:.2f} s", file=sys.stderr)
    ratios = [slow / quick for slow, quick in zip(theirs, mine)]
    ratio = statistics.median(ratios)
    print(json.dumps({
        "name": "onnx", "ours": round(statistics.median(mine), 2), "rival": round(statistics.median(theirs), 2),
        "unit": "s for ResNet-18 and MobileNetV2", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
        "rival_is": f"Debian's torch {version}: load, torch.onnx.export, no check (quicker than 2.13's exporters)",
        "pairs": len(mine), "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
