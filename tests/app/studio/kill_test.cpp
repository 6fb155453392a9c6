// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program is killed at random moments while a run goes on, and opened again: no point is lost or doubled.
#include <signal.h>

#include <map>
#include <random>

#include <QElapsedTimer>
#include <QProcess>

#include <nlohmann/json.hpp>

#include "filled_workspace.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/weights_service.h"
#include "test_support.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::test::must;

namespace {

using Curves = std::map<std::string, std::vector<std::pair<std::int64_t, double>>>;

Curves stored(session::RunCatalog& catalog, const RunId& run) {
    Curves curves;
    must(catalog.forEachPoint(run, [&](const std::string& series, const series::Point& point) {
        curves[series].emplace_back(point.step, point.value);
        return true;
    }));
    return curves;
}

Curves written(const fs::path& stream) {
    Curves curves;
    const std::string text = flambeau::test::read(stream);
    std::size_t at = 0;
    for (std::size_t end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        const auto line = nlohmann::json::parse(text.substr(at, end - at), nullptr, false);
        if (!line.is_object() || line.value("e", "") != "metric")
            continue;
        for (const auto& [series, value] : line["v"].items())
            curves[series].emplace_back(line["step"].get<std::int64_t>(), value.get<double>());
    }
    return curves;
}

std::size_t countOf(const Curves& curves) {
    const auto loss = curves.find("train/loss");
    return loss == curves.end() ? 0 : loss->second.size();
}

}  // namespace

TEST_CASE("A window that is killed at random moments while a run goes on shows every point when it is opened again") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    const RunId run = filled.run("shapes-10");
    session::RunCatalog catalog(filled.workspace());
    std::random_device seed;
    const auto start = seed();
    INFO("seed " << start);
    std::mt19937 random(start);
    for (int round = 0; round < 4; ++round) {
        const std::size_t before = countOf(stored(catalog, run));
        QProcess window;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        window.setProcessEnvironment(environment);
        window.start(QString(FLAMBEAU_BIN) + "/flambeau",
                     {"--workspace", QString::fromStdString(filled.folder().string())});
        REQUIRE(window.waitForStarted());
        // Until it has brought some more points; how many is chance, so is what it is doing then.
        const std::size_t wanted = before + 1 + random() % 12;
        QElapsedTimer clock;
        clock.start();
        while (countOf(stored(catalog, run)) < wanted && clock.elapsed() < 30000)
            window.waitForFinished(5);
        REQUIRE(window.state() == QProcess::Running);
        CHECK(countOf(stored(catalog, run)) >= wanted);
        ::kill(static_cast<pid_t>(window.processId()), SIGKILL);
        REQUIRE(window.waitForFinished());
    }
    session::RegistryService models(filled.workspace());
    session::WeightsService weights(models);
    session::EngineService engines;
    session::RunService runs(filled.workspace(), weights, engines);
    must(runs.cancel(run));
    session::RunFollower follower(filled.workspace());
    REQUIRE(waitFor([&] {
        (void)must(follower.pass());
        return domain::isFinal(must(catalog.view(run)).state);
    }));
    const Curves now = stored(catalog, run),
                 then = written(filled.workspace().paths().runs() / run.str() / "events.jsonl");
    REQUIRE(then.size() >= 3);
    CHECK(now == then);
}
