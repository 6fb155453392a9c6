// SPDX-License-Identifier: GPL-3.0-or-later
// One pattern of an ignore file, compiled: bytes, '?', '*', "**", sets and classes as gitignore(5) has them. Matching
// takes time in the product of both lengths, whatever the pattern. Plain value; private to this folder.
#pragma once

#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace flambeau::snapshot {

class Glob {
public:
    /// `paths`: '/' is matched by nothing but '/' and "**". Empty: a pattern that can match nothing.
    static std::optional<Glob> compile(std::string_view pattern, bool paths);
    bool matches(std::string_view text) const;

private:
    enum class Kind {
        Byte,    ///< of m_bytes
        Many,    ///< any number of m_bytes
        Folders  ///< nothing, or anything that ends with '/'
    };
    struct Token {
        Kind kind = Kind::Byte;
        std::bitset<256> bytes;
    };
    struct Reader;
    std::vector<Token> m_tokens;
};

}  // namespace flambeau::snapshot
