// SPDX-License-Identifier: GPL-3.0-or-later
// Ignore rules against what git itself says, on trees and rules that are drawn by seed.
#include <stdlib.h>

#include <fstream>
#include <iostream>
#include <random>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/snapshot/ignore.h"
#include "flambeau/snapshot/snapshot.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using snapshot::IgnoreFile;

namespace {

bool ignored(const std::string& rules, const std::string& path, bool folder = false) {
    return IgnoreFile(rules, "").decide(path, folder).value_or(false);
}

bool haveGit() {
    ProcessSpec spec;
    spec.argv = {"git", "--version"};
    return runProcess(spec).ok();
}

std::string git(const fs::path& folder, std::vector<std::string> words, const std::string& input = {}) {
    ProcessSpec spec;
    spec.argv = {"git", "-c", "core.excludesFile=/dev/null", "-C", folder.string()};
    spec.argv.insert(spec.argv.end(), words.begin(), words.end());
    spec.environment = {{"HOME", folder.string()}, {"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_DIR", ""}};
    spec.input = input;
    return must(runProcess(spec)).out;
}

class Draw {
public:
    explicit Draw(unsigned seed) : m_random(seed) {}
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
    const std::string& one(const std::vector<std::string>& of) { return of[below(of.size())]; }

    std::string name() {
        static const std::vector<std::string> names = {
            "a",  "b",   "ab",   "abc",      "a.py", "b.log", "build", ".x",  "#a", "!b",  "a b", "c ",
            "a*", "[a]", "a\\b", "\xC3\xA4", "foo",  "food",  "bar",   "x-y", "A",  "ab]", "1",   "a?b"};
        return one(names);
    }

    std::string rule() {
        static const std::vector<std::string> pieces = {
            "a",          "b",        "ab",    "*",        "**",    "?",           "/",
            "/",          "/",        "foo",   "bar",      "*.py",  "*.log",       "[ab]",
            "[!a]",       "[^b]",     "[a-c]", "[]]",      "[!]]",  "[]-]",        "\\a",
            "\\*",        "\\#",      "\\!",   "\\ ",      " ",     "#",           "!",
            "**/",        "/**",      "/**/",  "***",      "build", "[[:alpha:]]", "[[:digit:]x]",
            "[[:nope:]]", "[a",       "[",     "]",        "\\",    "[a-\\c]",     "[[:",
            "[\\]]",      ".x",       "c",     "x",        "-",     "A",           "[A-z]",
            "[z-a]",      "\xC3\xA4", "[a/b]", "[[:alpha:"};
        std::string out;
        if (below(5) == 0)
            out += "!";
        if (below(6) == 0)
            out += "/";
        if (below(3) == 0) {
            // Rules as people write them.
            out += name();
            for (std::size_t i = below(3); i > 0; --i)
                out += "/" + (below(3) == 0 ? one({"*", "**", "?"}) : name());
        } else {
            for (std::size_t i = 1 + below(4); i > 0; --i)
                out += one(pieces);
        }
        if (below(5) == 0)
            out += "/";
        return out;
    }

