// SPDX-License-Identifier: GPL-3.0-or-later
#include "filled_workspace.h"

#include "flambeau/session/dataset_service.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_catalog.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::test::must;

TEST_CASE("The filled workspace has runs in every state, chains, findings and models with versions") {
    FilledWorkspace filled({.moreRuns = 3});
    session::RunCatalog catalog(filled.workspace());
    const auto runs = must(catalog.list());
    CHECK(runs.size() == 10 + 3 + 4 - 1 + 0);
    for (const auto state : {domain::RunState::Preparing, domain::RunState::Queued, domain::RunState::Running,
                             domain::RunState::Finalizing, domain::RunState::Completed, domain::RunState::Failed,
                             domain::RunState::Canceled, domain::RunState::Lost})
        CHECK(std::any_of(runs.begin(), runs.end(), [&](const auto& run) { return run.state == state; }));
    CHECK(must(catalog.view(filled.run("shapes-07"))).chain.size() == 3);
    CHECK(must(catalog.outputs(filled.run("shapes-02"))).size() == 9);
    session::DatasetService datasets(filled.workspace());
    CHECK(must(datasets.find("shapes@1")).findings.size() >= 3);
    CHECK(must(datasets.list()).size() == 2);
    session::RegistryService models(filled.workspace());
    CHECK(must(models.versions("shapes")).size() == 2);
    CHECK(must(models.find("shapes@champion")).version == 2);
}

TEST_CASE("A live filled workspace has a run that goes on and one that waits behind it") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    session::RunCatalog catalog(filled.workspace());
    CHECK(!domain::isFinal(must(catalog.view(filled.run("shapes-10"))).state));
    CHECK(!domain::isFinal(must(catalog.view(filled.run("shapes-11"))).state));
}
