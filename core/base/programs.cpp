// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/programs.h"

#include <cstdlib>

#include <unistd.h>

#include "flambeau/base/strings.h"

namespace flambeau {

std::string onPath(const std::string& program) {
    const char* path = std::getenv("PATH");
    for (const std::string& folder : split(path ? path : "/usr/bin:/bin", ':')) {
        const std::string file = folder + "/" + program;
        if (!folder.empty() && access(file.c_str(), X_OK) == 0)
            return file;
    }
    return {};
}

}  // namespace flambeau
