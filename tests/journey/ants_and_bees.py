# SPDX-License-Identifier: GPL-3.0-or-later
"""Real pictures, real ImageNet features, a frozen backbone: at least 94 % on the validation pictures, then ONNX."""
import os
import pathlib
import sys

from studio import Studio, same_points


def main(bin):
    data = pathlib.Path(os.environ.get("FLAMBEAU_TEST_DATA", "/nonexistent"))
    folder, weights = data / "hymenoptera_data", data / "weights" / "mobilenet_v2_imagenet_features.pth"
    if not folder.is_dir() or not weights.is_file():
        print("skipped: FLAMBEAU_TEST_DATA names no folder with hymenoptera_data and weights")
        sys.exit(77)
    with Studio(bin) as studio:
        studio.run("dataset", "add", folder, "--name", "hymenoptera")
        dataset = studio.json("dataset", "show", "hymenoptera")
        assert dataset["classes"] == ["ants", "bees"], dataset["classes"]
        assert dataset["splits"]["train"]["images"] == 244 and dataset["splits"]["val"]["images"] == 153, dataset["splits"]
        assert dataset["splits"]["train"]["classes"] == {"ants": 123, "bees": 121}
        assert any("imageNotFound.gif" in finding["path"] for finding in dataset["findings"])
        for finding in dataset["findings"]:
            assert set(finding) >= {"kind", "path", "detail", "action"}, finding
        studio.run("dataset", "add", folder, "--name", "hymenoptera")
        again = studio.json("dataset", "show", "hymenoptera")
        assert (again["version"], again["fingerprint"]) == (dataset["version"], dataset["fingerprint"])

        run = studio.json("run", "start", "--recipe", "image-classification", "--dataset", "hymenoptera@1", "--set",
                          "arch=mobilenet_v2", "--set", f"weights={weights}", "--set", "freeze=backbone", "--set",
                          "epochs=25", "--set", "augmentation=none", "--set", "lr=0.01", "--register", "ants-bees",
                          "--watch")["id"]
        shown = studio.json("run", "show", run)
        assert shown["state"] == "completed", shown
        best = shown["metrics"]["val/acc"]["best"]
        assert best >= 0.94, best
        same_points(shown["folder"], studio.run("run", "metrics", run, "--csv"))
        model = studio.json("model", "show", "ants-bees")
        assert model["run"] == run and model["onnx"]["top1_agreement"] == 1.0, model
        assert model["onnx"]["pictures"] == 153, model["onnx"]
        picture = next((folder / "val" / "bees").iterdir())
        top = studio.json("model", "predict", "ants-bees", picture)[0]["top"]
        assert {answer["class"] for answer in top} <= {"ants", "bees"} and top[0]["probability"] >= top[-1]["probability"]
        print(f"ants and bees: best val/acc {best:.4f}, judged by {model['onnx']['verified_by']}")


main(sys.argv[1])
