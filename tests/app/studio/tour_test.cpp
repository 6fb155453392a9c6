// SPDX-License-Identifier: GPL-3.0-or-later
// The tour: every page, light and dark, filled and empty, in both sizes. Each picture is saved to be looked at, and in
// none is a text cut, a control outside, or something that the keyboard reaches without a name.
#include <nlohmann/json.hpp>

#include "filled_workspace.h"
#include "flambeau/session/clusters.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/ui/common/widgets.h"
#include "studio_fixture.h"
#include "translations.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;

namespace {

struct Stop {
    QString page, what, name;
};

/// A subtitle gives room first: it may be cut, and then tells the whole as its tooltip.
QStringList faultsOf(QWidget& window) {
    QStringList faults = layoutFaults(window);
    const auto* subtitle = window.findChild<ui::ElidedLabel*>("headerSubtitle");
    if (subtitle != nullptr && subtitle->cut())
        faults.removeIf([&](const QString& fault) { return fault.contains("'" + subtitle->text() + "' is cut"); });
    return faults;
}

void tour(Window& f, const QList<Stop>& stops, const QString& kind) {
    for (const bool dark : {false, true}) {
        f.themes.setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
            f.window().resize(size);
            const QString tail = QString("-%1-%2-%3").arg(kind, dark ? "dark" : "light").arg(size.width());
            for (const Stop& stop : stops) {
                f.go(stop.page, stop.what);
                INFO(stop.name.toStdString() << tail.toStdString());
                CHECK(f.window().currentPageId() == stop.page);
                save(shot(f.window()), "tour-" + stop.name + tail);
                CHECK(faultsOf(f.window()) == QStringList());
                CHECK(unnamed(f.window()) == QStringList());
            }
        }
    }
    f.themes.setMode(ui::ThemeMode::Light);
    useTheme(false);
}

/// Two hosts that were tested once and answer no more, and a cluster of them.
void addHosts(FilledWorkspace& filled) {
    session::ComputeService computes(filled.workspace());
    for (const char* name : {"gpu-box", "lab-07"}) {
        session::ComputeTarget target;
        target.name = name;
        target.address.target = {"me", "127.0.0.1", 1};
        target.added = target.tested = 1'700'000'000;
        const nlohmann::json gpu = {{"index", 0},
                                    {"name", "NVIDIA GeForce RTX 4090"},
                                    {"driver", "550.90"},
                                    {"memory_total", std::int64_t{24} << 30}};
        target.facts = {
            {"host_key",
             {{"type", "ssh-ed25519"}, {"fingerprint", "SHA256:qX7abcdefghijklmnopqrstuvwxyz0123456789ABCDp0"}}},
            {"latency", 0.018},
            {"user", "me"},
            {"os", "Ubuntu 22.04.4 LTS"},
            {"arch", "x86_64"},
            {"libc", "glibc 2.35"},
            {"cpus", 32},
            {"memory", {{"total", std::int64_t{128} << 30}}},
            {"disk", {{"folder", "/home/me/.flambeau"}, {"free", 210'000'000'000}, {"writable", true}}},
            {"gpus", {gpu, gpu}},
            {"tools", {{"g++", "/usr/bin/g++"}}},
            {"missing",
             {{{"what", "CMake"}, {"for", "to build the trainer there"}, {"mend", "sudo apt-get install cmake"}}}}};
        flambeau::test::must(computes.restore(target));
    }
    flambeau::test::must(session::Clusters(filled.workspace()).add("lab", {"gpu-box", "lab-07"}));
}

}  // namespace

TEST_CASE("The tour of a filled workspace: on no page a text is cut, a control outside or without a name") {
    FilledWorkspace filled({.moreRuns = 20});
    addHosts(filled);
    Window f(filled.folder());
    const auto id = [&](const char* name) { return QString::fromStdString(filled.run(name).str()); };
    tour(f,
         {{"home", "", "home"},
          {"datasets", "shapes@1", "datasets"},
          {"environments", "", "environments"},
          {"compute", "local", "compute"},
          {"compute", "gpu-box", "compute-host"},
          {"compute", "lab", "compute-cluster"},
          {"runs", "", "runs"},
          {"run", id("shapes-02"), "run"},
          {"run", id("shapes-03"), "run-failed"},
          {"run", id("shapes-10"), "run-running"},
          {"new-run", "dataset:shapes", "new-run"},
          {"models", "shapes@2", "models"},
          {"settings", "", "settings"}},
         "filled");
}

TEST_CASE("The tour of an empty workspace: every page says what the next step is") {
    QTemporaryDir folder;
    Window f(folder.filePath("workspace").toStdString());
    tour(f,
         {{"home", "", "home"},
          {"datasets", "", "datasets"},
          {"environments", "", "environments"},
          {"compute", "", "compute"},
          {"runs", "", "runs"},
          {"new-run", "", "new-run"},
          {"models", "", "models"},
          {"settings", "", "settings"}},
         "empty");
}

TEST_CASE("The tour in German: longer words are not cut either") {
    if (!languages().contains("de")) {
        WARN("skipped: built without lrelease");
        return;
    }
    FilledWorkspace filled({.moreRuns = 4});
    addHosts(filled);
    REQUIRE(useLanguage("de") == "de");
    {
        Window f(filled.folder());
        f.window().resize(1280, 720);
        const auto id = [&](const char* name) { return QString::fromStdString(filled.run(name).str()); };
        const QList<Stop> stops{{"home", "", "home"},
                                {"datasets", "shapes@1", "datasets"},
                                {"environments", "", "environments"},
                                {"compute", "local", "compute"},
                                {"compute", "gpu-box", "compute-host"},
                                {"compute", "lab", "compute-cluster"},
                                {"runs", "", "runs"},
                                {"run", id("shapes-02"), "run"},
                                {"run", id("shapes-10"), "run-running"},
                                {"new-run", "dataset:shapes", "new-run"},
                                {"models", "shapes@2", "models"},
                                {"settings", "", "settings"}};
        for (const Stop& stop : stops) {
            f.go(stop.page, stop.what);
            INFO(stop.name.toStdString());
            save(shot(f.window()), "tour-german-" + stop.name);
            CHECK(faultsOf(f.window()) == QStringList());
        }
    }
    useLanguage("en");
}
