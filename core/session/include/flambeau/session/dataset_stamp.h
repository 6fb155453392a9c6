// SPDX-License-Identifier: GPL-3.0-or-later
// When a dataset's version was written last. A new look at the same content keeps the version and may say other things
// of it; who shows it compares this instead of reading the manifest again. A function on an open workspace, on its
// thread.
#pragma once

#include <string>

namespace flambeau::session {

class Workspace;

/// Seconds since 1970; 0: not known.
double datasetUpdated(Workspace& workspace, const std::string& name, int version);

}  // namespace flambeau::session
