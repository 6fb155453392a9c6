// SPDX-License-Identifier: GPL-3.0-or-later
// Where an answer of a host begins: a login shell may have printed words of its own before it. Pure text, private.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flambeau::launch {

/// Behind the line "<heading> 1", which must begin a line.
inline std::optional<std::size_t> afterHeading(std::string_view out, std::string_view heading) {
    const std::string wanted = std::string(heading) + " 1\n";
    std::size_t at = out.find(wanted);
    while (at != std::string_view::npos && at != 0 && out[at - 1] != '\n')
        at = out.find(wanted, at + 1);
    return at == std::string_view::npos ? std::nullopt : std::optional(at + wanted.size());
}

}  // namespace flambeau::launch
