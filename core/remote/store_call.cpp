// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_call.h"

#include "flambeau/base/strings.h"

namespace flambeau::resources {
extern const std::string_view store_sh;
}  // namespace flambeau::resources

namespace flambeau::remote {

std::function<long(char*, std::size_t)> storeInput(std::string_view bytes) {
    return [bytes](char* into, std::size_t size) mutable {
        const std::size_t some = bytes.copy(into, size);
        bytes.remove_prefix(some);
        return static_cast<long>(some);
    };
}

StreamCommand storeCommand(const std::vector<std::string>& call, std::function<long(char*, std::size_t)> input,
                           std::stop_token stop) {
    // A transport's script may be read byte by byte; the text itself comes as the beginning of the input, in one.
    const std::string text = std::string(resources::store_sh) + shellJoin(call) + "\nexit\n";
    StreamCommand command;
    command.script = "eval \"$(dd bs=" + std::to_string(text.size()) + " count=1 iflag=fullblock 2>/dev/null)\"\nexit";
    command.stop = std::move(stop);
    command.input = [text, at = std::size_t(0), input = std::move(input)](char* into, std::size_t size) mutable {
        if (at == text.size())
            return input(into, size);
        const std::size_t some = text.copy(into, size, at);
        at += some;
        return static_cast<long>(some);
    };
    return command;
}

Error storeStop(std::string_view line, const std::string& what) {
    line.remove_prefix(std::min(line.size(), std::string_view("stop ").size()));
    const std::string word(line.substr(0, line.find(' ')));
    const std::string said = toPlainText(line.substr(std::min(line.size(), word.size() + 1)));
    if (word == "full")
        return {ErrorCode::DiskFull, what + ": the host's disk is full.", "Free some space there.", said};
    if (word == "denied")
        return {ErrorCode::PermissionDenied, what + ": the host does not permit it.",
                "Look at the owner and the permissions on the host.", said};
    if (word == "missing")
        return {ErrorCode::NotFound, what + ": the folder is not there.", {}, said};
    if (word == "lacks")
        return {ErrorCode::Unsupported,
                what + ": the host lacks a command (" + said + ").",
                "Install it there; it is part of every usual Linux.",
                {}};
    return {ErrorCode::Failed, what + " on the host failed.", {}, said};
}

Error storeGarbled(const std::string& what, std::string_view line) {
    return {ErrorCode::Corrupt, what + ": the host's answer cannot be read.",
            "Look whether something on the host stands in for sh or its commands.", toPlainText(line.substr(0, 300))};
}

Error storeBroken(const std::string& what, Error error) {
    return error.code == ErrorCode::Canceled ? storeGarbled(what, "what it sends has no end") : std::move(error);
}

Error storeEnded(const std::string& what, const CommandResult& result) {
    return {ErrorCode::Failed, what + ": the host ended it (exit status " + std::to_string(result.exitCode) + ").",
            "Try again; what is there already is not sent again.", toPlainText(result.err.substr(0, 1000))};
}

bool LineReader::take(std::string_view bytes, const std::function<bool(std::string_view line)>& reader) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto some = bytes.substr(0, end);
        if (m_rest.size() + some.size() > m_longest)
            return false;
        if (end == std::string_view::npos) {
            m_rest += some;
            return true;
        }
        bytes.remove_prefix(end + 1);
        if (m_rest.empty()) {
            if (!reader(some))
                return false;
            continue;
        }
        m_rest += some;
        if (!reader(m_rest))
            return false;
        m_rest.clear();
    }
    return true;
}

Status askStore(Transport& transport, const std::vector<std::string>& call, std::string_view input,
                std::string_view first, const std::string& what, std::stop_token stop,
                const std::function<bool(std::string_view line)>& reader) {
    std::optional<Error> error;
    bool begun = false, ended = false;
    LineReader lines(4096);
    StreamCommand command = storeCommand(call, storeInput(input), stop);
    command.out = [&](std::string_view bytes) {
        return lines.take(bytes, [&](std::string_view line) {
            if (!begun && line == first)
                return begun = true;
            if (startsWith(line, "stop ") && !error)
                return error = storeStop(line, what), true;
            if (begun && !ended && line == "end")
                return ended = true;
            if (begun && !ended && reader(line))
                return true;
            error = storeGarbled(what, line);
            return false;
        });
    };
    auto result = transport.stream(command);
    if (error)
        return *error;
    if (!result)
        return stop.stop_requested() ? std::move(result).error() : storeBroken(what, std::move(result).error());
    if (!ended)
        return storeEnded(what, *result);
    return {};
}

}  // namespace flambeau::remote
