// SPDX-License-Identifier: GPL-3.0-or-later
// Looking after a workspace: check, backup, clean.
#include <sys/stat.h>

#include <set>

#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/workspace.h"
#include "migrations.h"
#include "waiting_points.h"

namespace flambeau::store {

namespace {

struct BlobFile {
    std::string sha256;
    fs::path path;
    std::uint64_t bytes = 0;
    double age = 0;  ///< seconds since it was made or linked
};

Error canceled() {
    return Error{ErrorCode::Canceled, "Stopped", {}, {}};
}

/// Seconds since the file's inode last changed: a hard link counts, a copied modification time does not.
double ageOf(const fs::path& path, std::uint64_t& bytes) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return -1;
    bytes = static_cast<std::uint64_t>(info.st_size);
    return unixNow() - (static_cast<double>(info.st_ctim.tv_sec) + static_cast<double>(info.st_ctim.tv_nsec) * 1e-9);
}

Result<std::vector<BlobFile>> blobFiles(const fs::path& artifacts, std::stop_token stop) {
    std::vector<BlobFile> files;
    std::error_code failed;
    for (fs::directory_iterator folder(artifacts, failed), end; !failed && folder != end; folder.increment(failed)) {
        const std::string prefix = folder->path().filename().string();
        if (prefix.size() != 2)
            continue;
        for (fs::directory_iterator file(folder->path(), failed); !failed && file != end; file.increment(failed)) {
            if (stop.stop_requested())
                return canceled();
            BlobFile blob;
            blob.sha256 = file->path().filename().string();
            blob.path = file->path();
            if (!isSha256Hex(blob.sha256) || blob.sha256.substr(0, 2) != prefix)
                continue;
            blob.age = ageOf(blob.path, blob.bytes);
            files.push_back(std::move(blob));
        }
    }
    if (failed)
        return systemError(failed.value(), "Cannot list " + artifacts.string());
    return files;
}

Status readLines(Database& database, std::string_view sql, std::vector<std::string>& lines, std::string_view fine) {
    Query query(database, sql);
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return {};
        if (query.view(0) != fine)
            lines.push_back(query.text(0));
    }
}

Status checkDatabase(Database& database, CheckReport& report) {
    FLAMBEAU_CHECK(readLines(database, "PRAGMA integrity_check", report.databaseProblems, "ok"));
    FLAMBEAU_CHECK(readLines(database,
                             "SELECT 'a row of ' || \"table\" || ' names a missing row of ' || parent FROM "
                             "pragma_foreign_key_check",
                             report.databaseProblems, ""));
    // Each series has the chunks and pieces that its row speaks of.
    FLAMBEAU_CHECK(readLines(
        database,
        "SELECT 'series ' || name || ' (' || id || ') lacks points' FROM series s WHERE "
        "chunks <> (SELECT count(*) FROM chunks c WHERE c.id BETWEEN s.id << 36 AND (s.id << 36) + 4294967295) "
        "OR tail_pieces <> (SELECT count(*) FROM tails t WHERE t.id BETWEEN s.id << 36 AND (s.id << 36) + "
        "4294967295)",
        report.databaseProblems, ""));
    return checkWaiting(database, report.databaseProblems);
}

constexpr std::string_view kReferenced =
    "SELECT 1 FROM run_outputs WHERE sha256 = ?1 UNION ALL SELECT 1 FROM model_files WHERE sha256 = ?1 LIMIT 1";

/// The whole of a clean, step by step, each in a short transaction.
class Cleaner {
public:
    Cleaner(const Workspace& workspace, double minimumAge) : m_workspace(workspace), m_age(minimumAge) {}

