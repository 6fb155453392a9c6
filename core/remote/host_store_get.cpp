// SPDX-License-Identifier: GPL-3.0-or-later
// The host is told every file and its size before it sends a byte; what it sends is cut by those sizes alone.
#include <algorithm>
#include <deque>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/remote/host_store.h"
#include "store_call.h"
#include "store_sink.h"
#include "store_source.h"

namespace flambeau::remote {
namespace {

const std::string kWhat = "Fetching from the host";
constexpr std::size_t kBatchFiles = 200;
constexpr std::uint64_t kBatchBytes = 8u << 20;

struct Batch {
    std::vector<std::size_t> items;
    std::uint64_t offset = 0;
    bool alone = false;  ///< a large file, or a second try
};

/// One stream of batches. What is verified lies under its name, whatever comes after it.
class Download {
public:
    Download(const std::vector<FetchItem>& items, const fs::path& to, const fs::path& parts, FetchReport& report,
             TransferProgress& done, const StoreProgress& progress)
        : m_items(items), m_to(to), m_parts(parts), m_report(report), m_done(done), m_progress(progress) {}

    Status run(Transport& transport, const std::string& from, std::vector<Batch> batches, std::stop_token stop);
    /// What did not arrive as announced though its size was right: to be tried once alone, from its beginning.
    std::vector<std::size_t> again;

private:
    bool take(std::string_view bytes);
    bool answer(std::string_view line);
    bool states(std::string_view letters);
    bool content(std::string_view bytes);
    bool beginFile();
    bool endFile();
    bool fail(Error error);
    const Batch& batch() const { return m_batches[m_next - 1]; }

    const std::vector<FetchItem>& m_items;
    const fs::path &m_to, &m_parts;
    FetchReport& m_report;
    TransferProgress& m_done;
    const StoreProgress& m_progress;
    std::vector<Batch> m_batches;
    std::size_t m_next = 0;             ///< the batch that the host answers next
    std::deque<std::size_t> m_sending;  ///< files of the one before, whose bytes come now, in their order
    std::uint64_t m_left = 0;           ///< of the first of them
    std::string m_line, m_small;
    std::unique_ptr<LargePart> m_large;
    bool m_dropping = false;
    std::optional<Error> m_error;
    bool m_ready = false, m_over = false;
};

bool Download::fail(Error error) {
    m_error = std::move(error);
    return false;
}

bool Download::beginFile() {
    const FetchItem& item = m_items[m_sending.front()];
    m_left = item.bytes - batch().offset;
    m_small.clear();
    m_large.reset();
    if (auto made = makeDirs((m_to / item.path).parent_path()); !made)
        return fail(std::move(made).error());
    if (item.bytes <= StoreSource::kLarge)
        return true;
    auto part = LargePart::open(m_parts, item.sha256, item.bytes);
    if (!part)
        return fail(std::move(part).error());
    m_large = std::move(*part);
    if (batch().offset == 0) {
        if (auto begun = m_large->restart(); !begun)
            return fail(std::move(begun).error());
    }
    // Another fetch of the same content has it meanwhile, or has ended.
    m_dropping = m_large->size() != batch().offset;
    return true;
}

bool Download::endFile() {
    const std::size_t at = m_sending.front();
    const FetchItem& item = m_items[at];
    bool right = false;
    if (m_large && !m_dropping) {
        auto placed = m_large->finish(m_to / item.path);
        if (!placed)
            return fail(std::move(placed).error());
        right = *placed;
    } else if (!m_large && (right = sha256Hex(m_small) == item.sha256)) {
        if (auto placed = placeSmall(m_to / item.path, m_small); !placed)
            return fail(std::move(placed).error());
    }
    m_large.reset();
    m_dropping = false;
    m_sending.pop_front();
    if (right) {
        m_report.states[at] = FetchState::Fetched;
        ++m_report.files;
        m_report.bytes += item.bytes;
        m_report.resumed += batch().offset;
        ++m_done.files;
    } else {
        m_done.bytes -= std::min(m_done.bytes, item.bytes);
        if (batch().alone && batch().offset == 0)
            m_report.states[at] = FetchState::Changed;
        else
            again.push_back(at);
    }
    if (m_progress)
        m_progress(m_done);
    return true;
}

bool Download::content(std::string_view bytes) {
    m_left -= bytes.size();
    m_report.received += bytes.size();
    m_done.bytes += bytes.size();
    if (!m_large) {
        m_small += bytes;
        return true;
    }
    if (m_dropping)
        return true;
    if (auto written = m_large->append(bytes); !written)
        return fail(std::move(written).error());
    if (m_progress)
        m_progress(m_done);
    return true;
}

bool Download::states(std::string_view letters) {
    if (m_next == m_batches.size() || letters.size() != m_batches[m_next].items.size())
        return false;
    ++m_next;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const std::size_t item = batch().items[i];
        switch (letters[i]) {
            case 'f':
                m_sending.push_back(item);
                break;
            case 's':
                m_report.states[item] = FetchState::Changed;
                break;
            case 'n':
                m_report.states[item] = FetchState::Missing;
                break;
            case 'l':
            case 'o':
                m_report.states[item] = FetchState::Refused;
                break;
            case 'u':
                m_report.states[item] = FetchState::Unreadable;
                break;
            default:
                return false;
        }
    }
    return true;
}

bool Download::answer(std::string_view line) {
    if (startsWith(line, "stop "))
        return fail(storeStop(line, kWhat));
    bool known = false;
    if (!m_ready)
        known = m_ready = line == "ready 1";
    else if (line == "done")
        known = !m_over && m_next == m_batches.size() && (m_over = true);
    else if (startsWith(line, "batch "))
        known = states(line.substr(6));
    if (!known)
        return fail(storeGarbled(kWhat, line));
    return m_sending.empty() || beginFile();
}

bool Download::take(std::string_view bytes) {
    while (true) {
        // Files without bytes, and those that are complete, end here.
        while (!m_sending.empty() && m_left == 0) {
            if (!endFile() || (!m_sending.empty() && !beginFile()))
                return false;
        }
        if (bytes.empty())
            return true;
        if (!m_sending.empty()) {
            const auto some = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size())));
            bytes.remove_prefix(some.size());
            if (!content(some))
                return false;
            continue;
        }
        const auto end = bytes.find('\n');
        m_line += bytes.substr(0, end);
        if (m_line.size() > 4096)
            return fail(storeGarbled(kWhat, m_line));
        if (end == std::string_view::npos)
            return true;
        bytes.remove_prefix(end + 1);
        if (!answer(m_line))
            return false;
        m_line.clear();
    }
}

