// SPDX-License-Identifier: GPL-3.0-or-later
// From drop to ONNX through the window, by events, with the real trainer.
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include "flambeau/studio/demo.h"
#include "flambeau/ui/common/theme_controller.h"
#include "ui_support.h"

using namespace flambeau::studio;
using namespace flambeau;

TEST_CASE("From a dropped folder to a verified ONNX file and its predictions, by events alone") {
    if (!QFileInfo::exists(FLAMBEAU_BIN "/flambeau-trainer")) {
        WARN("skipped: this build has no trainer");
        return;
    }
    for (const char* name : {"trainer", "scan", "judge"})
        qputenv(("FLAMBEAU_" + QByteArray(name).toUpper()).constData(), QByteArray(FLAMBEAU_BIN "/flambeau-") + name);
    QTemporaryDir folder;
    qputenv("XDG_CONFIG_HOME", folder.filePath("config").toUtf8());
    ui::ThemeController themes;
    DemoOptions options;
    options.folder = folder.filePath("demo");
    options.epochs = 3;
    options.quiet = true;
    Demo demo(themes, options);
    QSignalSpy finished(&demo, &Demo::finished);
    demo.start();
    REQUIRE((!finished.isEmpty() || finished.wait(400'000)));
    INFO(demo.summary()["problem"].toString());
    CHECK(finished.first().first().toBool());
    CHECK(demo.summary()["onnx_bytes"].toInteger() > 1000);
    CHECK(QFileInfo::exists(folder.filePath("demo/summary.json")));
    for (const char* picture : {"02-drag", "05-findings", "09-live", "12-model", "14-predict"})
        CHECK(QFileInfo(folder.filePath(QString("demo/%1.png").arg(picture))).size() > 10'000);
}
