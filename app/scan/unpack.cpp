// SPDX-License-Identifier: GPL-3.0-or-later
// Archives are hostile until proven otherwise: only regular files and folders are made, below the destination, within
// the space that the disk has, and no archive may grow a hundredfold.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <nlohmann/json.hpp>

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

struct FreeArchive {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

class Unpacker {
public:
    Unpacker(std::string source, fs::path target) : m_source(std::move(source)), m_target(std::move(target)) {}

    Status run() {
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
                             {},
                             {}};
            FLAMBEAU_CHECK(take(entry));
            tell(false);
        }
        tell(true);
        if (m_files == 0)
            return Error{ErrorCode::InvalidArgument, "There is no file in the archive", {}, {}};
        return {};
    }

private:
    Status prepare() {
        std::error_code problem;
        m_size = fs::file_size(m_source, problem);
        if (problem)
            return systemError(problem.value(), "Cannot open the archive " + m_source);
        if (fs::exists(m_target, problem))
            return Error{ErrorCode::AlreadyExists, m_target.string() + " exists already", "Name a new folder.", {}};
        FLAMBEAU_CHECK(makeDirs(m_target));
        FLAMBEAU_TRY(const std::uint64_t free, freeDiskBytes(m_target));
        m_room = free > diskReserve ? free - diskReserve : 0;
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

    void skip(const std::string& path, const std::string& why) {
        const nlohmann::json line = {{"skipped", {{"path", toPlainText(path)}, {"why", why}}}};
        printLine(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

    /// The name as a path below the target, or "" where it is refused.
    static std::string cleaned(std::string name) {
        std::replace(name.begin(), name.end(), '\\', '/');
        while (startsWith(name, "./"))
            name.erase(0, 2);
        while (!name.empty() && name.back() == '/')
            name.pop_back();
        std::string path;
        for (const auto& part : split(name, '/')) {
            if (part.empty() || part == ".")
                continue;
            if (!path.empty())
                path += '/';
            path += part;
        }
        return startsWith(name, "/") || !isSafeRelativePath(path) ? "" : path;
    }

    Status take(archive_entry* entry) {
        const char* raw = archive_entry_pathname_utf8(entry);
        if (!raw)
            raw = archive_entry_pathname(entry);  // in no known character set: its bytes
        const std::string name = raw ? raw : "";
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
        const std::string path = cleaned(name);
        if (path.empty() || path.size() > 3000) {
            skip(name, "Its name leads outside the folder, or is no name.");
            return {};
        }
        if (type == AE_IFDIR) {
            std::error_code problem;
            fs::create_directories(m_target / path, problem);
            if (problem)
                skip(name, "Its folder cannot be made: " + problem.message() + ".");
            return {};
        }
        if (type != AE_IFREG) {
            skip(name, "This is neither a file nor a folder.");
            return {};
        }
        return writeFile(entry, path);
    }

    Status writeFile(archive_entry* entry, const std::string& path) {
        const fs::path full = m_target / path;
        std::error_code problem;
        fs::create_directories(full.parent_path(), problem);
        const int fd = problem ? -1 : ::open(full.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (fd < 0) {
            const int why = problem ? problem.value() : errno;
            if (why == ENOSPC || why == EDQUOT || why == EROFS || why == EACCES)
                return systemError(why, "Cannot write " + full.string());
            skip(path, why == EEXIST ? "The archive holds two entries of this name; the first counts."
                                     : "It cannot be written under this name.");
            return {};
        }
        const Status status = copyData(fd, full);
        const time_t changed = archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : 0;
        const timespec times[2] = {{changed, 0}, {changed, 0}};
        ::futimens(fd, times);
        ::close(fd);
        ++m_files;
        return status;
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
        if (m_written > m_room)
            return Error{ErrorCode::DiskFull,
                         "The disk has no room for what is in the archive: " + formatBytes(m_room) + " are free",
                         "Free some space, or choose a workspace on another disk.",
                         {}};
        const std::uint64_t most = (std::uint64_t{128} << 20) + m_size * mostGrowth;
        if (m_written > most || offset > most)
            return Error{ErrorCode::Unsupported,
                         "The archive grows more than a hundredfold: it looks like a decompression bomb",
                         "If you trust it, unpack it yourself and give the folder.",
                         {}};
        return {};
    }

    void tell(bool last) {
        if (!last && m_written - m_told < (8u << 20))
            return;
        m_told = m_written;
        const auto read = archive_filter_bytes(m_reader.get(), -1);
        printLine(nlohmann::json{
            {"done", last ? m_size : static_cast<std::uint64_t>(std::max<la_int64_t>(read, 0))},
            {"total",
             m_size}}.dump());
    }

    std::string m_source;
    fs::path m_target;
    std::unique_ptr<archive, FreeArchive> m_reader{archive_read_new()};
    std::uint64_t m_size = 0, m_room = 0, m_written = 0, m_told = 0;
    std::int64_t m_entries = 0, m_files = 0;
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
