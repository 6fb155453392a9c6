// SPDX-License-Identifier: GPL-3.0-or-later
// Parsers of what the host scripts print. A login shell may print words of its own before the answer, so an answer
// begins at its heading line and must be closed by "end".
#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "heading.h"

namespace flambeau::launch {

namespace {

constexpr std::size_t maxItems = 100000;

Error garbled(std::string_view answer) {
    return Error{ErrorCode::Corrupt, "The host's answer could not be read.",
                 "Look whether its shell prints something at login, and whether its disk is full.",
                 toPlainText(answer.substr(0, 2000))};
}

class Answer {
public:
    static Result<Answer> open(std::string_view out, std::string_view heading) {
        const auto begins = afterHeading(out, heading);
        if (!begins) {
            constexpr std::string_view mark = "flambeau-error ";
            const std::size_t error = out.find(mark);
            if (error != std::string_view::npos && (error == 0 || out[error - 1] == '\n')) {
                std::string_view text = out.substr(error + mark.size());
                text = text.substr(0, std::min<std::size_t>(text.find('\n'), 1000));
                return Error{ErrorCode::Failed,
                             "The host says: " + toPlainText(text) + ".",
                             "Look at the folder's permissions and at its free space.",
                             {}};
            }
            return garbled(out);
        }
        return Answer(out, *begins);
    }

    /// The next line's words; empty at "end" or where the answer breaks off (then `broken`).
    std::vector<std::string> next() {
        const std::size_t newline = m_out.find('\n', m_at);
        if (newline == std::string_view::npos || ++m_count > maxItems) {
            m_broken = true;
            return {};
        }
        const std::string_view line = m_out.substr(m_at, newline - m_at);
        m_at = newline + 1;
        if (line == "end")
            return {};
        // Files' names hold no blank: the script sends no other.
        return split(line, ' ');
    }

    /// `count` raw bytes and their newline.
    std::optional<std::string_view> raw(std::uint64_t count) {
        if (count > m_out.size() - m_at || m_out.size() - m_at - count < 1 || m_out[m_at + count] != '\n') {
            m_broken = true;
            return std::nullopt;
        }
        const std::string_view bytes = m_out.substr(m_at, count);
        m_at += count + 1;
        return bytes;
    }

    bool broken() const { return m_broken; }
    Error error() const { return garbled(m_out); }

private:
    Answer(std::string_view out, std::size_t at) : m_out(out), m_at(at) {}

    std::string_view m_out;
    std::size_t m_at;
    std::size_t m_count = 0;
    bool m_broken = false;
};

std::uint64_t number(const std::string& word) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, parseInt(word).value_or(0)));
}

std::string bootIdOf(const std::string& word) {
    return word.size() <= 64 ? toPlainText(word) : std::string();
}

// process <rank> <pid> <start> <alive|dead> <exit code|->
void addProcess(RunEvidence& run, const std::vector<std::string>& words) {
    ProcessEvidence process;
    process.rank = static_cast<int>(parseInt(words[1]).value_or(-1));
    process.pid = parseInt(words[2]).value_or(0);
    process.startTime = number(words[3]);
    process.alive = words[4] == "alive";
    if (auto code = parseInt(words[5]))
        process.exitCode = static_cast<int>(*code);
    if (process.rank < 0)
        run.supervisor = process;
    else
        run.ranks.push_back(process);
}

void addExit(RunEvidence& run, Answer& answer, const std::string& size) {
    auto bytes = answer.raw(number(size));
    if (!bytes)
        return;
    auto record = parseExitRecord(*bytes);
    if (!record)
        run.exitProblem = record.error().message;
    else if (record->run != run.run)
        run.exitProblem = "exit.json belongs to another run.";
    else
        run.exit = std::move(record).value();
}

void addWord(RunEvidence& run, Answer& answer, const std::vector<std::string>& words) {
    const std::string& word = words[0];
    if (word == "folder")
        run.folder = true;
    else if (word == "away")
        run.away = true;
    else if (word == "started")
        run.started = true;
    else if (word == "brokenoff")
        run.brokenOff = true;
    else if (word == "cancel")
        run.cancelMark = true;
    else if (word == "booted" && words.size() == 2)
        run.bootId = bootIdOf(words[1]);
    else if (word == "process" && words.size() == 6)
        addProcess(run, words);
    else if (word == "file" && words.size() == 3 && isSafeRelativePath(words[2]))
        run.files.push_back({words[2], number(words[1])});
    else if (word == "last" && words.size() == 2)
        run.lastState = words[1];
    else if (word == "exit" && words.size() == 2)
        addExit(run, answer, words[1]);
}

}  // namespace

Result<PrepareAnswer> parsePrepare(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-prepare"));
    PrepareAnswer result;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words.size() != 2)
            continue;
        if (words[0] == "free")
            result.freeBytes = number(words[1]);
        else if (words[0] == "started")
            result.started = words[1] == "yes";
        else if (words[0] == "missing")
            result.missing.push_back(toPlainText(words[1]));
    }
    if (answer.broken())
        return answer.error();
    return result;
}

Result<StartAnswer> parseStart(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-start"));
    StartAnswer result;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words[0] == "now" && words.size() == 2)
            result.startedNow = words[1] == "yes";
        else if (words[0] == "pid" && words.size() == 4) {
            result.pid = parseInt(words[1]).value_or(0);
            result.startTime = number(words[2]);
            result.bootId = bootIdOf(words[3]);
        }
    }
    if (answer.broken())
        return answer.error();
    return result;
}

