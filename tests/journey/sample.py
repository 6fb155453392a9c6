# SPDX-License-Identifier: GPL-3.0-or-later
"""From the sample that Flambeau draws to a judged ONNX file and a prediction, by the command line alone."""
import json
import pathlib
import sys

from studio import Studio, same_points


def main(bin):
    with Studio(bin) as studio:
        studio.run("dataset", "sample", "--name", "shapes")
        dataset = studio.json("dataset", "show", "shapes")
        assert len(dataset["classes"]) >= 3 and dataset["splits"]["train"]["images"] > 100, dataset
        assert len(dataset["fingerprint"]) == 64

        started = studio.json("run", "start", "--recipe", "image-classification", "--dataset", "shapes", "--name", "first",
                              "--experiment", "journey", "--set", "arch=tiny", "--set", "augmentation=none", "--set", "epochs=8", "--set", "lr=0.003",
                              "--set", "optimizer=adamw", "--set", "threads=1", "--set", "seed=1")
        run = started["id"]
        studio.run("run", "watch", run)
        shown = studio.json("run", "show", run[:8])
        assert shown["id"] == run and shown["state"] == "completed" and shown["experiment"] == "journey", shown
        assert shown["definition"]["parameters"]["arch"] == "tiny"
        assert shown["definition"]["dataset"]["fingerprint"] == dataset["fingerprint"]
        accuracy = shown["metrics"]["val/acc"]
        assert set(accuracy) >= {"last", "min", "max", "best", "best_step"}, accuracy
        assert accuracy["best"] > 0.7, accuracy
        assert same_points(shown["folder"], studio.run("run", "metrics", run, "--csv")) > 100

        outputs = {entry["path"]: entry for entry in studio.json("run", "outputs", run)}
        for name in ("best.safetensors", "last.safetensors", "model.json", "model.ts", "state_dict.pt",
                     "reference.safetensors", "checkpoint/checkpoint.safetensors", "tables/confusion.json"):
            assert any(path.endswith(name) and len(e["sha256"]) == 64 and e["bytes"] > 0 for path, e in outputs.items()), name

        studio.run("model", "register", run, "--name", "shapes")
        model = studio.json("model", "show", "shapes")
        assert model["version"] == 1 and model["run"] == run, model
        assert model["dataset"]["fingerprint"] == dataset["fingerprint"]
        verdict = model["onnx"]
        assert "OpenCV" in verdict["verified_by"] and verdict["top1_agreement"] == 1.0, verdict
        assert verdict["max_abs_diff"] < 1e-3 and verdict["pictures"] >= dataset["splits"]["val"]["images"], verdict

        onnx = studio.dir / "shapes.onnx"
        studio.run("model", "export", "shapes", "--format", "onnx", "--to", onnx)
        assert onnx.stat().st_size > 1000
        pictures = [str(path) for path in pathlib.Path(shown_root(dataset, studio)).rglob("*") if path.suffix in (".png", ".jpg")][:5]
        assert len(pictures) == 5
        predicted = studio.json("model", "predict", "shapes@1", *pictures)
        assert [entry["path"] for entry in predicted] == pictures
        for entry in predicted:
            total = sum(answer["probability"] for answer in entry["top"])
            assert 0.99 < total <= 1.0001 or len(entry["top"]) < len(dataset["classes"]), entry

        # One picture that is not there is a row of its own; the others are predicted, and the exit says that not all was.
        mixed = json.loads(studio.run("--json", "model", "predict", "shapes@1", pictures[0], "gone.png", pictures[1], expect=1))
        assert [("top" in entry, "error" in entry) for entry in mixed] == [(True, False), (False, True), (True, False)], mixed
        lines = studio.run("model", "predict", "shapes@1", "--csv", pictures[0], "gone.png", expect=1).splitlines()
        assert lines[0] == "path,rank,class,probability,error" and lines[-1].startswith("gone.png,0,,,"), lines

        # Out of the trash a version comes back with its aliases, but for those that another one has by now.
        studio.json("model", "alias", "shapes@1", "champion")
        studio.run("model", "remove", "shapes@1")
        assert studio.json("model", "remove", "shapes@1", "--restore")["aliases"] == ["champion"]

        assert studio.error("run", "show", "ffffffff")["code"] == "not_found"
        refused = studio.error("run", "start", "--recipe", "image-classification", "--dataset", "shapes", "--set", "epochs=0", expect=2)
        assert "epochs" in refused["message"], refused
        print("from the sample to a judged ONNX file:", accuracy, verdict["verified_by"])


def shown_root(dataset, studio):
    return dataset.get("root") or studio.workspace


main(sys.argv[1])
