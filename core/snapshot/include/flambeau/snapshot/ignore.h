// SPDX-License-Identifier: GPL-3.0-or-later
// Ignore files with the meaning that git gives them: negation, '**', anchoring by a slash, folders by a slash behind,
// escapes, files in nested folders. Plain values; safe on any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flambeau::snapshot {

/// The rules of one ignore file, in its folder.
class IgnoreFile {
public:
    /// `folder`: where the file lies, relative to the root; empty: the root.
    IgnoreFile(std::string_view text, std::string folder);
    IgnoreFile(IgnoreFile&&) noexcept;
    IgnoreFile& operator=(IgnoreFile&&) noexcept;
    ~IgnoreFile();

    /// What the last rule that fits says of `path` (relative to the root): true, it is ignored; false, it is not after
    /// all; empty: no rule fits. A link to a folder is no folder.
    std::optional<bool> decide(std::string_view path, bool isFolder) const;

private:
    struct Rule;
    std::string m_folder;
    std::vector<Rule> m_rules;
};

/// The ignore files from the root down to a folder. What lies in an ignored folder is ignored whatever rules say: a
/// walk does not enter it.
class IgnoreStack {
public:
    void push(IgnoreFile file) { m_files.push_back(std::move(file)); }
    void pop() { m_files.pop_back(); }
    bool ignores(std::string_view path, bool isFolder) const;

private:
    std::vector<IgnoreFile> m_files;
};

}  // namespace flambeau::snapshot
