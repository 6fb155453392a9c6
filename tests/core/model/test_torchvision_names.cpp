// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's python3-torchvision is the judge of names, shapes and order.
#include <iostream>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/model/spec.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;

namespace {

std::string ourLines() {
    std::string lines;
    for (const char* arch : {"resnet18", "resnet34", "resnet50", "mobilenet_v2"}) {
        for (const ParameterInfo& p : parametersOf(test::must(buildModelSpec(arch, 7, 224)))) {
            std::vector<std::string> sides;
            for (const std::int64_t side : p.shape)
                sides.push_back(std::to_string(side));
            lines += std::string(arch) + "|" + p.name + "|" + join(sides, ",") + "|" +
                     (p.integer ? "int64" : "float32") + "|" + (p.buffer ? "1" : "0") + "\n";
        }
    }
    return lines;
}

}  // namespace

TEST_CASE("Every parameter has torchvision's name, shape and type, in torch's order") {
    ProcessSpec spec;
    spec.argv = {"/usr/bin/python3", SCRIPTS "/torchvision_names.py"};
    const auto ran = runProcess(spec);
    if (!ran.ok() || ran->err.find("ModuleNotFoundError") != std::string::npos) {
        std::cout << "skipped: /usr/bin/python3 has no torchvision\n";
        return;
    }
    INFO(ran->err);
    REQUIRE(ran->exitCode == 0);
    REQUIRE(ourLines() == ran->out);
}
