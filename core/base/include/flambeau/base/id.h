// SPDX-License-Identifier: GPL-3.0-or-later
// Id<Tag>: a random UUID (version 4, lower-case, with hyphens) that cannot be mixed up with another kind's.
// Plain values; newUuid is safe on any thread.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace flambeau {

/// 36 characters from the kernel's random source.
std::string newUuid();
bool isUuid(std::string_view text);

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}
    static Id create() { return Id(newUuid()); }

    const std::string& str() const { return m_text; }
    bool empty() const { return m_text.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    std::string m_text;
};

struct RunTag;
using RunId = Id<RunTag>;

}  // namespace flambeau

template <class Tag>
struct std::hash<flambeau::Id<Tag>> {
    std::size_t operator()(const flambeau::Id<Tag>& id) const { return std::hash<std::string>()(id.str()); }
};
