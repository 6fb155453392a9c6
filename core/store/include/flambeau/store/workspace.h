// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace: one folder with workspace.db (SQLite), artifacts/, local/, datasets/ and backups/.
//
// Threads: a Workspace and the repositories on it belong to one thread at a time. An object opened for writing is its
// process's one writer; another thread that wants to read opens an object of its own with openReader(). Several
// processes may have the same workspace open for writing: each writes in short transactions that begin IMMEDIATE and
// wait for one another (20 s, then Unavailable).
//
// Errors of every repository: DiskFull, ReadOnly, Corrupt, Unavailable (another process held the database too long),
// Io. After an error nothing of the failed transaction is there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/id.h"
#include "flambeau/base/result.h"

namespace flambeau::store {

class Database;  // private to core/store

struct OpenOptions {
    bool readOnly = false;      ///< nothing is created, migrated or written; the database must be there
    bool create = true;         ///< make the folder and the database where they are not there (else NotFound)
    bool allowNetwork = false;  ///< the user's consent to a network file system; then without WAL
};

struct WorkspaceInfo {
    fs::path folder;
    int schemaVersion = 0;
    bool readOnly = false;
    bool wal = false;
    bool networkFilesystem = false;
    std::uint64_t databaseBytes = 0;  ///< with its write-ahead log
    std::uint64_t artifactBytes = 0;
    std::int64_t artifacts = 0;
    std::int64_t runs = 0, runsInTrash = 0;
    std::int64_t points = 0;
    std::int64_t datasets = 0, datasetVersions = 0;
    std::int64_t models = 0, modelVersions = 0;
    std::uint64_t freeBytes = 0;
};

/// What `check` found. A blob is a file artifacts/<aa>/<sha256>.
struct CheckReport {
    std::vector<std::string> databaseProblems;  ///< lines of integrity_check and foreign_key_check
    std::vector<std::string> missingBlobs;      ///< hashes that the database names and that are not on disk
    std::vector<std::string> damagedBlobs;      ///< size or (with `hashBlobs`) content differ
    std::vector<std::string> orphanedBlobs;     ///< on disk, named by nothing; `clean` collects them. No damage.
    std::int64_t blobs = 0;                     ///< looked at
    bool ok() const { return databaseProblems.empty() && missingBlobs.empty() && damagedBlobs.empty(); }
};

struct CleanReport {
    std::int64_t blobs = 0;  ///< collected
    std::int64_t temporaryFiles = 0;
    std::uint64_t bytes = 0;
};

/// Done so far, out of (0: not known).
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

class Workspace {
public:
    /// Errors: NotFound; Unsupported (made by a newer Flambeau; a network file system without consent); Corrupt;
    /// ReadOnly or PermissionDenied where it may not be written. Migrates an older database after a backup of it.
    static Result<Workspace> open(const fs::path& folder, const OpenOptions& options = {});
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;
    ~Workspace();

    /// A read-only object on the same folder with a connection of its own, for another thread.
    Result<Workspace> openReader() const;

    const fs::path& path() const;
    bool readOnly() const;
    fs::path databasePath() const { return path() / "workspace.db"; }
    fs::path artifactsDir() const { return path() / "artifacts"; }
    fs::path localDir() const { return path() / "local"; }
    fs::path datasetsDir() const { return path() / "datasets"; }
    fs::path backupsDir() const { return path() / "backups"; }
    fs::path runDir(const RunId& run) const { return localDir() / "runs" / run.str(); }

    /// The window's lock and the follower's (CONTRACTS: Processes on one workspace). Empty: another process has it.
    Result<std::optional<FileLock>> tryWindowLock() const;
    Result<std::optional<FileLock>> tryFollowerLock() const;

    /// Runs `body` in one write transaction; an error of it rolls everything back and is returned. A call inside
    /// another joins it. Every writing function of the repositories is a transaction of its own or joins this one.
    Status transaction(const std::function<Status()>& body);

    /// Changes whenever another connection, of any process, has committed.
    Result<std::int64_t> dataVersion() const;

    Result<WorkspaceInfo> info() const;
    /// `hashBlobs`: read every blob and compare its SHA-256, else sizes alone.
    Result<CheckReport> check(bool hashBlobs, std::stop_token stop = {}, const Progress& progress = {}) const;
    /// A complete copy of the database beside the others in backups/; returns its path.
    Result<fs::path> backup() const;
    /// Removes blobs that nothing names and temporary files, both older than `minimumAgeSeconds`: a younger one may be
    /// the first half of a put that another process has in hand.
    Result<CleanReport> clean(double minimumAgeSeconds = 3600, std::stop_token stop = {});

    /// Moves a whole workspace that nobody has open: rename, or copy and compare on another file system, then the old
    /// one is removed. Paths inside it that datasets name are rewritten. Conflict where a window, a follower or an
    /// unfinished run uses it; AlreadyExists where `to` is not empty.
    static Status move(const fs::path& from, const fs::path& to, std::stop_token stop = {},
                       const Progress& progress = {});

    Database& database() const;  ///< for the repositories

private:
    Workspace();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace flambeau::store
