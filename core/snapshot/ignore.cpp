// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/snapshot/ignore.h"

#include <algorithm>

#include "glob.h"

namespace flambeau::snapshot {

struct IgnoreFile::Rule {
    bool negated = false;
    bool foldersOnly = false;
    bool anchored = false;  ///< it has a slash: it is for the path from the file's folder on, else for the last name
    std::string plain;      ///< the bytes before the first special one, which stand for themselves
    Glob rest;              ///< of what follows

    static std::optional<Rule> read(std::string_view line);
    bool fits(std::string_view name) const {
        return name.substr(0, plain.size()) == plain && rest.matches(name.substr(plain.size()));
    }
};

namespace {

// Blanks at the end do not count, but for one after a backslash.
std::string_view trimmed(std::string_view line) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\') {
            if (++i >= line.size())
                return line;
            end = i + 1;
        } else if (line[i] != ' ') {
            end = i + 1;
        }
    }
    return line.substr(0, end);
}

}  // namespace

std::optional<IgnoreFile::Rule> IgnoreFile::Rule::read(std::string_view line) {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    line = trimmed(line);
    if (line.empty() || line[0] == '#')
        return std::nullopt;
    Rule rule;
    if (line[0] == '!') {
        rule.negated = true;
        line.remove_prefix(1);
    }
    if (!line.empty() && line.back() == '/') {
        rule.foldersOnly = true;
        line.remove_suffix(1);
    }
    if (line.empty())
        return std::nullopt;
    rule.anchored = line.find('/') != std::string_view::npos;
    if (line[0] == '/')
        line.remove_prefix(1);
    const std::size_t special = std::min(line.find_first_of("*?[\\"), line.size());
    rule.plain = line.substr(0, special);
    // "a**/b" is read as "**/b" behind an "a", as git does it.
    auto rest = Glob::compile(line.substr(special), rule.anchored);
    if (!rest)
        return std::nullopt;
    rule.rest = std::move(*rest);
    return rule;
}

IgnoreFile::IgnoreFile(std::string_view text, std::string folder) : m_folder(std::move(folder)) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.substr(0, mark.size()) == mark)
        text.remove_prefix(mark.size());
    while (!text.empty()) {
        const std::size_t newline = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, newline);
        // Git reads its lines as C strings.
        line = line.substr(0, line.find('\0'));
        if (auto rule = Rule::read(line))
            m_rules.push_back(std::move(*rule));
        text.remove_prefix(std::min(newline + 1, text.size()));
    }
}

IgnoreFile::IgnoreFile(IgnoreFile&&) noexcept = default;
IgnoreFile& IgnoreFile::operator=(IgnoreFile&&) noexcept = default;
IgnoreFile::~IgnoreFile() = default;

std::optional<bool> IgnoreFile::decide(std::string_view path, bool isFolder) const {
    std::string_view inside = path;
    if (!m_folder.empty()) {
        if (path.size() <= m_folder.size() || path.substr(0, m_folder.size()) != m_folder ||
            path[m_folder.size()] != '/')
            return std::nullopt;
        inside = path.substr(m_folder.size() + 1);
    }
    const std::string_view name = path.substr(path.rfind('/') + 1);
    for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule) {
        if ((!rule->foldersOnly || isFolder) && rule->fits(rule->anchored ? inside : name))
            return !rule->negated;
    }
    return std::nullopt;
}

bool IgnoreStack::ignores(std::string_view path, bool isFolder) const {
    for (auto file = m_files.rbegin(); file != m_files.rend(); ++file) {
        if (const auto decided = file->decide(path, isFolder))
            return *decided;
    }
    return false;
}

}  // namespace flambeau::snapshot
