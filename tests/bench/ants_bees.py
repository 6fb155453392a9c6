# SPDX-License-Identifier: GPL-3.0-or-later
"""Best validation accuracy of five seeds through flambeau-cli; prints the figure's JSON line."""
import json
import os
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "journey"))
from studio import Studio  # noqa: E402

LIMIT = 0.94


def main(bin):
    data = pathlib.Path(os.environ.get("FLAMBEAU_TEST_DATA", "/nonexistent"))
    weights = data / "weights" / "mobilenet_v2_imagenet_features.pth"
    if not weights.is_file():
        sys.exit("FLAMBEAU_TEST_DATA names no folder with hymenoptera_data and weights")
    scores = []
    with Studio(bin) as studio:
        studio.run("dataset", "add", data / "hymenoptera_data", "--name", "hymenoptera")
        for seed in range(5):
            settings = {"arch": "mobilenet_v2", "weights": weights, "freeze": "backbone", "epochs": 25,
                        "augmentation": "none", "lr": 0.01, "seed": seed}
            words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
            run = studio.json("run", "start", "--recipe", "image-classification", "--dataset", "hymenoptera", *words,
                              "--watch")["id"]
            scores.append(studio.json("run", "show", run)["metrics"]["val/acc"]["best"])
    median = statistics.median(scores)
    print(json.dumps({"name": "ants-bees", "ours": median, "rival": None, "unit": "best val/acc", "ratio": median / LIMIT,
                      "goal": 1, "met": median >= LIMIT, "rival_is": f"a limit of {LIMIT}", "pairs": 5,
                      "spread": max(scores) - min(scores)}))


main(sys.argv[1])
