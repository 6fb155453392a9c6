// SPDX-License-Identifier: GPL-3.0-or-later
// What a script says, without what the way there says before it (a login shell's greeting, an rc file that prints).
// Plain value; one thread.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

#include "flambeau/base/id.h"

namespace flambeau::remote {

class AfterMark {
public:
    /// The first line of the script.
    std::string line() const { return "printf '%s\\n' " + m_mark + "\n"; }
    bool seen() const { return m_seen; }

    /// Gives to `out` what comes after the mark. False: `out` says so, or a greeting has no end.
    bool take(std::string_view bytes, const std::function<bool(std::string_view)>& out) {
        if (m_seen)
            return out(bytes);
        const std::size_t from = m_before.size() - std::min(m_before.size(), m_mark.size() + 1);
        m_before += bytes;
        const auto at = m_before.find(m_mark + "\n", from);
        if (at == std::string::npos)
            return m_before.size() < kMostBefore;
        m_seen = true;
        const std::string rest = m_before.substr(at + m_mark.size() + 1);
        m_before = {};
        return rest.empty() || out(rest);
    }

private:
    static constexpr std::size_t kMostBefore = 1u << 20;
    std::string m_mark = "flambeau-" + newUuid(), m_before;
    bool m_seen = false;
};

}  // namespace flambeau::remote
