// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages.h"

#include "flambeau/studio/studio.h"
#include "flambeau/ui/compute/compute_page.h"
#include "flambeau/ui/compute/install.h"
#include "flambeau/ui/datasets/datasets_page.h"
#include "flambeau/ui/datasets/install.h"
#include "flambeau/ui/environments/environments_page.h"
#include "flambeau/ui/environments/install.h"
#include "flambeau/ui/home/home_page.h"
#include "flambeau/ui/home/install.h"
#include "flambeau/ui/models/install.h"
#include "flambeau/ui/models/models_page.h"
#include "flambeau/ui/newrun/install.h"
#include "flambeau/ui/newrun/new_run_page.h"
#include "flambeau/ui/runs/install.h"
#include "flambeau/ui/runs/run_page.h"
#include "flambeau/ui/runs/runs_page.h"
#include "flambeau/ui/settings/install.h"
#include "flambeau/ui/settings/settings_page.h"

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
    ui::datasets::install(host, desk, studio.owner());
    add<ui::datasets::DatasetsPage>(studio, "datasets", Studio::tr("Datasets"), "datasets");
    ui::environments::install(host, desk, studio.owner());
    add<ui::environments::EnvironmentsPage>(studio, "environments", Studio::tr("Environments"), "environments");
    ui::compute::install(host, desk, studio.owner());
    add<ui::compute::ComputePage>(studio, "compute", Studio::tr("Compute"), "compute");
    ui::runs::install(host, desk, studio.owner());
    add<ui::runs::RunsPage>(studio, "runs", Studio::tr("Runs"), "runs");
    add<ui::runs::RunPage>(studio, "run", Studio::tr("Run"), "runs", PageEntry::Place::Hidden);
    ui::newrun::install(host, desk, studio.owner());
    add<ui::newrun::NewRunPage>(studio, "new-run", Studio::tr("New run"), "play", PageEntry::Place::Hidden);
    ui::models::install(host, desk, studio.owner());
    add<ui::models::ModelsPage>(studio, "models", Studio::tr("Models"), "models");
    ui::settings::install(host, desk, studio.owner());
    add<ui::settings::SettingsPage>(studio, "settings", Studio::tr("Settings"), "settings", PageEntry::Place::Bottom);
}

}  // namespace flambeau::studio
