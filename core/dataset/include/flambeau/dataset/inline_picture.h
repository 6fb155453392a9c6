// SPDX-License-Identifier: GPL-3.0-or-later
// A small picture within a line of text: base64 (RFC 4648, with padding). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flambeau::dataset {

std::string toBase64(std::string_view bytes);
/// Nothing where it is none.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace flambeau::dataset
