// SPDX-License-Identifier: GPL-3.0-or-later
// A segment is a ustar archive (POSIX.1-1988) of files named <number>/<aa>/<sha256>.
#include "store_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "descriptor.h"
#include "flambeau/base/sha256.h"

namespace flambeau::remote {
namespace {

constexpr std::size_t kBlock = 64u << 10;    // store.sh's fb_block
constexpr std::size_t kSegment = 16u << 20;  // of small files together, or a chunk of a large one, at most
constexpr std::size_t kLeast = 1u << 20;     // and where the way is slow
constexpr std::size_t kSegmentFiles = 1000;  // which one command line on the host takes
constexpr std::size_t kReady = 8u << 20;     // waiting to be sent; one segment at least
constexpr std::size_t kPiece = 1u << 20;
constexpr std::size_t kTarBlock = 512;

Error changed(const fs::path& file) {
    return {ErrorCode::Conflict,
            file.string() + " is not what it was when it was listed.",
            "It changed meanwhile; start again to send it as it is now.",
            {}};
}

Error unreadable(const fs::path& file, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return changed(file);
    return systemError(error, "Cannot read " + file.string());
}

int openFile(const StoreItem& item, std::optional<Error>& error) {
    const int file = ::open(item.file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info {};
    if (file < 0 || ::fstat(file, &info) != 0)
        error = unreadable(item.file, errno);
    else if (!S_ISREG(info.st_mode) || static_cast<std::uint64_t>(info.st_size) != item.bytes)
        error = changed(item.file);
    return file;
}

/// True: all of it. False with errno 0: the file has ended before.
bool readFully(int file, char* into, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::read(file, into, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got == 0 ? 0 : errno;
            return false;
        }
        into += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

std::size_t roundedUp(std::size_t size, std::size_t to) {
    return (size + to - 1) / to * to;
}

void writeHeader(char* header, const std::string& name, std::uint64_t bytes, std::time_t now) {
    std::memset(header, 0, kTarBlock);
    name.copy(header, 100);
    std::snprintf(header + 100, 8, "%07o", 0444U);
    std::snprintf(header + 108, 8, "%07o", 0U);
    std::snprintf(header + 116, 8, "%07o", 0U);
    std::snprintf(header + 124, 12, "%011llo", static_cast<unsigned long long>(bytes));
    std::snprintf(header + 136, 12, "%011llo", static_cast<unsigned long long>(now));
    std::memset(header + 148, ' ', 8);
    header[156] = '0';
    std::memcpy(header + 257,
                "ustar\0"
                "00",
                8);
    unsigned sum = 0;
    for (std::size_t i = 0; i < kTarBlock; ++i)
        sum += static_cast<unsigned char>(header[i]);
    std::snprintf(header + 148, 8, "%06o", sum & 0777777U);
}

/// Appends the file to the archive, if it is what its hash says.
std::optional<Error> appendFile(std::string& archive, std::size_t& at, const StoreItem& item, const std::string& folder,
                                std::time_t now) {
    std::optional<Error> error;
    const Descriptor file(openFile(item, error));
    if (error)
        return error;
    const auto bytes = static_cast<std::size_t>(item.bytes);
    const std::size_t end = at + kTarBlock + roundedUp(bytes, kTarBlock);
    if (archive.size() < end)
        archive.resize(std::max(end, archive.size() + kSegment / 4));
    char* const content = archive.data() + at + kTarBlock;
    if (!readFully(file.get(), content, bytes))
        return errno == 0 ? changed(item.file) : unreadable(item.file, errno);
    if (sha256Hex({content, bytes}) != item.sha256)
        return changed(item.file);
    writeHeader(archive.data() + at, folder + item.sha256.substr(0, 2) + "/" + item.sha256, item.bytes, now);
    std::memset(content + bytes, 0, end - at - kTarBlock - bytes);
    at = end;
    return std::nullopt;
}

}  // namespace

StoreSource::StoreSource(const std::vector<StorePlan>& plans) : m_plans(plans) {
    m_thread = std::thread([this] { produce(); });
}

StoreSource::~StoreSource() {
    close();
    m_thread.join();
}

void StoreSource::close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
}

long StoreSource::give(char* into, std::size_t size) {
    if (m_nowAt == m_now.size) {
        std::unique_lock lock(m_mutex);
        if (m_now.bytes.size() >= kPiece && m_spare.size() < 8)
            m_spare.push_back(std::move(m_now.bytes));
        m_now = {};
        m_nowAt = 0;
        m_changed.wait(lock, [&] { return m_closed || m_finished || !m_ready.empty(); });
        if (m_closed || m_ready.empty())
            return 0;
        m_now = std::move(m_ready.front());
        m_ready.pop_front();
        m_readyBytes -= m_now.size;
        m_changed.notify_all();
    }
    const auto now = std::chrono::steady_clock::now();
    if (m_given == 0)
        m_begun = now;
    const std::chrono::duration<double> seconds = now - m_begun;
    if (m_given > kLeast && seconds.count() > 0)
        m_rate = static_cast<std::uint64_t>(static_cast<double>(m_given) / seconds.count());
    const std::size_t some = std::min(size, m_now.size - m_nowAt);
    std::memcpy(into, m_now.bytes.data() + m_nowAt, some);
    m_nowAt += some;
    m_given += some;
    return static_cast<long>(some);
}

StoreFrame* StoreSource::frame(std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_frames.find(number);
    return found == m_frames.end() ? nullptr : &found->second;
}

void StoreSource::answered(std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    m_frames.erase(number);
}

bool StoreSource::everythingAnswered() const {
    const std::lock_guard lock(m_mutex);
    return m_finished && std::all_of(m_frames.begin(), m_frames.end(), [](const auto& f) { return f.second.dropped; });
}

void StoreSource::forget(std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    m_forgotten.insert(number);
}

bool StoreSource::forgotten(std::uint64_t number) const {
    const std::lock_guard lock(m_mutex);
    return m_forgotten.contains(number);
}

std::vector<Error> StoreSource::problems() const {
    const std::lock_guard lock(m_mutex);
    return m_problems;
}

void StoreSource::problem(Error error) {
    const std::lock_guard lock(m_mutex);
    m_problems.push_back(std::move(error));
}

/// What goes between two answers of the host: about a second's worth.
std::size_t StoreSource::atOnce() const {
    const std::uint64_t rate = m_rate;
    return rate == 0 ? kSegment / 4 : std::clamp<std::size_t>(rate, kLeast, kSegment) / kBlock * kBlock;
}

std::uint64_t StoreSource::nextChunk(std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_frames.find(number);
    if (found == m_frames.end() || found->second.chunks.empty())
        return 0;
    const std::uint64_t bytes = found->second.chunks.front();
    found->second.chunks.pop_front();
    return bytes;
}

std::uint64_t StoreSource::begin(const StoreFrame& frame) {
    const std::lock_guard lock(m_mutex);
    m_frames.emplace(m_next, frame);
    return m_next++;
}

bool StoreSource::push(std::string bytes) {
    const std::size_t size = bytes.size();
    return push(std::move(bytes), size);
}

bool StoreSource::push(std::string bytes, std::size_t size) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_closed || m_ready.empty() || m_readyBytes + size <= kReady; });
    if (m_closed)
        return false;
    m_readyBytes += size;
    m_ready.push_back({std::move(bytes), size});
    m_changed.notify_all();
    return true;
}

