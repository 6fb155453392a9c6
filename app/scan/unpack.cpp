// SPDX-License-Identifier: GPL-3.0-or-later
// Archives are hostile until proven otherwise: only regular files and folders are made, below the destination, within
// the space that the disk has; no archive may grow a hundredfold, consist of nothing but empty entries, or nest its
// folders without end. What fails leaves nothing behind.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <nlohmann/json.hpp>

#include "entry_name.h"
#include "flambeau/base/files.h"
#include "flambeau/base/strings.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::scan {
namespace {

constexpr std::int64_t mostEntries = 5'000'000;
constexpr std::uint64_t mostGrowth =
    100;  ///< times the archive's size, beyond the first 128 MiB: pictures hardly shrink
constexpr std::uint64_t diskReserve = 256u << 20;
// A folder or file without a byte costs the disk as well: a block where it is made, an inode and a line in a folder.
constexpr std::uint64_t blockBytes = 4096, entryBytes = 1024;
constexpr std::int64_t mostHollow = 10'000;  ///< folders and empty files, beyond one for each file that holds something
constexpr std::ptrdiff_t deepest = 60;       ///< folders in one another; the import looks into 63
constexpr std::size_t longestPath = 3000;
constexpr std::int64_t mostNamed = 1000;  ///< entries left out that are reported one by one

struct FreeArchive {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

/// Errors that are one entry's: two of one name, a name that this file system cannot have. All others are the disk's.
bool concernsTheNameAlone(int problem) {
    return problem == EEXIST || problem == ENOTDIR || problem == EISDIR || problem == ENAMETOOLONG ||
           problem == EILSEQ || problem == EINVAL;
}

class Unpacker {
public:
    Unpacker(std::string source, fs::path target) : m_source(std::move(source)), m_target(std::move(target)) {}

    Status run() {
        Status status = unpackAll();
        if (!status.ok() && m_madeTarget) {
            std::error_code ignored;
            fs::remove_all(m_target, ignored);
        }
        return status;
    }

private:
    Status unpackAll() {
        FLAMBEAU_CHECK(prepare());
        for (;;) {
            archive_entry* entry = nullptr;
            const int got = archive_read_next_header(m_reader.get(), &entry);
            if (got == ARCHIVE_EOF)
                break;
            if (got == ARCHIVE_FATAL || got == ARCHIVE_FAILED)
                return broken();
            if (++m_entries > mostEntries)
                return Error{ErrorCode::Unsupported,
                             "The archive has more than " + formatCount(mostEntries) + " entries",
                             "If you trust it, unpack it yourself and give the folder.",
                             {}};
            FLAMBEAU_CHECK(take(entry));
            tell(false);
        }
        tell(true);
        if (m_skipped > mostNamed)
            report("(" + formatCount(m_skipped - mostNamed) + " more)", "Left out like those that are named.");
        if (m_files == 0)
            return Error{ErrorCode::InvalidArgument, "There is no file in the archive", {}, {}};
        return {};
    }

    Status prepare() {
        std::error_code problem;
        m_size = fs::file_size(m_source, problem);
        if (problem)
            return systemError(problem.value(), "Cannot open the archive " + m_source);
        if (fs::exists(m_target, problem))
            return Error{ErrorCode::AlreadyExists, m_target.string() + " exists already", "Name a new folder.", {}};
        FLAMBEAU_CHECK(makeDirs(m_target));
        m_madeTarget = true;
        FLAMBEAU_TRY(const std::uint64_t free, freeDiskBytes(m_target));
        m_room = free > diskReserve ? free - diskReserve : 0;
        useUtf8Names();
        archive* reader = m_reader.get();
        archive_read_support_format_zip(reader);
        archive_read_support_format_tar(reader);
        archive_read_support_filter_gzip(reader);
        archive_read_support_filter_xz(reader);
        archive_read_support_filter_zstd(reader);
        archive_read_support_filter_bzip2(reader);
        if (archive_read_open_filename(reader, m_source.c_str(), 1 << 18) != ARCHIVE_OK)
            return Error{ErrorCode::Unsupported,
                         "This is no zip or tar archive: " + m_source,
                         "Unpack it yourself and give the folder.",
                         {}};
        return {};
    }

