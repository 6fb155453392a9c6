// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/environments/install.h"

#include <QCoreApplication>

#include "flambeau/ui/common/commands.h"
#include "preparations.h"

namespace flambeau::ui::environments {

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    const auto words = [](const char* text) { return QCoreApplication::translate("flambeau", text); };
    Preparations& preparations = Preparations::of(host, desk);
    host.commands().add({"engine.open",
                         words("Prepare an engine"),
                         words("Environments"),
                         "environments",
                         {},
                         [&host] { host.openPage("environments"); },
                         words("cuda gpu torch libtorch trainer")},
                        owner);
    host.commands().add({"onnxruntime.prepare",
                         words("Prepare the ONNX Runtime"),
                         words("Environments"),
                         "download",
                         {},
                         [&host, &preparations] {
                             host.openPage("environments");
                             preparations.prepareOnnxRuntime();
                         },
                         words("onnx judge export")},
                        owner);
}

}  // namespace flambeau::ui::environments
