// SPDX-License-Identifier: GPL-3.0-or-later
#include "fill.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "flambeau/domain/dataset.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::bench {
namespace {

constexpr const char* kSeries[] = {"train/loss", "train/acc", "lr",        "train/images_per_s", "system/cpu_percent",
                                   "val/loss",   "val/acc",   "grad/norm", "system/memory_mb",   "train/epoch_loss"};
constexpr double kBegin = 1.76e9;

template <class T>
T must(Result<T> result) {
    if (!result.ok()) {
        std::fprintf(stderr, "bench_studio: %s %s\n", result.error().message.c_str(), result.error().detail.c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

void must(const Status& status) {
    if (!status.ok()) {
        std::fprintf(stderr, "bench_studio: %s %s\n", status.error().message.c_str(), status.error().detail.c_str());
        std::exit(1);
    }
}

double valueOf(std::size_t series, std::int64_t step, int run) {
    const double x = static_cast<double>(step);
    return series % 2 == 0 ? 2 * std::exp(-x / 300) + 0.05 * std::sin(x * (1 + static_cast<double>(series)) + run)
                           : 0.95 - 0.7 * std::exp(-x / 250) + 0.01 * std::cos(x + run);
}

void addDataset(const store::Workspace& workspace) {
    domain::DatasetManifest manifest;
    manifest.name = "made-up";
    manifest.version = 1;
    manifest.root = (workspace.path() / "made-up").string();
    manifest.source = manifest.root;
    manifest.layout = "splits";
    manifest.classes = {"a", "b"};
    manifest.fingerprint = domain::datasetFingerprint(manifest);
    store::NewDatasetVersion version;
    version.name = manifest.name;
    version.fingerprint = manifest.fingerprint;
    version.root = manifest.root;
    version.source = manifest.source;
    version.manifest = domain::toJson(manifest).dump();
    must(store::Datasets(workspace).add(version));
}

void addRun(store::Workspace& workspace, int number, std::int64_t points) {
    domain::RunDefinition definition;
    definition.id = RunId::create();
    char name[32];
    std::snprintf(name, sizeof name, "run-%05d", number);
    definition.name = name;
    definition.experiment = "experiment-" + std::to_string(number % 20);
    definition.recipe = "image-classification";
    definition.dataset = {"made-up", 1, std::string(64, 'a')};
    definition.parameters = domain::withDefaults("image-classification", {});
    definition.parameters["lr"] = 0.001 * (1 + number % 7);
    definition.engine = std::string(64, 'e');
    definition.created = kBegin + number * 600.0;
    const store::Runs runs(workspace);
    must(runs.create(store::NewRun::from(definition)));
    store::StreamBatch batch;
    const auto steps = points / static_cast<std::int64_t>(std::size(kSeries));
    for (std::int64_t step = 1; step <= steps; ++step) {
        const double time = definition.created + 0.2 * static_cast<double>(step),
                     epoch = static_cast<double>(step) / 100;
        for (std::size_t s = 0; s < std::size(kSeries); ++s)
            batch.add(kSeries[s], step, epoch, time, valueOf(s, step, number));
    }
    must(store::Metrics(workspace).append(definition.id, batch));
    (void)must(runs.setState(definition.id, domain::RunState::Running, "", definition.created + 1));
    const bool failed = number % 11 == 0;
    (void)must(runs.setState(definition.id, failed ? domain::RunState::Failed : domain::RunState::Completed,
                             failed ? "exit code 1" : "", definition.created + 400));
}

}  // namespace

void fill(const fs::path& folder, int runs, std::int64_t points) {
    auto workspace = must(store::Workspace::open(folder));
    addDataset(workspace);
    for (int number = 0; number < runs; ++number)
        addRun(workspace, number, points / runs);
}

}  // namespace flambeau::bench
