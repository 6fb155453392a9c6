// SPDX-License-Identifier: GPL-3.0-or-later
// What the machine that asks is called wherever a host could be named. Any thread.
#pragma once

#include <string_view>

namespace flambeau::domain {

inline constexpr std::string_view kThisMachine = "local";

/// An empty name means it too.
inline bool isThisMachine(std::string_view compute) {
    return compute.empty() || compute == kThisMachine;
}

}  // namespace flambeau::domain
