// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_sink.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "flambeau/base/id.h"

namespace flambeau::remote {
namespace {

Status writeAll(int file, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return systemError(errno, "Cannot write " + path.string());
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return {};
}

}  // namespace

Status placeSmall(const fs::path& to, std::string_view bytes) {
    const fs::path part = to.string() + ".part-" + newUuid();
    Status written;
    {
        const Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
        if (file.get() < 0)
            return systemError(errno, "Cannot write " + to.string());
        written = writeAll(file.get(), bytes, to);
    }
    if (written && ::rename(part.c_str(), to.c_str()) != 0)
        written = systemError(errno, "Cannot write " + to.string());
    if (!written)
        ::unlink(part.c_str());
    return written;
}

Result<std::unique_ptr<LargePart>> LargePart::open(const fs::path& folder, const std::string& hash,
                                                   std::uint64_t bytes) {
    FLAMBEAU_CHECK(makeDirs(folder));
    constexpr int how = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
    fs::path path = folder / (hash + ".part");
    bool own = false;
    int file = ::open(path.c_str(), how, 0600);
    struct stat opened {
    }, named{};
    // Another fetch has it, or has just given it its name.
    if (file >= 0 && (::flock(file, LOCK_EX | LOCK_NB) != 0 || ::fstat(file, &opened) != 0 ||
                      ::lstat(path.c_str(), &named) != 0 || opened.st_ino != named.st_ino)) {
        ::close(file);
        own = true;
        path = folder / (hash + "." + newUuid() + ".part");
        file = ::open(path.c_str(), how | O_EXCL, 0600);
    }
    if (file < 0)
        return systemError(errno, "Cannot write " + path.string());
    std::unique_ptr<LargePart> part(new LargePart(file, path, hash));
    part->m_private = own;
    if (::fstat(file, &opened) != 0 || !S_ISREG(opened.st_mode))
        return Error{ErrorCode::Io, path.string() + " is no file.", "Remove it.", {}};
    part->m_size = static_cast<std::uint64_t>(opened.st_size);
    if (part->m_size > bytes) {
        if (::ftruncate(file, 0) != 0)
            return systemError(errno, "Cannot write " + path.string());
        part->m_size = 0;
    }
    return part;
}

LargePart::~LargePart() {
    if (m_private)
        drop();  // nobody would find it again
}

void LargePart::drop() {
    if (!m_path.empty())
        ::unlink(m_path.c_str());
    m_path.clear();
}

Status LargePart::hashWhatIsThere() {
    m_hashed = true;
    std::vector<char> some(1u << 20);
    for (std::uint64_t at = 0; at < m_size;) {
        const ssize_t got = ::pread(m_file.get(), some.data(), some.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return systemError(got < 0 ? errno : EIO, "Cannot read " + m_path.string());
        m_sum.update(some.data(), static_cast<std::size_t>(got));
        at += static_cast<std::uint64_t>(got);
    }
    if (::lseek(m_file.get(), static_cast<off_t>(m_size), SEEK_SET) < 0)
        return systemError(errno, "Cannot read " + m_path.string());
    return {};
}

Status LargePart::restart() {
    if (m_size > 0 && ::ftruncate(m_file.get(), 0) != 0)
        return systemError(errno, "Cannot write " + m_path.string());
    m_size = 0;
    return {};
}

Status LargePart::append(std::string_view bytes) {
    if (!m_hashed) {
        FLAMBEAU_CHECK(hashWhatIsThere());
    }
    FLAMBEAU_CHECK(writeAll(m_file.get(), bytes, m_path));
    m_sum.update(bytes);
    m_size += bytes.size();
    return {};
}

Result<bool> LargePart::finish(const fs::path& to) {
    if (!m_hashed) {
        FLAMBEAU_CHECK(hashWhatIsThere());
    }
    if (m_sum.finishHex() != m_hash) {
        drop();
        return false;
    }
    ::fchmod(m_file.get(), 0644);
    if (::rename(m_path.c_str(), to.c_str()) != 0) {
        if (errno != EXDEV)
            return systemError(errno, "Cannot write " + to.string());
        const fs::path part = to.string() + ".part-" + newUuid();  // only what is right gets the name
        auto copied = copyFileHashed(m_path, part);
        const bool right = copied && copied->sha256 == m_hash;
        const bool placed = right && ::rename(part.c_str(), to.c_str()) == 0;
        const int problem = errno;
        ::unlink(part.c_str());
        if (!copied)
            return std::move(copied).error();
        if (right && !placed)
            return systemError(problem, "Cannot write " + to.string());
        drop();
        return right;
    }
    m_path.clear();
    return true;
}

}  // namespace flambeau::remote