    std::string rules() {
        std::string out = below(15) == 0 ? "\xEF\xBB\xBF" : "";
        for (std::size_t i = 1 + below(6); i > 0; --i)
            out += rule() + one({"\n", "\n", "\n", "\r\n", " \n", "\n\n"});
        if (below(6) == 0)
            out += rule();  // no newline at the end
        return out;
    }

private:
    std::mt19937 m_random;
};

/// In memory where the machine has a place for that: making and removing thousands of folders takes a disk minutes.
class ManyFiles {
public:
    ManyFiles() {
        char name[] = "/dev/shm/flambeau-test-XXXXXX";
        m_path = ::mkdtemp(name) ? fs::path(name) : m_fallback / "many";
    }
    ~ManyFiles() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    fs::path operator/(const std::string& name) const { return m_path / name; }

private:
    TempDir m_fallback;
    fs::path m_path;
};

// Thousands of empty files need no block of the disk.
void put(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

void grow(Draw& draw, const fs::path& folder, int depth, std::vector<std::string>& rules) {
    fs::create_directories(folder);
    for (std::size_t i = 1 + draw.below(6); i > 0; --i) {
        const fs::path path = folder / draw.name();
        std::error_code error;
        if (fs::exists(fs::symlink_status(path, error)))
            continue;
        if (depth < 4 && draw.below(2) == 0)
            grow(draw, path, depth + 1, rules);
        else
            put(path, "");
    }
    if (depth == 0 || draw.below(4) == 0) {
        rules.push_back(draw.rules());
        put(folder / ".gitignore", rules.back());
    }
}

}  // namespace

TEST_CASE("Rules mean what git says they mean") {
    CHECK(ignored("*.log", "a/b.log"));
    CHECK_FALSE(ignored("*.log\n!b.log", "a/b.log"));
    CHECK(ignored("!b.log\n*.log", "a/b.log"));
    CHECK(ignored("/a", "a"));
    CHECK_FALSE(ignored("/a", "b/a"));
    CHECK(ignored("a/b", "a/b"));
    CHECK_FALSE(ignored("a/b", "c/a/b"));
    CHECK(ignored("**/a/b", "c/a/b"));
    CHECK(ignored("**/a/b", "a/b"));
    CHECK(ignored("a/**/b", "a/b"));
    CHECK(ignored("a/**/b", "a/x/y/b"));
    CHECK(ignored("a/**", "a/x/y"));
    CHECK_FALSE(ignored("a/**", "a", true));
    CHECK_FALSE(ignored("a/*", "a/x/y"));
    CHECK(ignored("build/", "x/build", true));
    CHECK_FALSE(ignored("build/", "x/build"));
    CHECK_FALSE(ignored("# a", "# a"));
    CHECK(ignored("\\#a", "#a"));
    CHECK(ignored("\\!a", "!a"));
    CHECK(ignored("a   ", "a"));
    CHECK(ignored("a\\ ", "a "));
    CHECK(ignored("a\r\n", "a"));
    CHECK(ignored("[a-c]x", "bx"));
    CHECK_FALSE(ignored("[!a-c]x", "bx"));
    CHECK(ignored("[]a]", "]"));
    CHECK(ignored("[[:digit:]]", "7"));
    CHECK_FALSE(ignored("a[", "a["));
    CHECK_FALSE(ignored("a\\", "a\\"));
    CHECK_FALSE(ignored("/", "a", true));
    CHECK_FALSE(ignored("", "a"));
    const IgnoreFile nested("/x\ny", "sub");
    CHECK(nested.decide("sub/x", false) == true);
    CHECK_FALSE(nested.decide("sub/z/x", false));
    CHECK(nested.decide("sub/z/y", false) == true);
    CHECK_FALSE(nested.decide("subway/y", false));
}

TEST_CASE("A pattern made to be slow is not") {
    std::string pattern, text(200, 'a');
    for (int i = 0; i < 60; ++i)
        pattern += "*a";
    CHECK_FALSE(ignored(pattern + "b", text));
    CHECK(ignored(pattern, text));
    CHECK_FALSE(ignored("x/" + pattern + "/**/b", "x/" + text));
}

TEST_CASE("Which files go is what git says, on trees drawn by seed") {
    if (!haveGit()) {
        WARN("git is not here: the comparison is skipped");
        return;
    }
    std::size_t files = 0, kept = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const ManyFiles dir;
        const fs::path root = dir / "tree";
        Draw draw(seed);
        std::vector<std::string> rules;
        grow(draw, root, 0, rules);
        for (int i = 0; i < 24; ++i)
            grow(draw, root / ("tree " + std::to_string(i)), 0, rules);
        git(root, {"init", "-q", "--template="});
        std::string asked;
        std::set<std::string> expected;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            const std::string path = entry.path().lexically_relative(root).string();
            if (startsWith(path, ".git/") || !entry.is_regular_file())
                continue;
            asked += path + std::string(1, '\0');
            expected.insert(path);
            ++files;
        }
        for (const std::string& path : split(git(root, {"check-ignore", "--no-index", "-z", "--stdin"}, asked), '\0'))
            expected.erase(path);
        kept += expected.size();
        std::set<std::string> found;
        for (const auto& file : must(snapshot::take(root)).files)
            found.insert(file.path);
        CAPTURE(seed, rules);
        CHECK(found == expected);
    }
    std::cout << "ignore rules against git: " << files << " files in 500 trees, " << kept << " of them go\n";
}
