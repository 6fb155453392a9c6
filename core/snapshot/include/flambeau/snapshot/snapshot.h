// SPDX-License-Identifier: GPL-3.0-or-later
// A code folder as it goes to a run: which files, how large, what should perhaps not go, and the manifest with their
// hashes. What changes while it is read is said; a manifest is of one state of the folder or there is none.
// Blocking: reads a whole folder, never on the GUI thread. Safe on any.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::snapshot {

struct File {
    std::string path;  ///< relative to the folder, safe to join to another; UTF-8
    std::uint64_t bytes = 0;
    unsigned mode = 0644;  ///< 0644 or 0755
    std::string sha256;    ///< of take(); empty in a preview
};

/// A file that is a secret by its name, or by what it begins with.
struct Secret {
    std::string path;
    std::string why;  ///< "a private key", "settings with passwords"
};

/// What stays behind though no rule ignores it.
struct Skipped {
    std::string path;  ///< safe to show
    std::string why;   ///< "a link", "its name is no UTF-8"
};

struct Options {
    std::uint64_t warnAbove = 300u << 20;  ///< bytes; a preview of more says so
    std::size_t maxFiles = 200000;         ///< more is Unsupported: a dataset or an environment is in the folder
    std::function<bool(std::uint64_t bytesDone, std::uint64_t bytesInAll)> progress;  ///< of take(); false: Canceled
    std::stop_token stop;
};

struct Preview {
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    std::vector<File> largest;  ///< ten at most, the largest first
    std::vector<Secret> secrets;
    std::vector<Skipped> skipped;  ///< a thousand at most
    std::size_t ignored = 0;       ///< files and folders that a rule keeps back; a folder counts once
    std::string ignoreFile;        ///< the name that counts here; empty: the folder has none
    std::string warning;           ///< one sentence; empty: nothing to say
};

struct Snapshot {
    std::vector<File> files;  ///< bytewise sorted by path
    std::uint64_t bytes = 0;
    std::string sha256;  ///< of the lines `mode SPACE sha256 SPACE path LF`: equal for equal content
    std::vector<Secret> secrets;
    std::vector<Skipped> skipped;
};

/// Which files go. The ignore files of a folder are those of one name: .flambeauignore, else .amlignore, else
/// .gitignore, whichever its top has; .git never goes. NotFound where there is no such folder.
Result<Preview> preview(const fs::path& folder, const Options& options = {});

/// The same files with their hashes. Conflict, naming the file, where something changed meanwhile: try again.
Result<Snapshot> take(const fs::path& folder, const Options& options = {});

/// Why a file of this name is a secret; empty: it is none.
std::string secretByName(std::string_view path);

}  // namespace flambeau::snapshot
