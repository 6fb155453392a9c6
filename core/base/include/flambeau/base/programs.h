// SPDX-License-Identifier: GPL-3.0-or-later
// Where a program of this machine lies. Pure but for the environment, any thread.
#pragma once

#include <string>

namespace flambeau {

/// The executable that PATH gives for a plain program name; empty where there is none.
std::string onPath(const std::string& program);

}  // namespace flambeau