Status Download::run(Transport& transport, const std::string& from, std::vector<Batch> batches, std::stop_token stop) {
    m_batches = std::move(batches);
    std::string requests;
    for (const Batch& one : m_batches) {
        requests += "batch " + std::to_string(one.items.size()) + " " + std::to_string(one.offset) + "\n";
        for (const std::size_t item : one.items)
            requests += std::to_string(m_items[item].bytes) + " " + m_items[item].path + "\n";
    }
    requests += "end\n";
    StreamCommand command = storeCommand({"fb_get", from}, storeInput(requests), stop);
    command.out = [this](std::string_view bytes) { return take(bytes); };
    auto result = transport.stream(command);
    m_large.reset();
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, kWhat + " was stopped.", {}, {}};
    if (m_error)
        return *m_error;
    if (!result)
        return storeBroken(kWhat, std::move(result).error());
    if (!m_over)
        return storeEnded(kWhat, *result);
    return {};
}

bool liesThere(const fs::path& file, const FetchItem& item) {
    std::error_code error;
    if (fs::symlink_status(file, error).type() != fs::file_type::regular || fs::file_size(file, error) != item.bytes)
        return false;
    const auto sha256 = sha256File(file);
    return sha256 && *sha256 == item.sha256;
}

/// Bytes of a large file that lie here from an earlier call.
std::uint64_t partOf(const fs::path& parts, const FetchItem& item) {
    std::error_code error;
    const fs::path part = parts / (item.sha256 + ".part");
    if (fs::symlink_status(part, error).type() != fs::file_type::regular)
        return 0;
    const auto bytes = fs::file_size(part, error);
    return error || bytes > item.bytes ? 0 : bytes;
}

Status checkAsked(const std::string& from, const std::vector<FetchItem>& items) {
    if (from.empty() || from[0] != '/')
        return Error{ErrorCode::InvalidArgument, "'" + from + "' is no absolute path of a host.", {}, {}};
    for (const auto& item : items) {
        if (!isSha256Hex(item.sha256) || item.bytes > (std::uint64_t(1) << 62))
            return Error{
                ErrorCode::InvalidArgument, escapeControls(item.path) + " is not announced with a SHA-256.", {}, {}};
    }
    return {};
}

/// What is to be asked for, small files together; says of all others how they stand.
std::vector<Batch> batchesOf(const std::vector<FetchItem>& items, const fs::path& to, const fs::path& parts,
                             const FetchOptions& options, FetchReport& report, TransferProgress& done) {
    std::vector<Batch> small, large;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const FetchItem& item = items[i];
        const bool named = isSafeRelativePath(item.path) && item.path.size() < 4000;
        report.states[i] = !named ? FetchState::Refused
                           : (options.have && options.have(item.sha256)) || liesThere(to / item.path, item)
                               ? FetchState::Had
                               : FetchState::Pending;
        if (report.states[i] != FetchState::Pending)
            continue;
        ++done.filesTotal;
        done.bytesTotal += item.bytes;
        if (item.bytes > StoreSource::kLarge) {
            large.push_back({{i}, partOf(parts, item), true});
            done.bytes += large.back().offset;
            continue;
        }
        if (small.empty() || small.back().items.size() == kBatchFiles || bytes + item.bytes > kBatchBytes) {
            small.push_back({});
            bytes = 0;
        }
        small.back().items.push_back(i);
        bytes += item.bytes;
    }
    small.insert(small.end(), large.begin(), large.end());
    return small;
}

}  // namespace

Result<FetchReport> HostStore::get(const std::string& from, const std::vector<FetchItem>& items, const fs::path& to,
                                   const FetchOptions& options, const StoreProgress& progress, std::stop_token stop) {
    FLAMBEAU_CHECK(checkAsked(from, items));
    const fs::path parts = options.parts.empty() ? fs::path(to.string() + ".parts") : options.parts;
    FetchReport report;
    report.states.resize(items.size());
    TransferProgress done;
    auto batches = batchesOf(items, to, parts, options, report, done);
    while (!batches.empty() && !report.error) {
        if (progress)
            progress(done);
        Download download(items, to, parts, report, done, progress);
        if (auto status = download.run(m_transport, from, std::move(batches), stop); !status)
            report.error = std::move(status).error();
        batches.clear();
        for (const std::size_t item : download.again)
            batches.push_back({{item}, 0, true});
    }
    return report;
}

}  // namespace flambeau::remote
