// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts on a host say by their exit status where the reason matters: 44 nothing there, 45 not what it should be,
// 46 no permission, 47 full disk. Pure text.
#pragma once

#include <cstdint>
#include <string>

#include "flambeau/remote/transport.h"

namespace flambeau::remote::answers {

/// sh functions for the beginning of a script: `why TEXT` exits by what a failed command said, `there PATH` with 44
/// where nothing is.
extern const char* const helpers;
/// Puts the finished file `part` of so many bytes in place of `to`; needs `helpers`.
std::string placeScript(const std::string& part, const std::string& to, std::uint64_t bytes);
/// `what` is a clause such as "Writing /a/b".
Error error(const CommandResult& result, const std::string& what);

}  // namespace flambeau::remote::answers
