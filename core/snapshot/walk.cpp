// SPDX-License-Identifier: GPL-3.0-or-later
#include "walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "flambeau/base/strings.h"
#include "flambeau/snapshot/ignore.h"

namespace flambeau::snapshot {

namespace {

constexpr std::size_t maxSkipped = 1000, maxDepth = 200;
constexpr std::uint64_t maxIgnoreFile = 1u << 20;

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Seen seen(const struct stat& info, std::string path) {
    Seen one;
    one.file = {std::move(path), static_cast<std::uint64_t>(info.st_size), info.st_mode & 0100 ? 0755u : 0644u, {}};
    one.device = info.st_dev;
    one.inode = info.st_ino;
    one.modified = nanoseconds(info.st_mtim);
    one.changed = nanoseconds(info.st_ctim);
    return one;
}

class Walk {
public:
    Walk(const fs::path& folder, const Options& options) : m_folder(folder), m_options(options) {}

    Result<Walked> go() {
        const int top = ::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (top < 0)
            return systemError(errno, "Cannot read the folder " + m_folder.string());
        for (const char* name : {".flambeauignore", ".amlignore", ".gitignore"}) {
            struct stat info {};
            if (::fstatat(top, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode)) {
                m_walked.ignoreFile = name;
                break;
            }
        }
        // Where the top has none, git's own may be further down.
        m_name = m_walked.ignoreFile.empty() ? ".gitignore" : m_walked.ignoreFile;
        FLAMBEAU_CHECK(enter(top, "", 0));
        std::sort(m_walked.files.begin(), m_walked.files.end(),
                  [](const Seen& a, const Seen& b) { return a.file.path < b.file.path; });
        return std::move(m_walked);
    }

private:
    /// Takes the descriptor.
    Status enter(int descriptor, const std::string& path, std::size_t depth) {
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(descriptor), &::closedir);
        if (!stream) {
            const int why = errno;
            ::close(descriptor);
            return systemError(why, "Cannot read the folder " + shown(path));
        }
        FLAMBEAU_TRY(const bool ruled, readRules(descriptor, path));
        std::vector<std::string> names;
        errno = 0;
        while (const dirent* entry = ::readdir(stream.get())) {
            const std::string name = entry->d_name;
            if (name != "." && name != ".." && name != ".git")
                names.push_back(name);
            errno = 0;
        }
        if (errno != 0)
            return systemError(errno, "Cannot read the folder " + shown(path));
        std::sort(names.begin(), names.end());
        for (const std::string& name : names)
            FLAMBEAU_CHECK(meet(descriptor, path.empty() ? name : path + "/" + name, name, depth));
        if (ruled)
            m_rules.pop();
        return {};
    }

    Status meet(int parent, const std::string& path, const std::string& name, std::size_t depth) {
        if (m_options.stop.stop_requested())
            return Error{ErrorCode::Canceled, "The look at the code was stopped.", {}, {}};
        struct stat info {};
        if (::fstatat(parent, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
            // It was there a moment ago.
            return Error{ErrorCode::Conflict,
                         shown(path) + " went while the folder was read.",
                         "Try again when nothing writes to it.",
                         {}};
        }
        if (m_rules.ignores(path, S_ISDIR(info.st_mode))) {
            ++m_walked.ignored;
            return {};
        }
        if (S_ISDIR(info.st_mode)) {
            if (depth >= maxDepth)
                return skip(path, "it lies too deep");
            const int descriptor = ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (descriptor < 0)
                return systemError(errno, "Cannot read the folder " + shown(path));
            return enter(descriptor, path, depth + 1);
        }
        if (!S_ISREG(info.st_mode))
            return skip(path, S_ISLNK(info.st_mode) ? "a link" : "neither a file nor a folder");
        if (toValidUtf8(path) != path)
            return skip(path, "its name is no UTF-8");
        if (!isSafeRelativePath(path) || escapeControls(path) != path)
            return skip(path, "its name has control characters");
        if (m_walked.files.size() >= m_options.maxFiles)
            return Error{ErrorCode::Unsupported,
                         "The folder " + m_folder.string() + " has more than " +
                             formatCount(static_cast<std::int64_t>(m_options.maxFiles)) + " files.",
                         "Name what is no code, such as data or an environment, in " + m_name + ".",
                         {}};
        m_walked.files.push_back(seen(info, path));
        return {};
    }

    /// Whether there are any.
    Result<bool> readRules(int folder, const std::string& path) {
        const int descriptor = ::openat(folder, m_name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0) {
            if (errno == ENOENT || errno == ELOOP)
                return false;
            return systemError(errno, "Cannot read " + shown(path.empty() ? m_name : path + "/" + m_name));
        }
        struct stat info {};
        std::string text;
        bool good = ::fstat(descriptor, &info) == 0;
        const bool regular = good && S_ISREG(info.st_mode);
        while (regular && good && text.size() <= maxIgnoreFile) {
            char block[16384];
            const ssize_t count = ::read(descriptor, block, sizeof block);
            good = count >= 0 || errno == EINTR;
            if (count == 0)
                break;
            if (count > 0)
                text.append(block, static_cast<std::size_t>(count));
        }
        const int why = errno;
        ::close(descriptor);
        const std::string where = shown(path.empty() ? m_name : path + "/" + m_name);
        if (!good)
            return systemError(why, "Cannot read " + where);
        if (text.size() > maxIgnoreFile)
            return Error{ErrorCode::Unsupported, where + " is larger than 1 MB.", "Shorten it.", {}};
        if (regular)
            m_rules.push(IgnoreFile(text, path));
        return regular;
    }

    Status skip(const std::string& path, const std::string& why) {
        if (m_walked.skipped.size() < maxSkipped)
            m_walked.skipped.push_back({escapeControls(path), why});
        return {};
    }

    std::string shown(const std::string& path) const { return escapeControls((m_folder / path).string()); }

    const fs::path& m_folder;
    const Options& m_options;
    std::string m_name;
    IgnoreStack m_rules;
    Walked m_walked;
};

}  // namespace

Result<Walked> walk(const fs::path& folder, const Options& options) {
    return Walk(folder, options).go();
}

Seen seenOf(int descriptor, const std::string& path) {
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return {};
    return seen(info, path);
}

}  // namespace flambeau::snapshot
