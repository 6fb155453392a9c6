// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/snapshot/snapshot.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "walk.h"

namespace flambeau::snapshot {

namespace {

constexpr std::size_t largestShown = 10;

Error changed(const std::string& path, const std::string& how) {
    return Error{ErrorCode::Conflict,
                 path + " " + how + " while the code was read.",
                 "Try again when nothing writes to the folder.",
                 {}};
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0)
            ::close(fd);
    }
};

class Taking {
public:
    Taking(const fs::path& folder, const Options& options) : m_folder(folder), m_options(options) {}

    Result<Snapshot> go() {
        FLAMBEAU_TRY(Walked walked, walk(m_folder, m_options));
        for (const Seen& one : walked.files)
            m_all += one.file.bytes;
        for (const Seen& one : walked.files)
            FLAMBEAU_CHECK(hash(one));
        // Files that were read may have changed after, and others have come or gone.
        FLAMBEAU_TRY(const Walked after, walk(m_folder, m_options));
        FLAMBEAU_CHECK(compare(walked.files, after.files));
        m_snapshot.bytes = m_done;
        m_snapshot.skipped = std::move(walked.skipped);
        Sha256 all;
        for (const File& file : m_snapshot.files)
            all.update((file.mode == 0755 ? "755 " : "644 ") + file.sha256 + " " + file.path + "\n");
        m_snapshot.sha256 = all.finishHex();
        return std::move(m_snapshot);
    }

private:
    Status hash(const Seen& before) {
        const std::string& path = before.file.path;
        const std::string whole = (m_folder / path).string();
        const Descriptor file{::open(whole.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
        if (file.fd < 0)
            return errno == ENOENT || errno == ELOOP ? changed(path, "went")
                                                     : systemError(errno, "Cannot read " + whole);
        if (!seenOf(file.fd, path).same(before))
            return changed(path, "changed");
        Sha256 sum;
        std::string why = secretByName(path);
        for (std::uint64_t read = 0; read < before.file.bytes;) {
            const ssize_t count = ::read(file.fd, m_block.data(), m_block.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return systemError(errno, "Cannot read " + whole);
            if (count == 0)
                return changed(path, "became shorter");
            const std::string_view bytes(m_block.data(), static_cast<std::size_t>(count));
            if (read == 0 && why.empty())
                why = secretByBeginning(bytes);
            sum.update(bytes);
            read += bytes.size();
            m_done += bytes.size();
            if (m_options.stop.stop_requested() || (m_options.progress && !m_options.progress(m_done, m_all)))
                return Error{ErrorCode::Canceled, "Reading the code was stopped.", {}, {}};
        }
        if (!seenOf(file.fd, path).same(before))
            return changed(path, "changed");
        m_snapshot.files.push_back(before.file);
        m_snapshot.files.back().sha256 = sum.finishHex();
        if (!why.empty())
            m_snapshot.secrets.push_back({path, why});
        return {};
    }

    static std::string secretByBeginning(std::string_view bytes) {
        const std::string_view head = bytes.substr(0, 4096);
        const std::size_t begins = head.find("-----BEGIN ");
        if (begins == std::string_view::npos || (begins > 0 && head[begins - 1] != '\n'))
            return {};
        const std::string_view line = head.substr(begins, head.find('\n', begins) - begins);
        return line.find("PRIVATE KEY") == std::string_view::npos ? std::string() : "a private key";
    }

    static Status compare(const std::vector<Seen>& before, const std::vector<Seen>& after) {
        std::size_t i = 0;
        for (; i < before.size() && i < after.size(); ++i) {
            const std::string &was = before[i].file.path, &is = after[i].file.path;
            if (was < is)
                return changed(was, "went");
            if (is < was)
                return changed(is, "came");
            if (!before[i].same(after[i]))
                return changed(was, "changed");
        }
        if (i < before.size())
            return changed(before[i].file.path, "went");
        if (i < after.size())
            return changed(after[i].file.path, "came");
        return {};
    }

    const fs::path& m_folder;
    const Options& m_options;
    std::string m_block = std::string(1u << 18, '\0');
    std::uint64_t m_done = 0, m_all = 0;
    Snapshot m_snapshot;
};

}  // namespace

Result<Preview> preview(const fs::path& folder, const Options& options) {
    FLAMBEAU_TRY(Walked walked, walk(folder, options));
    Preview out;
    out.files = walked.files.size();
    out.skipped = std::move(walked.skipped);
    out.ignored = walked.ignored;
    out.ignoreFile = walked.ignoreFile;
    for (const Seen& one : walked.files) {
        out.bytes += one.file.bytes;
        out.largest.push_back(one.file);
        if (std::string why = secretByName(one.file.path); !why.empty())
            out.secrets.push_back({one.file.path, std::move(why)});
    }
    const auto shown = static_cast<std::ptrdiff_t>(std::min(largestShown, out.largest.size()));
    std::partial_sort(
        out.largest.begin(), out.largest.begin() + shown, out.largest.end(),
        [](const File& a, const File& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.path < b.path; });
    out.largest.resize(static_cast<std::size_t>(shown));
    if (out.bytes > options.warnAbove)
        out.warning = "The code is " + formatBytes(out.bytes) + " large, more than " + formatBytes(options.warnAbove) +
                      "; " + out.largest.front().path + " alone has " + formatBytes(out.largest.front().bytes) + ".";
    return out;
}

Result<Snapshot> take(const fs::path& folder, const Options& options) {
    return Taking(folder, options).go();
}

}  // namespace flambeau::snapshot
