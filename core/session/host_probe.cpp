// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_probe.h"

#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <set>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/dataset/inline_picture.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/paths.h"

namespace flambeau::session {
namespace {

using dataset::FileFacts;
using nlohmann::json;

constexpr std::chrono::minutes kAnswerWithin{2};
constexpr std::size_t kLongestLine = 64u << 10, kLongestPicture = 1u << 20, kLargestTable = 64u << 20;
constexpr std::size_t kLongestText = 1000, kMostNotes = 16;
/// One file may take this long there, as here.
constexpr const char* kSeconds = "60";

std::string shortened(const std::string& text) {
    return toPlainText(text.substr(0, kLongestText));
}

Error notUnderstood(const std::string& host) {
    return {ErrorCode::Corrupt,
            "What flambeau-probe says on " + host + " cannot be understood.",
            "Try again; if it stays so, remove the folder bin in Flambeau's folder there.",
            {}};
}

bool isWord(const std::string& text) {
    return text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

/// Everything that is kept of a file must be what flambeau-scan could have said here.
bool isPlausible(const FileFacts& facts) {
    static const std::set<std::string> kinds = {"",
                                                "truncated",
                                                "unreadable",
                                                "not_an_image",
                                                "empty_file",
                                                "unsupported_format",
                                                "absurd_dimensions",
                                                "changed",
                                                "crashed_reader",
                                                "took_too_long"};
    const bool sized = facts.width > 0 && facts.height > 0 && facts.width <= 1 << 20 && facts.height <= 1 << 20;
    const bool none = facts.width == 0 && facts.height == 0;
    return kinds.contains(facts.error) && facts.bytes <= static_cast<std::uint64_t>(INT64_MAX) &&
           (facts.sha256.empty() ? !facts.ok() : isSha256Hex(facts.sha256)) && (sized || (none && !facts.ok())) &&
           facts.orientation >= 1 && facts.orientation <= 8 && facts.bits >= 1 && facts.bits <= 64 &&
           facts.frames >= 1 && isWord(facts.format) && isWord(facts.mode) && facts.notes.size() <= kMostNotes;
}

void makePlain(FileFacts& facts) {
    facts.detail = shortened(facts.detail);
    for (std::string& note : facts.notes)
        note = shortened(note);
}

std::string ownMachine() {
    utsname name{};
    return ::uname(&name) == 0 ? name.machine : "";
}

}  // namespace

Result<std::string> HostProbe::say(const std::string& script) {
    remote::Command command;
    command.script = script;
    command.timeout = kAnswerWithin;
    command.maxOutput = 64u << 10;
    command.stop = m_stop;
    FLAMBEAU_TRY(const auto result, m_transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Unavailable,
                     m_host + " does not run flambeau-probe, which looks at datasets there (exit code " +
                         std::to_string(result.exitCode) + ").",
                     "May programs be started in " + m_folder +
                         "? Its file system may be mounted noexec; give the "
                         "host another folder then.",
                     shortened(result.err)};
    return result.out;
}

/// Whether it is there; an error where no probe of ours is for such a machine.
Result<bool> HostProbe::look(const std::string& sha256, std::uint64_t bytes) {
    m_program = m_folder + "/bin/" + sha256 + "/flambeau-probe";
    FLAMBEAU_TRY(const std::string out,
                 say("p=" + shellQuote(m_program) +
                     "\necho machine \"$(uname -s)\" \"$(uname -m)\"\n"
                     "if [ -f \"$p\" ] && [ -x \"$p\" ] && [ \"$(wc -c < \"$p\")\" -eq " +
                     std::to_string(bytes) + " ]; then \"$p\" version || exit; else echo absent; fi\n"));
    const auto lines = split(out, '\n');
    if (lines.size() < 2 || !startsWith(lines[0], "machine "))
        return notUnderstood(m_host);
    if (const std::string ours = ownMachine(); lines[0] != "machine Linux " + ours)
        return Error{ErrorCode::Unavailable,
                     m_host + " is another kind of machine (" + shortened(lines[0].substr(8)) +
                         ") than this one (Linux " + ours +
                         "): the flambeau-probe of this installation does not run "
                         "there, and without it a dataset cannot be looked at in its place.",
                     "Add the dataset from a desktop of that kind, or copy the folder here and add it without --on.",
                     {}};
    return startsWith(lines[1], "flambeau-probe ");
}

/// Another program may place the same one at this moment, and take what both sent out of the store.
Status HostProbe::send(const fs::path& file, const std::string& sha256, std::uint64_t bytes,
                       const ProgressCallback& progress) {
    const Status sent = sendOnce(file, sha256, bytes, progress);
    if (sent.ok() || m_stop.stop_requested())
        return sent;
    if (const auto there = look(sha256, bytes); !there || *there)
        return there ? Status() : sent;
    return sendOnce(file, sha256, bytes, progress);
}

Status HostProbe::sendOnce(const fs::path& file, const std::string& sha256, std::uint64_t bytes,
                           const ProgressCallback& progress) {
    const std::string what = "sending flambeau-probe to " + m_host;
    remote::HostStore store(m_transport, m_folder);
    FLAMBEAU_TRY([[maybe_unused]] const auto sent, store.put(
                                                       {{sha256, bytes, file}},
                                                       [&](const remote::TransferProgress& at) {
                                                           if (progress)
                                                               progress(what, at.bytes, at.bytesTotal);
                                                       },
                                                       m_stop));
    const std::string fresh = shellQuote(m_program + "." + newUuid()), program = shellQuote(m_program),
                      bin = shellQuote(m_folder + "/bin"), own = shellQuote(fs::path(m_program).parent_path().string());
    // Those of other versions that nobody has brought there for a month go, and what a placement left that broke off.
    FLAMBEAU_TRY([[maybe_unused]] const std::string placed,
                 say("umask 077\nmkdir -p " + own + " && cp " +
                     shellQuote(remote::HostStore::pathOf(m_folder, sha256)) + " " + fresh + " && chmod 700 " + fresh +
                     " && mv -f " + fresh + " " + program + " || { rm -f " + fresh + "; exit 1; }\nfind " + own +
                     " -name 'flambeau-probe.*' -type f -mtime +0 -exec rm -f {} + 2>/dev/null\n[ -h " + bin +
                     " ] || find " + bin + " -mindepth 1 -maxdepth 1 -type d ! -name " + sha256 +
                     " -mtime +30 -exec rm -rf {} + 2>/dev/null\n:\n"));
    // It serves from its own place; in the store it would be one more file that a run might need.
    (void)store.remove({sha256}, m_stop);
    FLAMBEAU_TRY(const bool runs, look(sha256, bytes));
    return runs ? Status() : Status(notUnderstood(m_host));
}

Result<std::unique_ptr<HostProbe>> HostProbe::place(const HostPlace& place, std::stop_token stop,
                                                    const ProgressCallback& progress) {
    auto program = findProgram(Program::Probe);
    if (!program)
        return Error{
            ErrorCode::Unavailable,
            "A dataset on " + place.name +
                " is looked at there by flambeau-probe, and this installation has "
                "none.",
            "It is built where the codecs' static libraries are (the packages that develop with libturbojpeg, libpng, "
            "libtiff and libwebp); or copy the folder here and add it without --on.",
            program.error().message};
    std::error_code error;
    const std::uint64_t bytes = fs::file_size(*program, error);
    FLAMBEAU_TRY(const std::string sha256, sha256File(*program));
    std::unique_ptr<HostProbe> probe(new HostProbe(place, std::move(stop)));
    FLAMBEAU_TRY(const bool there, probe->look(sha256, bytes));
    if (!there)
        FLAMBEAU_CHECK(probe->send(*program, sha256, bytes, progress));
    return probe;
}

Result<std::string> HostProbe::home() {
    return m_transport.home();
}

Error HostProbe::said(const json& error) const {
    const auto text = [&error](const char* key) {
        const auto found = error.find(key);
        return found != error.end() && found->is_string() ? shortened(found->get<std::string>()) : std::string();
    };
    Error problem{ErrorCode::Failed, "On " + m_host + ": " + text("message"), {}, {}};
    for (const ErrorCode code : {ErrorCode::NotFound, ErrorCode::InvalidArgument, ErrorCode::PermissionDenied,
                                 ErrorCode::Unsupported, ErrorCode::Unavailable, ErrorCode::Io}) {
        if (text("code") == toString(code))
            problem.code = code;
    }
    if (problem.code == ErrorCode::NotFound || problem.code == ErrorCode::InvalidArgument)
        problem.hint = "Give the folder that holds the pictures, by its path on " + m_host + ".";
    return problem;
}

Status HostProbe::ask(const std::vector<std::string>& arguments, const std::string& input, std::size_t longestLine,
                      const std::function<Status(std::string_view line)>& take) {
    std::vector<std::string> words = {"exec", "nice", "-n", "10", m_program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    remote::StreamCommand command;
    command.script = shellJoin(words) + "\n";
    command.stop = m_stop;
    std::size_t given = 0;
    command.input = [&](char* into, std::size_t size) {
        const std::size_t count = std::min(size, input.size() - given);
        std::memcpy(into, input.data() + given, count);
        given += count;
        return static_cast<long>(count);
    };
    std::string held;
    std::optional<Error> problem;
    command.out = [&](std::string_view bytes) {
        held.append(bytes);
        std::size_t begin = 0;
        for (std::size_t end; !problem && (end = held.find('\n', begin)) != std::string::npos; begin = end + 1) {
            if (auto taken = take(std::string_view(held).substr(begin, end - begin)); !taken)
                problem = std::move(taken).error();
        }
        held.erase(0, begin);
        if (!problem && held.size() > longestLine)
            problem = notUnderstood(m_host);
        return !problem;
    };
    auto result = m_transport.stream(command);
    if (problem)
        return *problem;
    if (m_stop.stop_requested())
        return Error{ErrorCode::Canceled, "Looking at the dataset on " + m_host + " was stopped.", {}, {}};
    FLAMBEAU_TRY(const auto ended, std::move(result));
    if (ended.exitCode != 0 || !held.empty())
        return Error{ErrorCode::Failed,
                     "flambeau-probe on " + m_host + " ended before it was done (exit code " +
                         std::to_string(ended.exitCode) + ").",
                     "Try again. Its own words are below.", shortened(ended.err)};
    return {};
}

Result<dataset::Elsewhere::Listed> HostProbe::walk(const std::string& root, const dataset::Elsewhere::Told& told) {
    dataset::ListingReader reader;
    std::int64_t shown = 0;
    FLAMBEAU_CHECK(ask({"walk", "--root", root}, "", kLongestLine, [&](std::string_view line) -> Status {
        if (startsWith(line, "{")) {
            const json value = json::parse(line, nullptr, false);
            return value.is_object() && value.contains("error") && value["error"].is_object() ? said(value["error"])
                                                                                              : notUnderstood(m_host);
        }
        FLAMBEAU_CHECK(reader.take(line));
        if (told && reader.files() >= shown + 1000)
            told(shown = reader.files());
        return {};
    }));
    dataset::Elsewhere::Listed listed;
    listed.root = reader.root();
    FLAMBEAU_TRY(listed.listing, reader.finish());
    return listed;
}

Status HostProbe::answers(const std::string& mode, const std::string& root, const std::vector<std::string>& paths,
                          const std::vector<std::string>& more, std::size_t longestLine,
                          const std::function<Status(std::size_t index, FileFacts facts, const json& json)>& take) {
    std::string input;
    std::unordered_map<std::string, std::size_t> open;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (open.emplace(paths[i], i).second)
            input.append(paths[i]).push_back('\0');
    }
    std::vector<std::string> arguments = {mode, "--root", root, "--seconds", kSeconds};
    arguments.insert(arguments.end(), more.begin(), more.end());
    FLAMBEAU_CHECK(ask(arguments, input, longestLine, [&](std::string_view line) -> Status {
        const json value = json::parse(line, nullptr, false);
        if (value.is_object() && value.size() == 1 && value.contains("error") && value["error"].is_object())
            return said(value["error"]);
        auto facts = dataset::factsFromJson(value);
        const auto asked = facts ? open.find(facts->path) : open.end();
        if (asked == open.end())
            return notUnderstood(m_host);
        const std::size_t index = asked->second;
        open.erase(asked);
        makePlain(*facts);
        return take(index, std::move(*facts), value);
    }));
    if (open.empty())
        return {};
    return Error{ErrorCode::Corrupt,
                 "flambeau-probe on " + m_host + " did not look at " +
                     formatCount(static_cast<std::int64_t>(open.size())) + " of " +
                     formatCount(static_cast<std::int64_t>(paths.size())) + " files.",
                 "Try again.",
                 {}};
}

Result<std::vector<FileFacts>> HostProbe::scan(const std::string& root, const std::vector<std::string>& paths,
                                               int workers, const dataset::Elsewhere::Told& told) {
    std::vector<FileFacts> all(paths.size());
    std::int64_t done = 0;
    std::vector<std::string> more;
    if (workers > 0)
        more = {"--workers", std::to_string(workers)};
    FLAMBEAU_CHECK(answers("scan", root, paths, more, kLongestLine,
                           [&](std::size_t index, FileFacts facts, const json&) -> Status {
                               if (!isPlausible(facts))
                                   return notUnderstood(m_host);
                               all[index] = std::move(facts);
                               if (told && (++done % 16 == 0 || done == static_cast<std::int64_t>(paths.size())))
                                   told(done);
                               return {};
                           }));
    return all;
}

Result<std::string> HostProbe::table(const std::string& path) {
    std::string bytes;
    bool tooMuch = false;
    remote::StreamCommand command;
    command.script = shellJoin({"exec", m_program, "table", path}) + "\n";
    command.stop = m_stop;
    command.out = [&](std::string_view more) {
        tooMuch = bytes.size() + more.size() > kLargestTable;
        if (!tooMuch)
            bytes.append(more);
        return !tooMuch;
    };
    auto result = m_transport.stream(command);
    if (tooMuch)
        return Error{
            ErrorCode::Unsupported,
            "The table " + toPlainText(path) + " on " + m_host + " is larger than " + formatBytes(kLargestTable),
            "Is it the right one?",
            {}};
    FLAMBEAU_TRY(const auto ended, std::move(result));
    if (ended.exitCode != 0)
        return Error{ErrorCode::NotFound, "The table " + toPlainText(path) + " cannot be read on " + m_host + ".",
                     "Name it from the dataset's folder, or by its path there.", shortened(ended.err)};
    return bytes;
}

Status HostProbe::small(const std::string& root, const std::vector<std::string>& paths,
                        const std::function<Status(std::size_t index, const std::string& jpeg)>& take) {
    return answers("small", root, paths, {}, kLongestPicture,
                   [&](std::size_t index, const FileFacts&, const json& value) -> Status {
                       const auto found = value.find("jpeg");
                       if (found == value.end())
                           return {};
                       const auto jpeg = found->is_string() ? dataset::fromBase64(found->get_ref<const std::string&>())
                                                            : std::nullopt;
                       return jpeg ? take(index, *jpeg) : Status(notUnderstood(m_host));
                   });
}

}  // namespace flambeau::session