std::string StoreSource::buffer(std::size_t size) {
    std::string bytes;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spare.empty()) {
            bytes = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    if (bytes.size() < size)
        bytes.resize(size);
    return bytes;
}

void StoreSource::produce() {
    bool open = true;
    for (std::size_t at = 0; open && at < m_plans.size();)
        open = packSegment(at);
    for (const auto& plan : m_plans) {
        if (open && plan.item->bytes > kLarge)
            open = sendLarge(plan);
    }
    if (open)
        push("end\n");
    const std::lock_guard lock(m_mutex);
    m_finished = true;
    m_changed.notify_all();
}

bool StoreSource::packSegment(std::size_t& at) {
    std::string archive = buffer(kSegment + kLarge), prefixes, prefix;
    std::size_t used = 0;
    StoreFrame frame;
    const std::time_t now = std::time(nullptr);
    const std::string folder = std::to_string(m_next) + "/";
    const std::size_t most = atOnce();
    for (; at < m_plans.size() && used < most && frame.files < kSegmentFiles; ++at) {
        const StoreItem& item = *m_plans[at].item;
        if (item.bytes > kLarge)
            continue;
        if (auto error = appendFile(archive, used, item, folder, now)) {
            problem(std::move(*error));
            continue;
        }
        ++frame.files;
        frame.bytes += item.bytes;
        if (item.sha256.compare(0, 2, prefix) != 0 || prefix.empty())
            prefixes += " " + (prefix = item.sha256.substr(0, 2));
    }
    if (frame.files == 0)
        return true;
    const std::size_t end = roundedUp(used + 2 * kTarBlock, kBlock);
    if (archive.size() < end)
        archive.resize(end);
    std::memset(archive.data() + used, 0, end - used);
    const std::string number = std::to_string(begin(frame));
    return push("seg " + number + " " + std::to_string(end / kBlock) + " " + std::to_string(frame.files) + prefixes +
                "\n") &&
           push(std::move(archive), end);
}

