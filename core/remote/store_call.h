// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of resources/store.sh and the reading of its answers: lines of words, each bounded. One call, one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/remote/transport.h"

namespace flambeau::remote {

/// A command that runs resources/store.sh with `call` at its end, which then reads `input`.
StreamCommand storeCommand(const std::vector<std::string>& call, std::function<long(char*, std::size_t)> input,
                           std::stop_token stop);
/// The input from memory, which outlives it.
std::function<long(char*, std::size_t)> storeInput(std::string_view bytes);

/// "stop WORD TEXT", the script's last line where it cannot go on, as an Error; `what` is a clause.
Error storeStop(std::string_view line, const std::string& what);
/// For what no sound host says.
Error storeGarbled(const std::string& what, std::string_view line);
/// For a call that the transport ended: where nobody has stopped it, the host's output had no sense or no end.
Error storeBroken(const std::string& what, Error error);
/// For a script that ended without its last line.
Error storeEnded(const std::string& what, const CommandResult& result);

/// Cuts what comes into lines. False of `take`: the reader wants no more, or a line is longer than any that is sound.
class LineReader {
public:
    explicit LineReader(std::size_t longest) : m_longest(longest) {}
    bool take(std::string_view bytes, const std::function<bool(std::string_view line)>& reader);

private:
    std::size_t m_longest;
    std::string m_rest;
};

/// Runs a call that is given `input` and answers in lines between `first` and "end".
Status askStore(Transport& transport, const std::vector<std::string>& call, std::string_view input,
                std::string_view first, const std::string& what, std::stop_token stop,
                const std::function<bool(std::string_view line)>& reader);

}  // namespace flambeau::remote
