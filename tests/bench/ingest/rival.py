# SPDX-License-Identifier: GPL-3.0-or-later
"""The rival's side of the figure "ingest": MLflow's log_batch of 1,000 metrics into its SQLite store.

usage: rival.py STREAM LINES FOLDER
Reads the first LINES metric lines, logs them and prints {"points", "seconds", "prefix"} as our side does. Reading the
lines and building MLflow's Metric objects is not counted against it.
"""
import hashlib
import json
import os
import sqlite3
import struct
import sys
import time

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_LOGGING_LEVEL"] = "WARNING"

from mlflow.entities import Metric  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402

BATCH = 1000


def main():
    stream, lines, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.makedirs(folder)
    metrics = []
    with open(stream, encoding="utf-8") as file:
        next(file)  # the stream's header
        for _, line in zip(range(lines), file):
            event = json.loads(line)
            millis = int(event["t"] * 1000)
            metrics += [Metric(name, float(value), millis, event["step"]) for name, value in event["v"].items()]
    database = os.path.join(folder, "mlflow.db")
    client = MlflowClient(tracking_uri=f"sqlite:///{database}")
    experiment = client.create_experiment("bench", artifact_location=os.path.join(folder, "artifacts"))
    run = client.create_run(experiment).info.run_id
    start = time.perf_counter()
    for first in range(0, len(metrics), BATCH):
        client.log_batch(run, metrics=metrics[first:first + BATCH])
    seconds = time.perf_counter() - start
    rows = {}
    with sqlite3.connect(database) as connection:
        query = "SELECT key, step, value FROM metrics WHERE run_uuid = ? ORDER BY key, step"
        for key, step, value in connection.execute(query, (run,)):
            rows.setdefault(key, []).append(struct.pack("<qd", step, value))
    prefix = {key: {"count": len(pairs), "sha256": hashlib.sha256(b"".join(pairs)).hexdigest()}
              for key, pairs in rows.items()}
    print(json.dumps({"points": len(metrics), "seconds": seconds, "prefix": prefix}))


main()
