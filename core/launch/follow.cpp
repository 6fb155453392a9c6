// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/follow.h"

#include <algorithm>

#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "heading.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view host_sh;
extern const std::string_view follow_sh;
extern const std::string_view follow_pl;
}  // namespace flambeau::resources

namespace flambeau::launch {

namespace {

constexpr std::size_t maxNoise = 64u << 10;  // what a login shell may say before the heading
constexpr std::size_t maxLine = 512;
constexpr std::size_t maxPiece = 1u << 20;
constexpr std::size_t maxPoll = 32u << 20;
constexpr std::size_t maxRank = 1023;

Error garbled(std::string_view what, std::string_view near = {}) {
    return Error{ErrorCode::Corrupt, "What the host sends of its runs cannot be read: " + std::string(what) + ".",
                 "It is asked again from where the last good bytes ended.", toPlainText(near.substr(0, 200))};
}

bool isRankName(std::string_view name) {
    constexpr std::string_view before = "events-", after = ".jsonl";
    if (!startsWith(name, before) || !endsWith(name, after) || name.size() <= before.size() + after.size())
        return false;
    const std::string_view number = name.substr(before.size(), name.size() - before.size() - after.size());
    if (number.size() > 4 || number[0] == '0' ||
        !std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    return parseInt(number).value_or(0) <= static_cast<std::int64_t>(maxRank);
}

bool isLogName(std::string_view name) {
    constexpr std::string_view before = "logs/", after = ".log";
    return startsWith(name, before) && endsWith(name, after) && name.size() > before.size() + after.size() &&
           isValidName(name.substr(before.size()));
}

std::optional<std::uint64_t> sizeWord(const std::string& word) {
    if (word.empty() || !std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto value = parseInt(word);
    return value ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

std::string_view helperWord(FollowHelper helper) {
    switch (helper) {
        case FollowHelper::Best:
            return "perl";
        case FollowHelper::NoPerl:
            return "sh";
        case FollowHelper::PlainTools:
            break;
    }
    return "plain";
}

bool isFollowed(std::string_view name) {
    return name == "state.jsonl" || name == "events.jsonl" || isRankName(name) || isLogName(name);
}

}  // namespace

std::string followScript(const std::string& hostFolder, const std::vector<FollowedRun>& runs, FollowHelper helper) {
    std::string shared(resources::process_sh);
    shared += resources::host_sh;
    std::vector<std::string> call = {"fb_follow", hostFolder, std::string(helperWord(helper)),
                                     std::string(resources::follow_pl), shared + "fb_plain_locale\nfb_poll \"$@\"\n"};
    for (const FollowedRun& one : runs) {
        call.insert(call.end(), {"run", one.run});
        for (const auto& [file, offset] : one.offsets) {
            if (isFollowed(file))
                call.insert(call.end(), {file, std::to_string(offset)});
        }
    }
    return shared + std::string(resources::follow_sh) + "fb_plain_locale\n" + shellJoin(call) + "\n";
}

FollowParser::FollowParser(const std::vector<FollowedRun>& runs, FollowSink sink) : m_sink(std::move(sink)) {
    for (const FollowedRun& one : runs) {
        auto& files = m_runs[one.run].files;
        files["state.jsonl"];
        files["events.jsonl"];
        for (const auto& [file, offset] : one.offsets) {
            if (isFollowed(file))
                files[file].at = offset;
        }
    }
}

Status FollowParser::feed(std::string_view bytes) {
    if (m_broken)
        return garbled("it broke off before");
    m_buffer.append(bytes);
    bool progressed = true;
    while (progressed) {
        progressed = false;
        if (Status done = step(progressed); !done) {
            m_broken = true;
            m_buffer.clear();
            return done;
        }
    }
    m_buffer.erase(0, m_at);
    m_at = 0;
    return {};
}

Status FollowParser::step(bool& progressed) {
    if (m_next == Next::Heading)
        return takeHeading(progressed);
    if (m_next == Next::Data || m_next == Next::Poll) {
        if (m_buffer.size() - m_at < m_size)
            return {};
        progressed = true;
        const std::string_view bytes = std::string_view(m_buffer).substr(m_at, m_size);
        m_at += m_size;
        if (m_next == Next::Poll) {
            m_next = Next::Line;
            return takePoll(bytes);
        }
        m_piece = bytes;
        m_next = Next::DataEnd;
        return {};
    }
    const std::size_t newline = m_buffer.find('\n', m_at);
    if (newline == std::string::npos) {
        if (m_buffer.size() - m_at > maxLine)
            return garbled("a line is too long", std::string_view(m_buffer).substr(m_at));
        return {};
    }
    progressed = true;
    const std::string line = m_buffer.substr(m_at, newline - m_at);
    m_at = newline + 1;
    if (line.size() > maxLine)
        return garbled("a line is too long", line);
    if (m_finished)
        return garbled("it goes on after its end", line);
    return m_next == Next::DataEnd ? takeDataEnd(line) : takeLine(line);
}

Status FollowParser::takeHeading(bool& progressed) {
    if (const auto begins = afterHeading(m_buffer, "flambeau-follow")) {
        m_at = *begins;
        m_next = Next::Line;
        progressed = true;
        return {};
    }
    constexpr std::string_view mark = "flambeau-error ";
    const std::size_t error = m_buffer.find(mark);
    if (error != std::string::npos && (error == 0 || m_buffer[error - 1] == '\n')) {
        const std::size_t newline = m_buffer.find('\n', error);
        if (newline != std::string::npos) {
            const std::string words = m_buffer.substr(error + mark.size(), newline - error - mark.size());
            return Error{ErrorCode::Failed,
                         "The host says: " + toPlainText(words.substr(0, 1000)) + ".",
                         "Look at the folder's permissions and at its free space.",
                         {}};
        }
    }
    if (m_buffer.size() > maxNoise)
        return garbled("it does not begin", m_buffer);
    return {};
}

Status FollowParser::takeLine(std::string_view line) {
    const auto words = split(line, ' ');
    if (words[0] == "data" && words.size() == 5)
        return takeData(words);
    if (words[0] == "short" && words.size() == 3)
        return takeShort(words[1], words[2]);
    if (words[0] == "exit" && words.size() == 2) {
        const auto run = m_runs.find(words[1]);
        if (run == m_runs.end() || run->second.ended)
            return garbled("the end of a run that was not asked for", line);
        run->second.ended = true;
        return m_sink.ended ? m_sink.ended(words[1]) : Status{};
    }
    if (words[0] == "tick" && words.size() == 2) {
        const auto now = sizeWord(words[1]);
        if (!now)
            return garbled("a time that is none", line);
        return m_sink.tick ? m_sink.tick(static_cast<double>(*now)) : Status{};
    }
    if (words[0] == "poll" && words.size() == 2) {
        const auto size = sizeWord(words[1]);
        if (!size || *size > maxPoll)
            return garbled("an answer without bounds", line);
        m_size = *size;
        m_next = Next::Poll;
        return {};
    }
    if (line == "look")
        return m_sink.looked ? m_sink.looked() : Status{};
    if (line == "end") {
        m_finished = true;
        return {};
    }
    return garbled("a line that is not known", line);
}

FollowParser::File* FollowParser::fileOf(const std::string& run, const std::string& name) {
    const auto found = m_runs.find(run);
    if (found == m_runs.end() || found->second.ended)
        return nullptr;
    auto& files = found->second.files;
    // Further ranks' files appear as they are written; nothing else does.
    if (!files.count(name) && !isRankName(name))
        return nullptr;
    File& file = files[name];
    return file.given ? &file : nullptr;
}

Status FollowParser::takeData(const std::vector<std::string>& words) {
    const File* file = fileOf(words[1], words[2]);
    const auto offset = sizeWord(words[3]), size = sizeWord(words[4]);
    if (!file)
        return garbled("bytes of a file that was not asked for", words[1] + " " + words[2]);
    if (!offset || *offset != file->at)
        return garbled("bytes that do not follow the last", words[2] + " " + words[3]);
    if (!size || *size == 0 || *size > maxPiece)
        return garbled("a piece without bounds", words[2] + " " + words[4]);
    m_run = words[1];
    m_file = words[2];
    m_size = *size;
    m_next = Next::Data;
    return {};
}

Status FollowParser::takeDataEnd(std::string_view line) {
    m_next = Next::Line;
    if (line == "short " + m_run + " " + m_file)
        return takeShort(m_run, m_file);
    if (line != "ok")
        return garbled("a piece does not end where it should", line);
    File* file = fileOf(m_run, m_file);
    const std::uint64_t at = file->at;
    file->at += m_piece.size();
    return m_sink.data ? m_sink.data(m_run, m_file, at, m_piece) : Status{};
}

Status FollowParser::takeShort(const std::string& run, const std::string& name) {
    File* file = fileOf(run, name);
    if (!file)
        return garbled("words about a file that was not asked for", run + " " + name);
    file->given = false;
    return m_sink.shortened ? m_sink.shortened(run, name) : Status{};
}

Status FollowParser::takePoll(std::string_view text) {
    FLAMBEAU_TRY(const HostEvidence evidence, parsePoll(text));
    for (const RunEvidence& one : evidence.runs) {
        if (!m_runs.count(one.run))
            return garbled("the state of a run that was not asked for", one.run);
    }
    return m_sink.poll ? m_sink.poll(evidence) : Status{};
}

}  // namespace flambeau::launch
