// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/remote/host_store.h"
#include "host_store_parts.h"
#include "store_call.h"
#include "store_source.h"

namespace flambeau::remote {
namespace {

const std::string kWhat = "Sending to the store";

/// One stream of frames to the host, and its answers.
class Upload {
public:
    Upload(const std::vector<StorePlan>& plans, PutReport& report, TransferProgress& done,
           const StoreProgress& progress)
        : m_source(plans), m_report(report), m_done(done), m_progress(progress) {}

    Status run(Transport& transport, const std::string& folder, std::stop_token stop);
    std::vector<Error> problems() const { return m_source.problems(); }
    std::vector<StorePlan> again;  ///< large files whose beginning on the host was of no use

private:
    bool answer(std::string_view line);
    bool settle(std::uint64_t number, std::string_view word);
    void tell() const {
        if (m_progress)
            m_progress(m_done);
    }

    StoreSource m_source;
    PutReport& m_report;
    TransferProgress& m_done;
    const StoreProgress& m_progress;
    LineReader m_lines{4096};
    std::optional<Error> m_error;
    bool m_ready = false, m_over = false;
};

bool Upload::settle(std::uint64_t number, std::string_view word) {
    StoreFrame* const frame = m_source.frame(number);
    if (frame == nullptr || (std::atomic_ref(frame->dropped).load() && word != "got"))
        return false;
    if (word == "got") {
        const std::uint64_t more = m_source.nextChunk(number);
        if (more == 0)
            return false;
        frame->told += more;
        m_done.bytes += more;
        return true;
    }
    if (word == "ok") {
        m_report.files += frame->files;
        m_report.bytes += frame->bytes;
        m_done.files += frame->files;
        m_done.bytes += frame->bytes - frame->told;
        if (frame->large != nullptr) {
            m_report.bytes += frame->large->offset;
            m_report.resumed += frame->large->offset;
        }
        m_source.answered(number);
        return true;
    }
    // gone, bad: what was there of a large file was of no use.
    if (frame->large != nullptr && frame->large->offset > 0) {
        again.push_back({frame->large->item, 0, {}});
        m_done.bytes -= std::min(m_done.bytes, frame->told + frame->large->offset);
        m_source.forget(number);
        m_source.answered(number);
        return true;
    }
    if (word == "bad" && !m_error) {
        m_error = Error{ErrorCode::Corrupt,
                        kWhat + ": what arrived at the host is not what was sent.",
                        "Try again; if it happens again, look whether the host's disk and memory are sound.",
                        {}};
        return true;
    }
    return word == "bad";
}

bool Upload::answer(std::string_view line) {
    if (startsWith(line, "stop ")) {
        // What it says about the last frame is a reason, where "bad" alone was none.
        if (!m_error || m_error->code == ErrorCode::Corrupt) {
            auto stop = storeStop(line, kWhat);
            if (!m_error || stop.code != ErrorCode::Failed)
                m_error = std::move(stop);
            else if (m_error->detail.empty())
                m_error->detail = stop.detail;
        }
        m_source.close();
        return true;
    }
    if (!m_ready)
        return m_ready = line == "ready 1";
    if (line == "done")
        return !m_over && m_source.everythingAnswered() && (m_over = true);
    const auto words = split(line, ' ');
    const auto number = words.size() == 2 ? parseInt(words[1]) : std::nullopt;
    const bool known = !m_over && number && *number > 0 &&
                       (words[0] == "ok" || words[0] == "got" || words[0] == "bad" || words[0] == "gone") &&
                       settle(static_cast<std::uint64_t>(*number), words[0]);
    if (known)
        tell();
    return known;
}

Status Upload::run(Transport& transport, const std::string& folder, std::stop_token stop) {
    // It may wait for a slow local disk.
    const std::stop_callback close(stop, [this] { m_source.close(); });
    StreamCommand command = storeCommand(
        {"fb_put", folder + "/store", newUuid()},
        [this](char* into, std::size_t size) { return m_source.give(into, size); }, stop);
    std::optional<Error> garbled;
    command.out = [&](std::string_view bytes) {
        return m_lines.take(bytes, [&](std::string_view line) {
            if (!answer(line))
                garbled = storeGarbled(kWhat, line);
            return !garbled;
        });
    };
    auto result = transport.stream(command);
    m_source.close();
    m_report.sent += m_source.given();
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, kWhat + " was stopped.", {}, {}};
    if (m_error)
        return *m_error;
    if (garbled)
        return *garbled;
    if (!result)
        return storeBroken(kWhat, std::move(result).error());
    if (!m_over)
        return storeEnded(kWhat, *result);
    return {};
}

Error withKept(Error error, const PutReport& report) {
    if (report.files > 0)
        error.message += " " + formatCount(static_cast<std::int64_t>(report.files)) + " files (" +
                         formatBytes(report.bytes) + ") are there and need not be sent again.";
    return error;
}

Error together(const std::vector<Error>& problems) {
    Error error = problems.front();
    if (problems.size() == 1)
        return error;
    std::vector<std::string> words;
    for (const auto& one : problems) {
        if (one.code != error.code)
            error.code = ErrorCode::Conflict;
        if (words.size() < 5)
            words.push_back(one.message);
    }
    error.message = join(words, " ");
    if (problems.size() > words.size())
        error.message += " And " + std::to_string(problems.size() - words.size()) + " more.";
    return error;
}

}  // namespace

Result<PutReport> HostStore::put(const std::vector<StoreItem>& items, const StoreProgress& progress,
                                 std::stop_token stop) {
    FLAMBEAU_TRY(auto plans, plansOf(m_transport, m_folder, items, stop));
    PutReport report;
    std::vector<std::string> hashes;
    for (const auto& item : items)
        hashes.push_back(item.sha256);
    std::sort(hashes.begin(), hashes.end());
    report.had = static_cast<std::size_t>(std::unique(hashes.begin(), hashes.end()) - hashes.begin()) - plans.size();
    TransferProgress done;
    done.filesTotal = plans.size();
    for (const auto& plan : plans) {
        done.bytesTotal += plan.item->bytes;
        done.bytes += plan.offset;
    }
    std::vector<Error> problems;
    while (!plans.empty()) {
        if (progress)
            progress(done);
        std::vector<StorePlan> again;
        {
            Upload upload(plans, report, done, progress);
            if (auto status = upload.run(m_transport, m_folder, stop); !status)
                return withKept(std::move(status).error(), report);
            const auto more = upload.problems();
            problems.insert(problems.end(), more.begin(), more.end());
            again = std::move(upload.again);
        }
        plans = std::move(again);  // from their beginnings, so this ends
    }
    if (!problems.empty())
        return withKept(together(problems), report);
    return report;
}

}  // namespace flambeau::remote
