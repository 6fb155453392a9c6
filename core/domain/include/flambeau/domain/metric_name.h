// SPDX-License-Identifier: GPL-3.0-or-later
// Rules about metric names that every reader of them shares.
#pragma once

#include <string_view>

namespace flambeau::domain {

/// Whether the best value is the smallest: a name with "loss" or "error" in it, whatever the case.
bool lowerIsBetter(std::string_view metric);

}  // namespace flambeau::domain