Result<bool> parsePrevent(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-prevent"));
    const auto words = answer.next();
    if (words.size() != 1 || (words[0] != "prevented" && words[0] != "started") || !answer.next().empty() ||
        answer.broken())
        return answer.error();
    return words[0] == "prevented";
}

Result<HostEvidence> parsePoll(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-poll"));
    HostEvidence result;
    RunEvidence* run = nullptr;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words[0] == "boot" && words.size() == 2 && !run)
            result.bootId = bootIdOf(words[1]);
        else if (words[0] == "now" && words.size() == 2 && !run)
            result.now = parseDouble(words[1]).value_or(0);
        else if (words[0] == "run" && words.size() == 2 && !run) {
            if (!isUuid(words[1]))
                return answer.error();
            run = &result.runs.emplace_back();
            run->run = words[1];
        } else if (words[0] == "done")
            run = nullptr;
        else if (run)
            addWord(*run, answer, words);
    }
    if (answer.broken() || run)
        return answer.error();
    return result;
}

Result<std::vector<CancelAnswer>> parseCancel(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-cancel"));
    static const std::vector<std::pair<std::string_view, CancelOutcome>> names = {
        {"signaled", CancelOutcome::Signaled},     {"takenover", CancelOutcome::TakenOver},
        {"ended", CancelOutcome::AlreadyEnded},    {"notstarted", CancelOutcome::NotStarted},
        {"rebooted", CancelOutcome::LostToReboot}, {"nofolder", CancelOutcome::NoFolder},
        {"failed", CancelOutcome::Failed}};
    std::vector<CancelAnswer> result;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words.size() != 3 || words[0] != "run" || !isUuid(words[1]))
            return answer.error();
        auto it = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == words[2]; });
        if (it == names.end())
            return answer.error();
        result.push_back({words[1], it->second});
    }
    if (answer.broken())
        return answer.error();
    return result;
}

namespace {

constexpr std::size_t maxQueued = 10000, maxName = 400, maxReason = 2000;

std::string restOf(const std::vector<std::string>& words) {
    return join({words.begin() + 2, words.end()}, " ");
}

std::string shortPlain(std::string_view text, std::size_t most) {
    std::string plain = escapeControls(text);
    if (plain.size() > most)
        plain = toValidUtf8(plain.substr(0, most));
    return plain;
}

int wordAsInt(const std::string& word, int least, int most) {
    return static_cast<int>(std::clamp<std::int64_t>(parseInt(word).value_or(0), least, most));
}

// A word about a run that a line before has named.
void addQueued(QueuedRun& run, const std::vector<std::string>& words) {
    if (words[0] == "name")
        run.name = shortPlain(restOf(words), maxName);
    else if (words[0] == "since" && words.size() == 3)
        run.since = static_cast<double>(number(words[2]));
    else if (words[0] == "asked" && words.size() == 4) {
        run.gpusAsked = wordAsInt(words[2], 0, 1024);
        run.priority = wordAsInt(words[3], -1000, 1000);
    } else if (words[0] == "gpu" && words.size() == 4 && run.gpus.size() < 1024)
        run.gpus.push_back({wordAsInt(words[2], -1, 1024), shortPlain(words[3], 100)});
    else if (words[0] == "reason") {
        const auto text = nlohmann::json::parse(restOf(words), nullptr, false);
        if (text.is_string())
            run.reason = shortPlain(text.get<std::string>(), maxReason);
    }
}

}  // namespace

Result<QueueAnswer> parseQueue(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-queue"));
    QueueAnswer result;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words.size() < 2)
            continue;
        const bool running = words[0] == "running";
        if (words[0] == "slots") {
            result.slots = static_cast<int>(std::clamp<std::int64_t>(parseInt(words[1]).value_or(1), 1, 999));
        } else if (running || words[0] == "waiting") {
            if (!isUuid(words[1]) || result.runs.size() >= maxQueued || result.runs.count(words[1]))
                continue;
            result.runs[words[1]].run = words[1];
            (running ? result.running : result.waiting).push_back(words[1]);
        } else if (auto run = result.runs.find(words[1]); run != result.runs.end() && words.size() > 2) {
            addQueued(run->second, words);
        }
    }
    if (answer.broken())
        return answer.error();
    return result;
}

Result<std::uint64_t> parseRoom(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-room"));
    std::uint64_t free = 0;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        if (words.size() == 2 && words[0] == "free")
            free = number(words[1]);
    }
    if (answer.broken())
        return answer.error();
    return free;
}

Result<std::vector<SweepAnswer>> parseSweep(std::string_view out) {
    FLAMBEAU_TRY(Answer answer, Answer::open(out, "flambeau-sweep"));
    std::vector<SweepAnswer> result;
    for (auto words = answer.next(); !words.empty(); words = answer.next()) {
        const bool left = words[0] == "left" && words.size() >= 4;
        if ((!left && words.size() != 2) || !isUuid(words[1]))
            return answer.error();
        SweepAnswer one{words[1], words[0] == "ended", 0, {}};
        for (std::size_t i = 2; i < words.size(); ++i) {
            const auto number = parseInt(words[i]);
            if (!number || *number < 0)
                return answer.error();
            if (i == 2)
                one.seconds = *number;
            else
                one.left.push_back(*number);
        }
        if (!left && !one.ended && words[0] != "nothing")
            return answer.error();
        result.push_back(std::move(one));
    }
    if (answer.broken())
        return answer.error();
    return result;
}

}  // namespace flambeau::launch
