// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: names that group runs. Made by the first run that names one. Threads and errors: see workspace.h, whose
// Workspace must outlive this object.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flambeau/store/workspace.h"

namespace flambeau::store {

struct Experiment {
    std::string name;
    std::string notes;
    double created = 0;
    std::int64_t runs = 0;  ///< not counting those in the trash
    double lastRun = 0;     ///< creation of the newest; 0: none
};

class Experiments {
public:
    explicit Experiments(const Workspace& workspace) : m_workspace(&workspace) {}

    /// By name.
    Result<std::vector<Experiment>> list() const;
    /// Nothing happens where it is there. InvalidArgument for a name that isValidName refuses.
    Status ensure(const std::string& name) const;
    Status setNotes(const std::string& name, const std::string& notes) const;
    /// AlreadyExists, NotFound, InvalidArgument.
    Status rename(const std::string& from, const std::string& to) const;
    /// Conflict where runs, trashed ones included, are in it.
    Status remove(const std::string& name) const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
