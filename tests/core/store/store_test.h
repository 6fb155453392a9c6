// SPDX-License-Identifier: GPL-3.0-or-later
// What the store's tests share.
#pragma once

#include <string>

#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "test_support.h"

namespace flambeau::test {

inline store::Workspace openWorkspace(const fs::path& folder) {
    return must(store::Workspace::open(folder));
}

inline RunId addRun(const store::Workspace& workspace, const std::string& name = "run", double created = 0) {
    store::NewRun run;
    run.id = RunId::create();
    run.name = name;
    run.experiment = "experiment";
    run.recipe = "image-classification";
    run.definition = "{\"a\":1}";
    run.definitionHash = "hash";
    run.created = created;
    must(store::Runs(workspace).create(run));
    return run.id;
}

/// The points that a commit of `count` of them, beginning with step `first`, brings: one value a step.
inline void fill(store::StreamBatch& batch, const std::string& series, std::int64_t first, std::int64_t count) {
    for (std::int64_t i = first; i < first + count; ++i)
        batch.add(series, i, series::kNone, 1e9 + 0.25 * static_cast<double>(i), static_cast<double>(i) * 0.1);
}

inline void mustBeSound(const store::Workspace& workspace) {
    const store::CheckReport report = must(workspace.check(true));
    for (const std::string& problem : report.databaseProblems)
        FAIL_CHECK(problem);
    CHECK(report.missingBlobs.empty());
    CHECK(report.damagedBlobs.empty());
}

}  // namespace flambeau::test
