// SPDX-License-Identifier: GPL-3.0-or-later
// The format is that of ssh_config(5) of OpenSSH: a keyword, blanks or one '=', an argument that may be quoted.
#include <algorithm>

#include "flambeau/base/strings.h"
#include "flambeau/domain/ssh_address.h"

namespace flambeau::domain {
namespace {

constexpr int kDeepest = 16;
constexpr std::size_t kMostBytes = 1u << 20;

/// Shell patterns of ssh_config: '*' and '?' alone. Linear in both, whatever the pattern.
bool matches(std::string_view pattern, std::string_view name) {
    std::size_t p = 0, n = 0, star = std::string_view::npos, back = 0;
    while (n < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
            ++p, ++n;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            back = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++back;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

/// A name matches when a pattern does and none with '!' does.
bool appliesOne(const std::vector<std::string>& patterns, const std::string& name) {
    bool any = false;
    for (const std::string& pattern : patterns) {
        const bool negated = startsWith(pattern, "!");
        if (!matches(negated ? std::string_view(pattern).substr(1) : std::string_view(pattern), name))
            continue;
        if (negated)
            return false;
        any = true;
    }
    return any;
}

bool applies(const std::vector<std::vector<std::string>>& conditions, const std::string& name) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto& one) { return appliesOne(one, name); });
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> all;
    std::string word;
    bool quoted = false, in = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            in = true;
        } else if (!quoted && (c == ' ' || c == '\t')) {
            if (in)
                all.push_back(std::move(word));
            word.clear();
            in = false;
        } else {
            word += c;
            in = true;
        }
    }
    if (in)
        all.push_back(std::move(word));
    return all;
}

}  // namespace

SshConfig SshConfig::parse(std::string_view text, const Include& include) {
    SshConfig config;
    std::size_t room = kMostBytes;
    config.read(text, include, 0, room, {});
    return config;
}

void SshConfig::read(std::string_view text, const Include& include, int depth, std::size_t& room,
                     const std::vector<std::vector<std::string>>& within) {
    if (text.size() > room)
        return;
    room -= text.size();
    auto conditions = within;
    m_blocks.push_back({conditions, {}});
    for (const std::string& raw : split(text, '\n')) {
        std::string_view line = trim(raw);
        if (line.empty() || line.front() == '#' || line.find('\0') != std::string_view::npos)
            continue;
        const auto end = std::min(line.find_first_of(" \t="), line.size());
        const std::string keyword = toLowerAscii(line.substr(0, end));
        line = trim(line.substr(end));
        if (!line.empty() && line.front() == '=')
            line = trim(line.substr(1));
        const std::vector<std::string> arguments = words(line);
        if (arguments.empty())
            continue;
        if (keyword == "host" || keyword == "match") {
            const bool all = keyword == "match" && toLowerAscii(arguments[0]) == "all";
            // Other conditions of Match are not looked at: such a block applies to nothing.
            conditions = within;
            conditions.push_back(keyword == "host" ? arguments
                                 : all             ? std::vector<std::string>{"*"}
                                                   : std::vector<std::string>{});
            m_blocks.push_back({conditions, {}});
        } else if (keyword == "include") {
            if (!include || depth >= kDeepest)
                continue;
            for (const std::string& pattern : arguments)
                for (const std::string& content : include(pattern))
                    read(content, include, depth + 1, room, conditions);
            m_blocks.push_back({conditions, {}});
        } else {
            for (const std::string& argument : arguments)
                m_blocks.back().values.emplace_back(keyword, argument);
        }
    }
}

SshSettings SshConfig::settingsFor(const std::string& name) const {
    SshSettings found;
    bool only = false;
    std::size_t knownHostsOf = m_blocks.size();
    const auto first = [](std::string& slot, const std::string& value) {
        if (slot.empty())
            slot = value;
    };
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        if (!applies(m_blocks[i].conditions, name))
            continue;
        for (const auto& [keyword, value] : m_blocks[i].values) {
            if (keyword == "hostname")
                first(found.hostName, value);
            else if (keyword == "user")
                first(found.user, value);
            else if (keyword == "proxyjump")
                first(found.proxyJump, value);
            else if (keyword == "proxycommand")
                first(found.proxyCommand, value);
            else if (keyword == "identityfile" && found.identities.size() < 20)
                found.identities.push_back(value);
            else if (keyword == "userknownhostsfile" && (knownHostsOf == m_blocks.size() || knownHostsOf == i))
                knownHostsOf = i, found.knownHosts.push_back(value);
            else if (keyword == "identitiesonly" && !only)
                only = true, found.identitiesOnly = toLowerAscii(value) == "yes";
            else if (keyword == "port" && found.port == 0)
                found.port = static_cast<int>(std::clamp<std::int64_t>(parseInt(value).value_or(0), 0, 65535));
        }
    }
    // %h is what was asked for.
    if (const auto at = found.hostName.find("%h"); at != std::string::npos)
        found.hostName.replace(at, 2, name);
    return found;
}

std::vector<std::string> SshConfig::names() const {
    std::vector<std::string> all;
    for (const Block& block : m_blocks) {
        if (block.conditions.empty())
            continue;
        for (const std::string& pattern : block.conditions.back()) {
            if (pattern.find_first_of("*?!") == std::string::npos &&
                std::find(all.begin(), all.end(), pattern) == all.end())
                all.push_back(pattern);
        }
    }
    return all;
}

}  // namespace flambeau::domain
