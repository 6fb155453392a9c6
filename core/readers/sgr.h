// SPDX-License-Identifier: GPL-3.0-or-later
// SGR ("select graphic rendition", ECMA-48 8.3.117): the numbers between ESC [ and m, applied to a style. Pure
// functions.
#pragma once

#include <string_view>
#include <vector>

#include "flambeau/readers/log_text.h"

namespace flambeau::readers {

/// The parameters of "1;38;5;9"; colons are read as semicolons, an empty one is 0. None where it holds anything else.
std::vector<int> sgrNumbers(std::string_view text);
void applySgr(TextStyle& style, const std::vector<int>& parameters);

}  // namespace flambeau::readers
