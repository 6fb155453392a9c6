// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/environments/install.h"

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/text.h"
#include "preparations.h"

namespace flambeau::ui::environments {

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    Preparations& preparations = Preparations::of(host, desk);
    host.commands().add({"engine.open",
                         say("Prepare an engine"),
                         say("Environments"),
                         "environments",
                         {},
                         [&host] { host.openPage("environments"); },
                         say("cuda gpu torch libtorch trainer")},
                        owner);
    host.commands().add({"onnxruntime.prepare",
                         say("Prepare the ONNX Runtime"),
                         say("Environments"),
                         "download",
                         {},
                         [&host, &preparations] {
                             host.openPage("environments");
                             preparations.prepareOnnxRuntime();
                         },
                         say("onnx judge export")},
                        owner);
}

}  // namespace flambeau::ui::environments