bool StoreSource::sendLarge(const StorePlan& plan) {
    std::optional<Error> error;
    const Descriptor file(openFile(*plan.item, error));
    if (error) {
        problem(std::move(*error));
        return true;
    }
    StoreFrame frame;
    frame.files = 1;
    frame.bytes = plan.item->bytes - plan.offset;
    frame.large = &plan;
    const std::uint64_t number = begin(frame);
    return push("file " + std::to_string(number) + " " + plan.item->sha256 + " " + std::to_string(plan.item->bytes) +
                " " + std::to_string(plan.offset) + " " + (plan.offset > 0 ? plan.from : "-") + "\n") &&
           sendChunks(plan, file.get(), number);
}

bool StoreSource::sendChunks(const StorePlan& plan, int file, std::uint64_t number) {
    Sha256 hash;
    const std::uint64_t size = plan.item->bytes;
    bool sound = true;
    int why = 0;
    const auto read = [&](char* into, std::size_t some) {
        if (sound && !readFully(file, into, some)) {
            sound = false;
            why = errno;
        }
        // What has been announced goes out, whatever it is.
        if (!sound)
            std::memset(into, 0, some);
        hash.update(into, some);
    };
    std::string piece(kPiece, '\0');
    for (std::uint64_t at = 0; sound && at < plan.offset; at += kPiece)
        read(piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, plan.offset - at)));
    for (std::uint64_t at = plan.offset; sound && at < size && !forgotten(number);) {
        const std::uint64_t end = at + std::min<std::uint64_t>(atOnce(), size - at);
        {
            const std::lock_guard lock(m_mutex);
            if (const auto frame = m_frames.find(number); frame != m_frames.end())
                frame->second.chunks.push_back(end - at);
        }
        const std::uint64_t blocks = (end - at) / kBlock, rest = (end - at) % kBlock;
        if (!push("chunk " + std::to_string(blocks) + " " + std::to_string(rest) + "\n"))
            return false;
        while (at < end) {
            const auto some = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, end - at));
            std::string bytes = buffer(kPiece);
            read(bytes.data(), some);
            const std::size_t padded = roundedUp(some, kBlock);
            std::memset(bytes.data() + some, 0, padded - some);
            at += some;
            if (!push(std::move(bytes), padded))
                return false;
        }
    }
    if (forgotten(number))
        return push("drop\n");
    if (sound && hash.finishHex() == plan.item->sha256)
        return push("done\n");
    problem(sound || why == 0 ? changed(plan.item->file) : unreadable(plan.item->file, why));
    {
        const std::lock_guard lock(m_mutex);
        if (const auto frame = m_frames.find(number); frame != m_frames.end())
            std::atomic_ref(frame->second.dropped).store(true);
    }
    return push("drop\n");
}

}  // namespace flambeau::remote
