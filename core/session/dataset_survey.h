// SPDX-License-Identifier: GPL-3.0-or-later
// What a host said of a folder of pictures when it was looked at last: its listing, its tables, and what no other place
// keeps of files that could not be read. Kept with the workspace, so that people can decide about findings while the
// host is away. Private to the dataset service; a plain value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/dataset/import.h"
#include "flambeau/session/dataset_service.h"

namespace flambeau::session {

struct DatasetService::Survey {
    std::string root;
    dataset::Listing listing;
    std::vector<dataset::FileFacts> unread;     ///< facts without a hash, which the cache of facts does not hold
    std::map<std::string, std::string> tables;  ///< path there -> bytes

    /// `place` as DatasetManifest::place() has it; `table`: the CSV that was named, if one was.
    static fs::path fileOf(const Workspace& workspace, const std::string& place, const std::string& table);
    Status save(const fs::path& file) const;
    /// Nothing where there is none, or it cannot be used.
    static std::optional<Survey> load(const fs::path& file);
};

}  // namespace flambeau::session
