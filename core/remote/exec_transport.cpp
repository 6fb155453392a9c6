// SPDX-License-Identifier: GPL-3.0-or-later
// Every script below answers on stdout only when it succeeds, and exits with a code of exec_answers.h where the reason
// matters.
#include "flambeau/remote/exec_transport.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "after_mark.h"
#include "exec_answers.h"
#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"

namespace flambeau::remote {

namespace {

constexpr std::size_t chunkBytes = 4u << 20;

using answers::helpers;

Error garbled(const std::string& what, std::string_view answer) {
    return Error{ErrorCode::Corrupt, what + ": the host's answer cannot be read.",
                 "Look whether its shell prints something at login.", toPlainText(answer.substr(0, 500))};
}

// After the mark stands the answer: a login shell may have printed before it.
std::optional<std::string> afterMark(std::string out, const std::string& mark) {
    const std::size_t at = out.find(mark + "\n");
    if (at == std::string::npos)
        return std::nullopt;
    out.erase(0, at + mark.size() + 1);
    return out;
}

Result<Entry> parseEntry(std::string_view line, std::string name, const std::string& what) {
    // <type letter> <bytes> <mtime>
    const auto words = split(line, ' ');
    if (words.size() != 3 || words[0].size() != 1)
        return garbled(what, line);
    auto bytes = parseInt(words[1]);
    auto mtime = parseDouble(words[2]);
    if (!bytes || *bytes < 0 || !mtime)
        return garbled(what, line);
    Entry entry;
    entry.name = std::move(name);
    entry.kind = words[0] == "f"   ? Entry::Kind::File
                 : words[0] == "d" ? Entry::Kind::Folder
                 : words[0] == "l" ? Entry::Kind::Link
                                   : Entry::Kind::Other;
    entry.bytes = entry.kind == Entry::Kind::File ? static_cast<std::uint64_t>(*bytes) : 0;
    entry.mtime = *mtime;
    return entry;
}

// Prints "<type> <bytes> <mtime>" for "$1" and fails where it is gone. %Y is whole seconds on every stat.
constexpr const char* describe = R"(
describe() {
if [ -L "$1" ]; then kind=l; elif [ -f "$1" ]; then kind=f; elif [ -d "$1" ]; then kind=d; elif [ -e "$1" ]; then kind=o
else return 1; fi
facts=$(stat -c '%s %Y' -- "$1" 2>/dev/null) || return 1
printf '%s %s\n' "$kind" "$facts"; }
)";

}  // namespace

std::string channelCommand(const Command& command) {
    return command.argv.empty() ? "exec sh -s" : "exec " + shellJoin(command.argv);
}

std::string wholeScript(const std::string& script) {
    return "{\n" + script + "\nexit\n} </dev/null\n";
}

namespace {
/// A file system there that hangs does not hold anybody for ever; a slow way moves a piece of a file in that time.
constexpr std::chrono::minutes kAnswerWithin{5};
}  // namespace

Result<std::string> ExecTransport::output(std::string script, const std::string& what, std::stop_token stop) {
    const std::string mark = "flambeau-" + newUuid();
    Command command;
    command.script = std::string(helpers) + "mark() { printf '%s\\n' " + mark + "; }\n" + std::move(script);
    command.stop = std::move(stop);
    command.timeout = kAnswerWithin;
    FLAMBEAU_TRY(CommandResult result, exec(command));
    if (result.exitCode != 0)
        return answers::error(result, what);
    auto answer = afterMark(std::move(result.out), mark);
    if (!answer || result.truncated)
        return garbled(what, result.out);
    return std::move(*answer);
}

// stdin must be the bytes, so the script goes as an argument.
Status ExecTransport::append(const std::string& path, std::string_view bytes, bool first, unsigned mode,
                             std::stop_token stop) {
    char digits[8];
    std::snprintf(digits, sizeof digits, "%o", mode & 07777);
    const std::string quoted = shellQuote(path);
    std::string script = helpers;
    if (first)
        script += "old=$(umask); umask 077; said=$( { : >" + quoted + "; } 2>&1) || why \"$said\"\n" + "chmod " +
                  digits + " " + quoted + "\n";
    script += "said=$( { cat >>" + quoted + "; } 2>&1) || why \"$said\"\n";
    Command command;
    command.argv = {"sh", "-c", script};
    command.input = std::string(bytes);
    command.stop = std::move(stop);
    FLAMBEAU_TRY(CommandResult result, exec(command));
    if (result.exitCode != 0)
        return answers::error(result, "Writing " + path);
    return {};
}