    Error broken() {
        const char* why = archive_error_string(m_reader.get());
        return {ErrorCode::Corrupt,
                "The archive " + m_source + " is damaged" + (why ? ": " + std::string(why) : ""),
                "Copy or download it again.",
                {}};
    }

    static void report(const std::string& path, const std::string& why) {
        const nlohmann::json line = {{"skipped", {{"path", toValidUtf8(path)}, {"why", why}}}};
        printLine(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

    void skip(const std::string& path, const std::string& why) {
        if (++m_skipped <= mostNamed)
            report(path.substr(0, longestPath), why);
    }

    Status take(archive_entry* entry) {
        const bool zip = (archive_format(m_reader.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
        const std::string name = nameOf(entry, zip);
        if (archive_entry_is_encrypted(entry))
            return Error{
                ErrorCode::Unsupported, "The archive is encrypted", "Unpack it yourself and give the folder.", {}};
        const auto type = archive_entry_filetype(entry);
        if (name == "." || name == "./")
            return {};
        if (archive_entry_hardlink(entry) || type == AE_IFLNK) {
            skip(name, "A link in an archive is not followed.");
            return {};
        }
        const std::string path = pathOf(name);
        if (path.empty() || path.size() > longestPath) {
            skip(name, "Its name leads outside the folder, or is no name.");
            return {};
        }
        if (std::count(path.begin(), path.end(), '/') + (type == AE_IFDIR ? 1 : 0) > deepest) {
            skip(name, "It lies more than " + std::to_string(deepest) + " folders deep.");
            return {};
        }
        if (type == AE_IFDIR) {
            FLAMBEAU_TRY([[maybe_unused]] const bool made, makeFolder(path));
            return {};
        }
        if (type != AE_IFREG) {
            skip(name, "This is neither a file nor a folder.");
            return {};
        }
        return writeFile(entry, path);
    }

    /// The folder and those it lies in; false, and reported, where its name cannot be had.
    Result<bool> makeFolder(const std::string& path) {
        if (path.empty() || path == m_lastFolder)
            return true;
        for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
            const std::string part = path.substr(0, end);
            const fs::path full = m_target / part;
            if (::mkdir(full.c_str(), 0755) == 0) {
                ++m_made;
                ++m_hollow;
                FLAMBEAU_CHECK(checkGrowth(0));
            } else if (const int why = errno; why != EEXIST || !isFolder(full)) {
                if (!concernsTheNameAlone(why))
                    return systemError(why, "Cannot make the folder " + full.string());
                skip(path, why == EEXIST ? "A file of the archive has the name of this folder."
                                         : "Its folder cannot be made under this name.");
                return false;
            }
            if (end == std::string::npos)
                break;
        }
        m_lastFolder = path;
        return true;
    }

    static bool isFolder(const fs::path& path) {
        struct stat info {};
        return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
    }

    Status writeFile(archive_entry* entry, const std::string& path) {
        const std::size_t slash = path.rfind('/');
        FLAMBEAU_TRY(const bool there, makeFolder(slash == std::string::npos ? "" : path.substr(0, slash)));
        if (!there)
            return {};
        const fs::path full = m_target / path;
        const int fd = ::open(full.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (fd < 0) {
            const int why = errno;
            if (!concernsTheNameAlone(why))
                return systemError(why, "Cannot write " + full.string());
            skip(path, why == EEXIST ? "The archive holds two entries of this name; the first counts."
                                     : "It cannot be written under this name.");
            return {};
        }
        ++m_made;
        const std::uint64_t before = m_written;
        Status status = copyData(fd, full);
        const time_t changed = archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : 0;
        const timespec times[2] = {{changed, 0}, {changed, 0}};
        ::futimens(fd, times);
        ::close(fd);
        ++m_files;
        ++(m_written == before ? m_hollow : m_full);
        return status.ok() ? checkGrowth(0) : status;
    }

    Status copyData(int fd, const fs::path& full) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        for (;;) {
            const int got = archive_read_data_block(m_reader.get(), &block, &size, &offset);
            if (got == ARCHIVE_EOF)
                return {};
            if (got < ARCHIVE_WARN)
                return encryptedOrBroken();
            if (offset < 0)
                return broken();
            m_written += size;
            FLAMBEAU_CHECK(checkGrowth(static_cast<std::uint64_t>(offset)));
            for (std::size_t at = 0; at < size;) {
                const ssize_t done =
                    ::pwrite(fd, static_cast<const char*>(block) + at, size - at, offset + static_cast<off_t>(at));
                if (done < 0 && errno == EINTR)
                    continue;
                if (done <= 0)
                    return systemError(errno, "Cannot write " + full.string());
                at += static_cast<std::size_t>(done);
            }
            tell(false);
        }
    }

    Error encryptedOrBroken() {
        const std::string why = archive_error_string(m_reader.get()) ? archive_error_string(m_reader.get()) : "";
        if (toLowerAscii(why).find("encrypt") != std::string::npos || why.find("assphrase") != std::string::npos)
            return {ErrorCode::Unsupported, "The archive is encrypted", "Unpack it yourself and give the folder.", {}};
        return broken();
    }

    /// `offset` too: a sparse file may claim any size without a byte.
    Status checkGrowth(std::uint64_t offset) const {
        if (m_written + m_made * blockBytes > m_room)
            return Error{ErrorCode::DiskFull,
                         "The disk has no room for what is in the archive: " + formatBytes(m_room) + " are free",
                         "Free some space, or choose a workspace on another disk.",
                         {}};
        const std::uint64_t most = (std::uint64_t{128} << 20) + m_size * mostGrowth;
        if (m_written + m_made * entryBytes > most || offset > most)
            return Error{ErrorCode::Unsupported,
                         "The archive grows more than a hundredfold: it looks like a decompression bomb",
                         "If you trust it, unpack it yourself and give the folder.",
                         {}};
        if (m_hollow > mostHollow + m_full)
            return Error{ErrorCode::Unsupported,
                         "The archive holds more than " + formatCount(mostHollow) +
                             " empty folders and files: it looks made to fill the disk",
                         "If you trust it, unpack it yourself and give the folder.",
                         {}};
        return {};
    }

    void tell(bool last) {
        const std::uint64_t now = m_written + m_made * entryBytes;
        if (!last && now - m_told < (8u << 20))
            return;
        m_told = now;
        const auto read = archive_filter_bytes(m_reader.get(), -1);
        printLine(nlohmann::json{
            {"done", last ? m_size : static_cast<std::uint64_t>(std::max<la_int64_t>(read, 0))},
            {"total",
             m_size}}.dump());
    }

    std::string m_source;
    fs::path m_target;
    std::unique_ptr<archive, FreeArchive> m_reader{archive_read_new()};
    std::string m_lastFolder;  ///< is there for certain
    bool m_madeTarget = false;
    std::uint64_t m_size = 0, m_room = 0, m_written = 0, m_told = 0;
    std::uint64_t m_made = 0;  ///< folders and files
    std::int64_t m_entries = 0, m_files = 0, m_skipped = 0;
    std::int64_t m_hollow = 0;  ///< folders and empty files
    std::int64_t m_full = 0;    ///< files that hold something
};

}  // namespace

int unpack(const Options& options) {
    const Status status = Unpacker(options.first, options.second).run();
    if (status.ok())
        return 0;
    const Error error = Status(status).error();
    return fail(std::string(toString(error.code)), error.message, error.hint);
}

}  // namespace flambeau::scan
