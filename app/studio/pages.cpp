// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages.h"

#include "flambeau/studio/studio.h"
#include "flambeau/ui/home/home_page.h"
#include "flambeau/ui/home/install.h"
#ifdef FLAMBEAU_PAGE_DATASETS
#include "flambeau/ui/datasets/datasets_page.h"
#include "flambeau/ui/datasets/install.h"
#endif
#ifdef FLAMBEAU_PAGE_ENVIRONMENTS
#include "flambeau/ui/environments/environments_page.h"
#include "flambeau/ui/environments/install.h"
#endif
#ifdef FLAMBEAU_PAGE_COMPUTE
#include "flambeau/ui/compute/compute_page.h"
#include "flambeau/ui/compute/install.h"
#endif
#ifdef FLAMBEAU_PAGE_RUNS
#include "flambeau/ui/runs/install.h"
#include "flambeau/ui/runs/run_page.h"
#include "flambeau/ui/runs/runs_page.h"
#endif
#ifdef FLAMBEAU_PAGE_NEWRUN
#include "flambeau/ui/newrun/install.h"
#include "flambeau/ui/newrun/new_run_page.h"
#endif
#ifdef FLAMBEAU_PAGE_MODELS
#include "flambeau/ui/models/install.h"
#include "flambeau/ui/models/models_page.h"
#endif
#ifdef FLAMBEAU_PAGE_SETTINGS
#include "flambeau/ui/settings/install.h"
#include "flambeau/ui/settings/settings_page.h"
#endif

namespace flambeau::studio {
namespace {

using ui::shell::PageEntry;

template <class P>
void add(Studio& studio, const QString& id, const QString& label, const QString& icon,
         PageEntry::Place place = PageEntry::Place::Rail) {
    auto* desk = &studio.desk();
    studio.window().addPage({id, label, icon, place, place == PageEntry::Place::Hidden ? QString("runs") : QString(),
                             [desk](ui::PageHost& host) -> ui::Page* { return new P(host, *desk); }});
}

}  // namespace

void addPages(Studio& studio) {
    auto& host = studio.window();
    auto& desk = studio.desk();
    ui::home::install(host, desk, studio.owner());
    add<ui::home::HomePage>(studio, "home", Studio::tr("Home"), "home");
#ifdef FLAMBEAU_PAGE_DATASETS
    ui::datasets::install(host, desk, studio.owner());
    add<ui::datasets::DatasetsPage>(studio, "datasets", Studio::tr("Datasets"), "datasets");
#endif
#ifdef FLAMBEAU_PAGE_ENVIRONMENTS
    ui::environments::install(host, desk, studio.owner());
    add<ui::environments::EnvironmentsPage>(studio, "environments", Studio::tr("Environments"), "environments");
#endif
#ifdef FLAMBEAU_PAGE_COMPUTE
    ui::compute::install(host, desk, studio.owner());
    add<ui::compute::ComputePage>(studio, "compute", Studio::tr("Compute"), "compute");
#endif
#ifdef FLAMBEAU_PAGE_RUNS
    ui::runs::install(host, desk, studio.owner());
    add<ui::runs::RunsPage>(studio, "runs", Studio::tr("Runs"), "runs");
    add<ui::runs::RunPage>(studio, "run", Studio::tr("Run"), "runs", PageEntry::Place::Hidden);
#endif
#ifdef FLAMBEAU_PAGE_NEWRUN
    ui::newrun::install(host, desk, studio.owner());
    add<ui::newrun::NewRunPage>(studio, "new-run", Studio::tr("New run"), "play", PageEntry::Place::Hidden);
#endif
#ifdef FLAMBEAU_PAGE_MODELS
    ui::models::install(host, desk, studio.owner());
    add<ui::models::ModelsPage>(studio, "models", Studio::tr("Models"), "models");
#endif
#ifdef FLAMBEAU_PAGE_SETTINGS
    ui::settings::install(host, desk, studio.owner());
    add<ui::settings::SettingsPage>(studio, "settings", Studio::tr("Settings"), "settings", PageEntry::Place::Bottom);
#endif
}

}  // namespace flambeau::studio