Result<CommandResult> ExecTransport::stream(const StreamCommand& command) {
    AfterMark mark;
    Command whole;
    whole.argv = {"sh", "-c", mark.line() + command.script};
    whole.timeout = command.timeout;
    whole.stop = command.stop;
    char some[4096];
    for (long got = 0; command.input && (got = command.input(some, sizeof some)) != 0;) {
        if (got < 0)
            return Error{ErrorCode::Io, "What is sent cannot be read any more.", {}, {}};
        whole.input.append(some, static_cast<std::size_t>(got));
    }
    FLAMBEAU_TRY(CommandResult result, exec(whole));
    if (command.out && !mark.take(result.out, command.out))
        return Error{ErrorCode::Canceled, "It was ended.", {}, {}};
    result.out.clear();
    return result;
}

Status ExecTransport::putBytes(const std::string& path, std::string_view bytes, unsigned mode) {
    const std::string part = path + ".part-" + newUuid();
    Status written;
    std::size_t at = 0;
    do {
        const std::string_view chunk = bytes.substr(at, chunkBytes);
        written = append(part, chunk, at == 0, mode, {});
        at += chunk.size();
    } while (written.ok() && at < bytes.size());
    if (written.ok()) {
        auto moved = output(answers::placeScript(part, path, bytes.size()) + "mark\n", "Writing " + path);
        if (moved.ok())
            return {};
        written = std::move(moved).error();
    }
    if (!isUnreachable(written.error()))
        (void)output("rm -f -- " + shellQuote(part) + "\nmark\n", "Tidying");
    return written;
}

Status ExecTransport::putFile(const fs::path& from, const std::string& to, const Progress& progress,
                              std::stop_token stop) {
    std::ifstream in(from, std::ios::binary);
    if (!in)
        return systemError(errno ? errno : ENOENT, "Cannot open " + from.string());
    const std::string part = to + ".part-" + newUuid();
    const auto tidy = [&](Error error) -> Status {
        if (!isUnreachable(error))
            (void)output("rm -f -- " + shellQuote(part) + "\nmark\n", "Tidying");
        return error;
    };
    std::string chunk(chunkBytes, '\0');
    std::uint64_t done = 0;
    bool first = true;
    do {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        if (auto put = append(part, std::string_view(chunk).substr(0, got), first, 0644, stop); !put.ok())
            return tidy(std::move(put).error());
        first = false;
        done += got;
        if (stop.stop_requested() || (progress && !progress(done)))
            return tidy(Error{ErrorCode::Canceled, "Sending " + from.string() + " was stopped.", {}, {}});
    } while (in);
    if (in.bad())
        return tidy(systemError(EIO, "Cannot read " + from.string()));
    auto moved = output(answers::placeScript(part, to, done) + "mark\n", "Writing " + to);
    if (!moved.ok())
        return tidy(std::move(moved).error());
    return {};
}

