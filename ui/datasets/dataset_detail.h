// SPDX-License-Identifier: GPL-3.0-or-later
// All that the page shows of one version of a dataset, worked out on a worker, so that nothing of it costs time when it
// is shown. Immutable once made; shared between threads.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QString>

#include "finding_groups.h"
#include "flambeau/domain/dataset.h"
#include "flambeau/session/desk.h"

namespace flambeau::ui::datasets {

struct DatasetUse {
    QString run, name, best;
    QString state;  ///< as the store has it: "completed"
    int version = 0;
    double created = 0;
};

struct DatasetDetail {
    QString reference;  ///< "NAME@2"
    session::DatasetEntry entry;
    std::shared_ptr<const domain::DatasetManifest> manifest;
    std::vector<session::DatasetEntry> versions;  ///< newest first
    double updated = 0;                           ///< when the manifest was written last
    std::vector<std::string> acknowledged;
    std::vector<FindingGroup> findings;
    std::vector<std::string> splits;                ///< "train", "val", "test", those that there are
    std::vector<std::vector<std::int64_t>> counts;  ///< by class, then by split
    std::vector<std::int64_t> splitTotals;
    QString pictures;                     ///< "500 × 375 (median), JPEG"
    std::vector<std::uint32_t> shuffled;  ///< rows of the manifest's files, the same order each time
    std::vector<std::uint32_t> byPath;    ///< rows of the manifest's files by their paths
    /// The row of the picture with this path; nothing where the version does not keep it.
    std::optional<std::uint32_t> rowOf(const std::string& path) const;
    bool newest() const { return versions.empty() || versions.front().version == entry.version; }
};
using DetailPtr = std::shared_ptr<const DatasetDetail>;

void orderByPath(DatasetDetail& detail);

/// `reference`: "NAME" or "NAME@2". Reads the manifest, which can take a while; where all is as `known` has it, that is
/// the answer, at once.
Result<DetailPtr> loadDetail(session::Services& services, const QString& reference, const DetailPtr& known);

/// The runs of all its versions, newest first.
Result<std::vector<DatasetUse>> loadUses(session::Services& services, const QString& name);

}  // namespace flambeau::ui::datasets
