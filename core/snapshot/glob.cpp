// SPDX-License-Identifier: GPL-3.0-or-later
#include "glob.h"

#include <string>
#include <utility>

namespace flambeau::snapshot {

namespace {

using Bytes = std::bitset<256>;

unsigned at(char c) {
    return static_cast<unsigned char>(c);
}

Bytes range(unsigned from, unsigned to) {
    Bytes bytes;
    for (unsigned c = from; c <= to && c < 256; ++c)
        bytes.set(c);
    return bytes;
}

// POSIX classes in the C locale; empty: no such class.
std::optional<Bytes> classOf(std::string_view name) {
    const Bytes upper = range('A', 'Z'), lower = range('a', 'z'), digit = range('0', '9');
    const Bytes graph = range(0x21, 0x7e), alnum = upper | lower | digit;
    const std::pair<std::string_view, Bytes> classes[] = {
        {"alnum", alnum},
        {"alpha", upper | lower},
        {"blank", Bytes().set(' ').set('\t')},
        {"cntrl", range(0, 0x1f) | Bytes().set(0x7f)},
        {"digit", digit},
        {"graph", graph},
        {"lower", lower},
        {"print", range(0x20, 0x7e)},
        {"punct", graph & ~alnum},
        {"space", range('\t', '\r') | Bytes().set(' ')},
        {"upper", upper},
        {"xdigit", digit | range('A', 'F') | range('a', 'f')},
    };
    for (const auto& [word, bytes] : classes) {
        if (word == name)
            return bytes;
    }
    return std::nullopt;
}

}  // namespace

struct Glob::Reader {
    std::string_view pattern;
    bool paths;
    std::size_t i = 0;

    bool over() const { return i >= pattern.size(); }
    char here() const { return over() ? '\0' : pattern[i]; }
    char after(std::size_t by = 1) const { return i + by < pattern.size() ? pattern[i + by] : '\0'; }

    Bytes any() const {
        Bytes bytes = Bytes().set();
        bytes.reset(0);
        return paths ? bytes.reset('/') : bytes;
    }

    // At "[:": the class, behind its "]". False: there is no such class, or the set never ends. `isClass` false: it is
    // no class, "[" stands for itself.
    bool readClass(Bytes& bytes, bool& isClass) {
        const std::size_t close = pattern.find(']', i + 2);
        if (close == std::string_view::npos)
            return false;
        isClass = close > i + 2 && pattern[close - 1] == ':';
        if (!isClass) {
            bytes.set('[');
            ++i;
            return true;
        }
        const auto found = classOf(pattern.substr(i + 2, close - 1 - (i + 2)));
        if (!found)
            return false;
        bytes |= *found;
        i = close + 1;
        return true;
    }

    // One byte of a set, after a backslash or not; false at the pattern's end.
    bool readByte(unsigned& byte) {
        if (here() == '\\')
            ++i;
        if (over())
            return false;
        byte = at(pattern[i++]);
        return true;
    }

    // Behind "[": false where the set never ends or names a class that is none. A "]" that comes first stands for
    // itself.
    bool readSet(Bytes& out) {
        const bool negated = here() == '!' || here() == '^';
        if (negated)
            ++i;
        Bytes bytes;
        unsigned before = 0;  // 0: nothing that a range may begin with
        for (bool first = true; first || here() != ']'; first = false) {
            if (over())
                return false;
            if (here() == '-' && before != 0 && after() != '\0' && after() != ']') {
                ++i;
                unsigned last = 0;
                if (!readByte(last))
                    return false;
                if (before <= last)
                    bytes |= range(before, last);
                before = 0;
            } else if (here() == '[' && after() == ':') {
                bool isClass = false;
                if (!readClass(bytes, isClass))
                    return false;
                before = isClass ? 0 : '[';
            } else {
                if (!readByte(before))
                    return false;
                bytes.set(before);
            }
        }
        ++i;
        out = (negated ? ~bytes : bytes) & any();
        return true;
    }

    // At the first '*' of a row.
    Token readStars() {
        const std::size_t begin = i;
        while (here() == '*')
            ++i;
        Token token{Kind::Many, any()};
        const bool free = begin == 0 || pattern[begin - 1] == '/';
        const bool closed = over() || here() == '/' || (here() == '\\' && after() == '/');
        if (i - begin < 2 || !paths || !free || !closed)
            return token;
        if (here() == '/') {
            ++i;
            return {Kind::Folders, {}};
        }
        token.bytes.set('/');
        return token;
    }
};

std::optional<Glob> Glob::compile(std::string_view pattern, bool paths) {
    Glob glob;
    Reader reader{pattern, paths};
    while (!reader.over()) {
        Token token;
        switch (reader.here()) {
            case '*':
                token = reader.readStars();
                break;
            case '?':
                ++reader.i;
                token.bytes = reader.any();
                break;
            case '[':
                ++reader.i;
                if (!reader.readSet(token.bytes))
                    return std::nullopt;
                break;
            case '\\':
                if (++reader.i >= pattern.size())
                    return std::nullopt;
                [[fallthrough]];
            default:
                token.bytes.set(at(pattern[reader.i++]));
        }
        glob.m_tokens.push_back(token);
    }
    return glob;
}

// Which beginnings of the text the tokens so far match: one row for each token.
bool Glob::matches(std::string_view text) const {
    std::vector<char> row(text.size() + 1, 0), next(text.size() + 1, 0);
    row[0] = 1;
    for (const Token& token : m_tokens) {
        if (token.kind == Kind::Byte) {
            next[0] = 0;
            for (std::size_t i = 0; i < text.size(); ++i)
                next[i + 1] = row[i] && token.bytes.test(at(text[i]));
        } else if (token.kind == Kind::Many) {
            next[0] = row[0];
            for (std::size_t i = 0; i < text.size(); ++i)
                next[i + 1] = row[i + 1] || (next[i] && token.bytes.test(at(text[i])));
        } else {
            char open = 0;  // a beginning that some folders may follow
            for (std::size_t i = 0; i <= text.size(); ++i) {
                next[i] = row[i] || (open && i > 0 && text[i - 1] == '/');
                open = open || row[i];
            }
        }
        row.swap(next);
    }
    return row[text.size()] != 0;
}

}  // namespace flambeau::snapshot
