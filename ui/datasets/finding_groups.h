// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest's findings as a person reads them: those of one kind together, with the one thing to do about them. Pure
// functions and plain values; made on a worker, since a manifest can have many thousands.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/dataset_service.h"

namespace flambeau::ui::datasets {

enum class FindingAction {
    LeaveOut,     ///< makes a version without `change.leaveOut`
    TakeBack,     ///< makes a version in which `change` takes decisions back
    Acknowledge,  ///< out of the way
    OpenFolder,   ///< only the user can mend it
};

struct FindingGroup {
    QString kind;
    domain::Severity severity = domain::Severity::Info;
    QString title, detail;
    std::vector<std::string> files;  ///< every file concerned, those to be shown first
    FindingAction action = FindingAction::Acknowledge;
    QString actionText;
    session::DatasetChange change;  ///< of LeaveOut and TakeBack
    QString done;                   ///< what is said when the action is done
    bool seen = false;              ///< acknowledged
};

/// The worst first, what was acknowledged last.
std::vector<FindingGroup> findingGroups(const domain::DatasetManifest& manifest,
                                        const std::vector<std::string>& acknowledged);

}  // namespace flambeau::ui::datasets