    Result<CleanReport> run(std::stop_token stop) {
        FLAMBEAU_CHECK(forgetUnreferenced());
        FLAMBEAU_TRY(const std::vector<BlobFile> files, blobFiles(m_workspace.artifactsDir(), stop));
        for (std::size_t begin = 0; begin < files.size(); begin += kAtOnce) {
            if (stop.stop_requested())
                return canceled();
            FLAMBEAU_CHECK(m_workspace.database().write([&]() -> Status {
                for (std::size_t i = begin; i < std::min(files.size(), begin + kAtOnce); ++i)
                    FLAMBEAU_CHECK(collect(files[i]));
                return {};
            }));
        }
        removeTemporaries();
        return m_report;
    }

private:
    /// Rows first: a crash after this leaves blobs without rows, which the next clean collects.
    Status forgetUnreferenced() {
        return m_workspace.database().write([&]() -> Status {
            Query query(
                m_workspace.database(),
                "DELETE FROM artifacts WHERE created <= ? AND sha256 NOT IN (SELECT sha256 FROM run_outputs) AND "
                "sha256 NOT IN (SELECT sha256 FROM model_files)");
            return query.with(unixNow() - m_age).run();
        });
    }
    /// Inside a write transaction: nobody can take the content into use meanwhile (Artifacts looks again in its own).
    Status collect(const BlobFile& blob) {
        if (blob.age < m_age)
            return {};
        Query row(m_workspace.database(), "SELECT 1 FROM artifacts WHERE sha256 = ?");
        FLAMBEAU_TRY(const bool known, row.with(blob.sha256).next());
        std::error_code failed;
        if (known || !fs::remove(blob.path, failed))
            return {};
        ++m_report.blobs;
        m_report.bytes += blob.bytes;
        return {};
    }
    void removeTemporaries() {
        std::error_code failed;
        const fs::path folder = m_workspace.artifactsDir() / "tmp";
        std::vector<fs::path> old;
        for (fs::directory_iterator file(folder, failed), end; !failed && file != end; file.increment(failed)) {
            std::uint64_t bytes = 0;
            if (ageOf(file->path(), bytes) < m_age)
                continue;
            old.push_back(file->path());
            m_report.bytes += bytes;
        }
        for (const fs::path& file : old)
            m_report.temporaryFiles += fs::remove(file, failed) ? 1 : 0;
    }

    static constexpr std::size_t kAtOnce = 200;
    const Workspace& m_workspace;
    double m_age;
    CleanReport m_report;
};

}  // namespace

Result<CheckReport> Workspace::check(bool hashBlobs, std::stop_token stop, const Progress& progress) const {
    CheckReport report;
    std::vector<std::pair<std::string, std::uint64_t>> rows;
    FLAMBEAU_CHECK(database().read([&]() -> Status {
        FLAMBEAU_CHECK(checkDatabase(database(), report));
        Query query(database(), "SELECT sha256, bytes FROM artifacts");
        while (true) {
            FLAMBEAU_TRY(const bool row, query.next());
            if (!row)
                return {};
            rows.emplace_back(query.text(0), static_cast<std::uint64_t>(query.integer(1)));
        }
    }));
    const Artifacts artifacts(*this);
    std::set<std::string, std::less<>> known;
    for (const auto& [sha256, bytes] : rows) {
        if (stop.stop_requested())
            return canceled();
        known.insert(sha256);
        std::error_code failed;
        const fs::path blob = artifacts.blobPath(sha256);
        const std::uint64_t size = fs::file_size(blob, failed);
        Query referenced(database(), kReferenced);
        if (failed) {
            FLAMBEAU_TRY(const bool needed, referenced.with(sha256).next());
            if (needed)
                report.missingBlobs.push_back(sha256);
        } else if (size != bytes || (hashBlobs && sha256File(blob).valueOr("") != sha256)) {
            report.damagedBlobs.push_back(sha256);
        }
        ++report.blobs;
        if (progress)
            progress(static_cast<std::uint64_t>(report.blobs), rows.size());
    }
    FLAMBEAU_TRY(const std::vector<BlobFile> files, blobFiles(artifactsDir(), stop));
    for (const BlobFile& file : files) {
        Query referenced(database(), kReferenced);
        FLAMBEAU_TRY(const bool needed, referenced.with(file.sha256).next());
        if (!needed)
            report.orphanedBlobs.push_back(file.sha256);
    }
    return report;
}

Result<fs::path> Workspace::backup() const {
    FLAMBEAU_CHECK(makeDirs(backupsDir()));
    FLAMBEAU_TRY(const int version, schemaVersion(database()));
    const fs::path file = backupName(backupsDir(), version);
    FLAMBEAU_CHECK(database().backupTo(file));
    return file;
}

Result<CleanReport> Workspace::clean(double minimumAgeSeconds, std::stop_token stop) {
    return Cleaner(*this, minimumAgeSeconds).run(stop);
}

}  // namespace flambeau::store