Status ExecTransport::getFile(const std::string& from, const fs::path& to, const Progress& progress,
                              std::stop_token stop) {
    FLAMBEAU_TRY(auto entry, stat(from));
    if (!entry)
        return Error{ErrorCode::NotFound, "Fetching " + from + ": there is nothing at that path.", {}, {}};
    const fs::path part = to.string() + ".part-" + newUuid();
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    if (!out)
        return systemError(errno, "Cannot write " + to.string());
    const auto tidy = [&](Error error) -> Status {
        out.close();
        std::error_code ignored;
        fs::remove(part, ignored);
        return error;
    };
    std::uint64_t at = 0;
    while (true) {
        if (stop.stop_requested() || (progress && !progress(at)))
            return tidy(Error{ErrorCode::Canceled, "Fetching " + from + " was stopped.", {}, {}});
        auto chunk = readRange(from, at, chunkBytes);
        if (!chunk.ok())
            return tidy(std::move(chunk).error());
        if (chunk->empty())
            break;
        out.write(chunk->data(), static_cast<std::streamsize>(chunk->size()));
        at += chunk->size();
        if (!out)
            return tidy(systemError(errno ? errno : ENOSPC, "Cannot write " + to.string()));
    }
    // It may have grown since it was looked at.
    if (at < entry->bytes)
        return tidy(Error{ErrorCode::Corrupt,
                          "Fetching " + from + ": it ended after " + std::to_string(at) + " of " +
                              std::to_string(entry->bytes) + " bytes.",
                          "Fetch it again; if it still ends early, it was made shorter on the host.",
                          {}});
    out.close();
    if (!out)
        return tidy(systemError(errno ? errno : ENOSPC, "Cannot write " + to.string()));
    if (const int fd = ::open(part.c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
    std::error_code error;
    fs::rename(part, to, error);
    if (error)
        return tidy(systemError(error.value(), "Cannot write " + to.string()));
    return {};
}

Result<std::vector<Entry>> ExecTransport::list(const std::string& folder) {
    // Names end with a slash and a newline, which together stand in no name.
    FLAMBEAU_TRY(std::string out, output(std::string(describe) + "there " + shellQuote(folder) + "\n[ -d " +
                                             shellQuote(folder) + " ] || exit 45\ncd -- " + shellQuote(folder) +
                                             " 2>/dev/null || exit 46\n[ -r . ] || exit 46\nmark\n"
                                             "for name in * .*; do case $name in . | ..) continue ;; esac\n"
                                             "describe \"$name\" && printf '%s/\\n' \"$name\"; done\nprintf 'end\\n'\n",
                                         "Listing " + folder));
    std::vector<Entry> entries;
    std::size_t at = 0;
    while (true) {
        const std::size_t facts = out.find('\n', at);
        if (facts == std::string::npos)
            return garbled("Listing " + folder, out);
        const std::string_view line = std::string_view(out).substr(at, facts - at);
        if (line == "end")
            break;
        const std::size_t name = out.find("/\n", facts + 1);
        if (name == std::string::npos)
            return garbled("Listing " + folder, out);
        std::string text = out.substr(facts + 1, name - facts - 1);
        if (text.empty() || text == "." || text == ".." || text.find('/') != std::string::npos ||
            text.find('\0') != std::string::npos)
            return garbled("Listing " + folder, text);
        FLAMBEAU_TRY(Entry entry, parseEntry(line, std::move(text), "Listing " + folder));
        entries.push_back(std::move(entry));
        at = name + 2;
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

Result<std::optional<Entry>> ExecTransport::stat(const std::string& path) {
    FLAMBEAU_TRY(std::string out,
                 output(std::string(describe) + "mark\ndescribe " + shellQuote(path) + " || printf 'nothing\\n'\n",
                        "Looking at " + path));
    if (out == "nothing\n")
        return std::optional<Entry>();
    const std::size_t slash = path.find_last_of('/');
    FLAMBEAU_TRY(Entry entry, parseEntry(trim(out), slash == std::string::npos ? path : path.substr(slash + 1),
                                         "Looking at " + path));
    return std::optional<Entry>(std::move(entry));
}

Result<std::string> ExecTransport::readRange(const std::string& path, std::uint64_t offset, std::size_t maxBytes) {
    const std::string quoted = shellQuote(path);
    const std::string what = "Reading " + path;
    // A pipe's status is that of its end alone, so both are told after the bytes.
    FLAMBEAU_TRY(std::string out,
                 output("there " + quoted + "\n[ -f " + quoted + " ] || exit 45\n[ -r " + quoted +
                            " ] || exit 46\nmark\nexec 3>&1\nsaid=$( { { tail -c +" + std::to_string(offset + 1) +
                            " -- " + quoted + "; echo tail $? >&4; } | head -c " + std::to_string(maxBytes) +
                            " >&3; echo head $?; } 4>&1)\nprintf '\\nread '\nprintf '%s ' $said\nprintf 'end\\n'\n",
                        what));
    const std::size_t told = out.rfind("\nread ");
    if (told == std::string::npos || !endsWith(out, " end\n"))
        return garbled(what, "its end is missing");
    const std::string status = out.substr(told);
    out.resize(told);
    if (out.size() > maxBytes)
        return garbled(what, "more bytes than were asked for");
    // With all that was asked for, `head` has hung up on `tail`, which may then say that it failed.
    const bool readAll = status.find(" tail 0 ") != std::string::npos || out.size() == maxBytes;
    if (!readAll || status.find(" head 0 ") == std::string::npos)
        return Error{ErrorCode::Failed,
                     what + " on the host failed after " + std::to_string(out.size()) + " bytes.",
                     "Look whether its disk is sound.",
                     {}};
    return out;
}

Status ExecTransport::makeDirs(const std::string& path) {
    auto made = output("said=$(mkdir -p -- " + shellQuote(path) + " 2>&1) || why \"$said\"\nmark\n", "Making " + path);
    if (!made.ok())
        return std::move(made).error();
    return {};
}

Status ExecTransport::removeTree(const std::string& path) {
    const std::string normal = fs::path(path).lexically_normal().string();
    if (normal.empty() || normal[0] != '/' || normal == "/")
        return Error{ErrorCode::InvalidArgument, "'" + path + "' is no folder that may be removed.", {}, {}};
    auto removed =
        output("said=$(rm -rf -- " + shellQuote(path) + " 2>&1) || why \"$said\"\nmark\n", "Removing " + path);
    if (!removed.ok())
        return std::move(removed).error();
    return {};
}

Result<std::string> ExecTransport::home() {
    FLAMBEAU_TRY(std::string out, output("cd 2>/dev/null || exit 44\nmark\npwd\n", "Finding the home folder"));
    const std::string folder(out.substr(0, out.empty() ? 0 : out.size() - 1));
    if (folder.empty() || folder[0] != '/')
        return garbled("Finding the home folder", out);
    return folder;
}

}  // namespace flambeau::remote
