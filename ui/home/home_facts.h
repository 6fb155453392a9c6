// SPDX-License-Identifier: GPL-3.0-or-later
// What the first page shows, as a value, and how it is asked of the services. gatherHome() runs on a worker.
#pragma once

#include <vector>

#include <QString>

#include "flambeau/session/desk.h"
#include "flambeau/session/overview.h"

namespace flambeau::ui::home {

struct BestModel {
    QString name;
    int version = 0;
    QString detail;  ///< "v5 · champion · ONNX verified"
    double score = 0;
    QString scoreName;  ///< "val/acc"; empty: there is no figure
};

struct HomeFacts {
    session::Overview overview;
    std::vector<session::RunView> unfinished;  ///< the running first; a few
    std::vector<session::RunView> recent;      ///< over, the newest first; a few
    std::vector<BestModel> models;             ///< the best first; a few

    bool empty() const { return overview.datasets == 0 && overview.runs == 0 && overview.models == 0; }
};

Result<HomeFacts> gatherHome(session::Services& services);

/// The best of a model's figures that is one to compare by: val/acc where it is there.
BestModel describeModel(const session::ModelVersion& version);
/// "tiny on shapes v1 · this machine"
QString runLine(const session::RunView& run);
/// The best val/acc as it is shown, "–" where there is none.
QString bestText(const session::RunView& run);

}  // namespace flambeau::ui::home
