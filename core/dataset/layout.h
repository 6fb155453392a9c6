// SPDX-License-Identifier: GPL-3.0-or-later
// Which files are pictures of which class and split, told from the folders or from a CSV of labels. No file but the CSV
// is opened. Private to the module; pure but for that.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "flambeau/dataset/import.h"
#include "flambeau/dataset/listing.h"
#include "flambeau/domain/dataset.h"

namespace flambeau::dataset {

/// A file with a place in the dataset. `split` is "" where the folders make none.
struct Item {
    ListedFile file;
    std::string split;
    std::string className;
};

struct Layout {
    std::string kind;                       ///< "classes", "splits" or "csv"
    std::vector<Item> items;                ///< picture extensions alone, sorted by path
    std::vector<ListedFile> others;         ///< everything else that is visible
    std::vector<ListedFile> unlabelled;     ///< pictures outside any class
    std::set<std::string> classes;          ///< of the folders, empty ones included; or of the CSV
    std::vector<domain::Finding> findings;  ///< of the CSV
};

/// "train", "val" or "test" for the folder names that mean them (any case); else "".
std::string splitOfFolder(std::string_view name);

/// How a table is read that lies on another machine: by its path there. Empty: it lies here.
using TableReader = std::function<Result<std::string>(const std::string& path)>;

Result<Layout> detectLayout(const Listing& listing, const fs::path& root, const LabelsOptions& options,
                            const TableReader& reader);

/// The CSV's part of it: `prefix` is the folder (with '/' at its end, or "") that the CSV lies in.
Result<Layout> layoutFromLabels(const Listing& listing, const fs::path& root, const std::string& csvPath,
                                const LabelsOptions& options, const TableReader& reader);

}  // namespace flambeau::dataset
