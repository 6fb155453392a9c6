// SPDX-License-Identifier: GPL-3.0-or-later
// A HostBench whose host has pictures, and a dataset service that reaches it. Flambeau's folder there has a space in
// its name.
#pragma once

#include <optional>

#include "flambeau/session/dataset_service.h"
#include "host_bench.h"

namespace flambeau::test {

/// Sshd, and a flambeau-probe to be sent.
bool canLookThere();

/// A picture that no other number makes, in PPM.
std::string picture(unsigned number);
/// Two classes of `each` pictures; with train and val folders if `splits`.
void makePictures(const fs::path& root, bool splits = true, int each = 6);

class ThereBench : public HostBench {
public:
    explicit ThereBench(const std::string& train = "true");
    ~ThereBench();
    session::AddOptions options(const fs::path& folder, const std::string& name, bool there = true) const;
    session::AddResult add(const fs::path& folder, const std::string& name, bool there = true) {
        return must(datasets->add(options(folder, name, there), {}, {}));
    }
    /// Connections of their own, and what the desktop knows of them forgotten.
    void reconnect();
    /// A shell script in flambeau-probe's place: `walk` and `scan` are the bodies of those modes.
    void setProbe(const std::string& walk, const std::string& scan = "exit 3");

    fs::path pictures, hostFolder;
    std::unique_ptr<session::DatasetService> datasets;
};

}  // namespace flambeau::test
