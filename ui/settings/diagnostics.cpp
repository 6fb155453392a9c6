// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagnostics.h"

#include <QGuiApplication>
#include <QLibraryInfo>

#include "flambeau/session/machine.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::settings {
namespace {

QString enginesText(session::Services& services, std::stop_token stop) {
    const auto engine = services.engines.facts(stop);
    if (!engine)
        return "engine: " + text(engine.error().message) + "\n";
    QString made =
        QString("engine: %1, %2, key %3\n")
            .arg(text(engine->engine.title), text(engine->torchLibrary), text(engine->engine.key.substr(0, 12)));
    for (const auto& device : engine->devices)
        made += "device: " + text(device) + "\n";
    return made;
}

}  // namespace

QString versionText() {
    return QString("Flambeau %1").arg(FLAMBEAU_VERSION);
}

QList<Part> parts() {
    const auto qt = QString("Qt %1").arg(qVersion());
    return {{versionText(), "GPL-3.0-or-later"},
            {qt, "LGPL-3.0"},
            {"QCustomPlot 2.1", "GPL-3.0"},
            {"libtorch", "BSD-3-Clause"},
            {"OpenCV DNN", "Apache-2.0"},
            {"ONNX", "Apache-2.0"},
            {"SQLite", say("public domain")},
            {"libarchive", "BSD-2-Clause"},
            {"simdjson", "Apache-2.0"},
            {"nlohmann/json", "MIT"},
            {"libjpeg-turbo", "BSD-3-Clause, IJG"},
            {"libpng, libtiff, libwebp", say("their own, permissive")},
            {"Inter, JetBrains Mono", "OFL-1.1"}};
}

QString diagnostics(session::Services& services, const session::Work& work) {
    QString made = QString("%1, Qt %2 (built with %3), platform %4\n")
                       .arg(versionText(), qVersion(), QT_VERSION_STR, QGuiApplication::platformName());
    const auto machine = session::machineFacts();
    made += QString("machine: %1, %2, %3 cores, %4\n")
                .arg(text(machine.system), text(machine.processor))
                .arg(machine.cores)
                .arg(format::memory(machine.memory));
    const auto gpus = session::findGpus(work.stop);
    for (const auto& gpu : gpus.gpus)
        made +=
            QString("GPU: %1, driver %2\n").arg(text(gpu.name), gpu.driver.empty() ? "not known" : text(gpu.driver));
    if (!gpus.problem.empty())
        made += "GPU: " + text(gpus.problem) + "\n";
    made += enginesText(services, work.stop);
    const auto runtime = session::onnxRuntimeVersion();
    made += QString("ONNX Runtime: %1\n").arg(runtime ? text(*runtime) : QString("not prepared"));
    const auto facts = session::workspaceFacts(services.workspace);
    if (!facts)
        return made + "workspace: " + text(facts.error().message) + "\n";
    made += QString("workspace: schema %1, database %2, artifacts %3 in %4, %5 free%6\n")
                .arg(facts->schemaVersion)
                .arg(format::bytes(static_cast<qint64>(facts->databaseBytes)))
                .arg(facts->artifacts)
                .arg(format::bytes(static_cast<qint64>(facts->artifactBytes)),
                     format::bytes(static_cast<qint64>(facts->freeBytes)),
                     QString(facts->networkFilesystem ? ", on a network file system" : ""));
    made += QString("holds: %1 datasets, %2 runs, %3 points, %4 models\n")
                .arg(facts->datasets)
                .arg(facts->runs)
                .arg(facts->points)
                .arg(facts->models);
    return made;
}

}  // namespace flambeau::ui::settings
