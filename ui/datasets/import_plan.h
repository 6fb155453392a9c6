// SPDX-License-Identifier: GPL-3.0-or-later
// What dropping or choosing something would import, told from names and a stat alone: it runs while the mouse moves.
// Plain values and pure functions but for the stat.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "flambeau/session/dataset_service.h"

namespace flambeau::ui::datasets {

struct ImportPlan {
    enum class Kind { Folder, Archive, Table, Sample } kind = Kind::Folder;
    QString shown;                ///< the name that the user knows it by: "ants.zip"
    session::AddOptions options;  ///< of the sample all but the source
    int again = 0;                ///< the version that this folder is known as; 0: a new dataset
};

bool isArchiveName(const QString& name);
/// "flowers.tar.gz" -> "flowers"; a valid name for a dataset.
QString nameFor(const QString& path, ImportPlan::Kind kind);

/// What can be imported of `paths`, each under a name that no other source has. `taken`: names that imports in the
/// queue will use, with their sources.
std::vector<ImportPlan> plansFor(const QStringList& paths, const std::vector<session::DatasetEntry>& known,
                                 const std::vector<session::AddOptions>& taken = {});

/// "Import 'ants' as a dataset". `left`: how many of what was dropped cannot be imported.
QString offerText(const std::vector<ImportPlan>& plans, int left = 0);

}  // namespace flambeau::ui::datasets
