// SPDX-License-Identifier: GPL-3.0-or-later
// One script on the machine that a place names, and its answer. Private to this folder; blocks on its thread.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "flambeau/session/hosts.h"

namespace flambeau::session {

/// How long an answer may take and be. Beyond: Timeout; the rest is cut off.
struct AskLimits {
    std::chrono::seconds within{120};  ///< a file system there that hangs
    std::size_t mostAnswer = 4u << 20;
};

/// The script's stdout; an exit other than 0 is an error that begins with `what`.
Result<std::string> executeThere(const HostPlace& place, std::string script, const std::string& what,
                                 std::stop_token stop = {}, const AskLimits& limits = {});

}  // namespace flambeau::session
