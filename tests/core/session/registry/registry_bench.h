// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of registry, weights and datasets stand on: a workspace in a temporary folder, our real helpers, and
// runs whose outputs were made by hand.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "flambeau/session/registry_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/workspace.h"
#include "test_support.h"

namespace flambeau::test {

using Values = std::map<std::string, std::string>;

/// Sets variables of the environment, and puts back what was there.
class Variables {
public:
    explicit Variables(const Values& values);
    ~Variables();
    Variables(const Variables&) = delete;
    Variables& operator=(const Variables&) = delete;

private:
    Values m_before;  ///< empty: it was not set
};

struct Bench {
    Bench();

    TempDir dir;
    Variables variables;
    std::unique_ptr<session::Workspace> workspace;
    session::RegistryService registry;

    /// A completed run with these outputs (path below outputs/ -> bytes) and one value of val/acc.
    RunId completedRun(const std::map<std::string, std::string>& outputs, double accuracy,
                       const std::string& learningRate = "0.001");
};

/// What a run of the network `tiny` leaves, with weights that nobody trained. The reference's logits are all zero,
/// which no runtime agrees with.
std::map<std::string, std::string> untrainedOutputs(const fs::path& scratch);

}  // namespace flambeau::test
