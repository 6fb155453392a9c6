// SPDX-License-Identifier: GPL-3.0-or-later
#include "database.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <limits>

namespace flambeau::store {

namespace {

constexpr int kBusyMilliseconds = 20'000;

std::string asUri(const fs::path& file) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : file.string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '/' || c == '.' || c == '-' || c == '_') {
            uri += c;
        } else {
            uri += '%';
            uri += hex[byte >> 4];
            uri += hex[byte & 15];
        }
    }
    return uri;
}

/// A database in a folder that cannot be written has no write-ahead index; SQLite reads it only when told that nobody
/// changes it. That holds where no log with content lies beside it.
bool nobodyWrites(const fs::path& file) {
    std::error_code failed;
    if (::access(file.parent_path().c_str(), W_OK) == 0)
        return false;
    const fs::path log = file.string() + "-wal";
    return !fs::exists(log, failed) || fs::file_size(log, failed) == 0;
}

ErrorCode codeOf(int extended, int systemErrno) {
    if (systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG)
        return ErrorCode::DiskFull;
    switch (extended & 0xff) {
        case SQLITE_FULL:
            return ErrorCode::DiskFull;
        case SQLITE_READONLY:
            return ErrorCode::ReadOnly;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::Unavailable;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::Corrupt;
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return ErrorCode::PermissionDenied;
        case SQLITE_CANTOPEN:
            return systemErrno == EROFS                            ? ErrorCode::ReadOnly
                   : systemErrno == EACCES || systemErrno == EPERM ? ErrorCode::PermissionDenied
                   : systemErrno == ENOENT                         ? ErrorCode::NotFound
                                                                   : ErrorCode::Io;
        case SQLITE_IOERR:
            return systemErrno == EROFS ? ErrorCode::ReadOnly : ErrorCode::Io;
        case SQLITE_CONSTRAINT:
            return extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY
                       ? ErrorCode::AlreadyExists
                       : ErrorCode::Conflict;
        case SQLITE_TOOBIG:
            return ErrorCode::InvalidArgument;
        default:
            return ErrorCode::Internal;
    }
}

std::string hintOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::DiskFull:
            return "Free some disk space and try again; nothing that was saved before is lost.";
        case ErrorCode::ReadOnly:
        case ErrorCode::PermissionDenied:
            return "Make the workspace's folder writable, or choose another workspace.";
        case ErrorCode::Unavailable:
            return "Another Flambeau is writing to this workspace for a long time; wait for it or close it, then try "
                   "again.";
        case ErrorCode::Corrupt:
            return "Run `workspace check`; copies of the database made earlier lie in the workspace's folder "
                   "`backups`.";
        default:
            return {};
    }
}

}  // namespace

Error Database::error(int code, const std::string& doing) const {
    // SQLite does not pass on the cause of every failed write; the thread still has it (it was zero before the call).
    const int lastErrno = errno;
    int systemErrno = m_handle ? sqlite3_system_errno(m_handle) : 0;
    if (systemErrno == 0)
        systemErrno = lastErrno;
    const bool fromSystem = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    Error error;
    error.code = codeOf(code, fromSystem ? systemErrno : 0);
    const std::string why = error.code == ErrorCode::DiskFull ? "the disk is full" : sqlite3_errstr(code);
    error.message = doing + " (" + m_file.string() + "): " + why;
    error.hint = hintOf(error.code);
    error.detail = "SQLite " + std::to_string(code);
    if (m_handle)
        error.detail += std::string(": ") + sqlite3_errmsg(m_handle);
    if (fromSystem && systemErrno != 0)
        error.detail += "; " + systemError(systemErrno, "system").message;
    return error;
}

Result<std::unique_ptr<Database>> Database::open(const fs::path& file, const DatabaseOptions& options) {
    const auto attempt = [&](const std::string& uri, int flags) -> Result<std::unique_ptr<Database>> {
        std::unique_ptr<Database> database(new Database);
        database->m_file = file;
        database->m_readOnly = options.readOnly;
        const int code =
            sqlite3_open_v2(uri.c_str(), &database->m_handle,
                            flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, nullptr);
        if (code != SQLITE_OK)
            return database->error(code, "Cannot open the database");
        FLAMBEAU_CHECK(database->configure(options));
        return database;
    };
    if (!options.readOnly)
        return attempt(asUri(file), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    auto opened = attempt(asUri(file), SQLITE_OPEN_READONLY);
    if (opened.ok() || !fs::exists(file) || !nobodyWrites(file))
        return opened;
    return attempt(asUri(file) + "?immutable=1", SQLITE_OPEN_READONLY);
}

Status Database::configure(const DatabaseOptions& options) {
    sqlite3_busy_timeout(m_handle, kBusyMilliseconds);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // Nothing that a foreign database file brings along in its schema is run.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    FLAMBEAU_CHECK(execute("PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY"));
    // Some builds overwrite what is deleted, which writes each page that becomes free once more.
    FLAMBEAU_CHECK(execute("PRAGMA secure_delete = OFF"));
    if (!options.readOnly) {
        // The page size is that of a new database only. Switching the journal waits for nobody: another process that
        // has just done so is fine.
        FLAMBEAU_CHECK(execute("PRAGMA page_size = 8192"));
        FLAMBEAU_CHECK(execute(options.wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE"));
        FLAMBEAU_CHECK(execute(options.wal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL"));
        FLAMBEAU_CHECK(execute("PRAGMA journal_size_limit = 67108864"));
    }
    Query mode(*this, "PRAGMA journal_mode");
    FLAMBEAU_TRY(const bool told, mode.next());
    m_wal = told && mode.view(0) == "wal";
    return {};
}

Database::~Database() {
    for (auto& [sql, statements] : m_free) {
        for (sqlite3_stmt* statement : statements)
            sqlite3_finalize(statement);
    }
    sqlite3_close_v2(m_handle);
}

Status Database::execute(const std::string& sql) {
    errno = 0;
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return error(code, "Cannot use the database");
    return {};
}

Status Database::write(const std::function<Status()>& body) {
    if (m_readOnly)
        return Error{ErrorCode::ReadOnly,
                     "The workspace is open for reading only (" + m_file.string() + ")",
                     "Close the other window that has it open, or make its folder writable.",
                     {}};
    if (m_depth > 0)
        return savepoint(body);
    FLAMBEAU_CHECK(Query(*this, "BEGIN IMMEDIATE").run());
    ++m_depth;
    Status status = body();
    --m_depth;
    if (status.ok())
        status = Query(*this, "COMMIT").run();
    // SQLite has rolled back by itself after some failures (a full disk, say).
    if (!status.ok() && sqlite3_get_autocommit(m_handle) == 0)
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
    return status;
}

Status Database::savepoint(const std::function<Status()>& body) {
    FLAMBEAU_CHECK(Query(*this, "SAVEPOINT inner").run());
    ++m_depth;
    Status status = body();
    --m_depth;
    if (status.ok())
        return Query(*this, "RELEASE inner").run();
    if (sqlite3_get_autocommit(m_handle) == 0)
        sqlite3_exec(m_handle, "ROLLBACK TO inner; RELEASE inner", nullptr, nullptr, nullptr);
    return status;
}

Status Database::read(const std::function<Status()>& body) {
    if (m_depth > 0)
        return body();
    FLAMBEAU_CHECK(Query(*this, "BEGIN").run());
    ++m_depth;
    Status status = body();
    --m_depth;
    (void)Query(*this, "COMMIT").run();
    return status;
}

std::int64_t Database::lastRowId() const {
    return sqlite3_last_insert_rowid(m_handle);
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(m_handle);
}

Status Database::backupTo(const fs::path& file) {
    const fs::path temporary = file.string() + ".tmp";
    std::error_code ignored;
    fs::remove(temporary, ignored);
    sqlite3* copy = nullptr;
    int code = sqlite3_open_v2(temporary.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (code == SQLITE_OK) {
        if (sqlite3_backup* backup = sqlite3_backup_init(copy, "main", m_handle, "main")) {
            code = sqlite3_backup_step(backup, -1);
            sqlite3_backup_finish(backup);
        }
        if (code != SQLITE_DONE)
            code = sqlite3_extended_errcode(copy);
        else  // a copy that needs no second file
            code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    }
    const int systemErrno = copy ? sqlite3_system_errno(copy) : 0;
    sqlite3_close_v2(copy);
    if (code == SQLITE_OK)
        fs::rename(temporary, file, ignored);
    if (code == SQLITE_OK && !ignored)
        return {};
    fs::remove(temporary, ignored);
    const ErrorCode kind = codeOf(code == SQLITE_OK ? SQLITE_IOERR : code, systemErrno);
    return Error{kind,
                 "Cannot write a backup of the database to " + file.string() + ": " + sqlite3_errstr(code),
                 hintOf(kind),
                 {}};
}

Query::Query(Database& database, std::string_view sql) : m_database(database), m_sql(sql) {
    std::vector<sqlite3_stmt*>& free = database.m_free[m_sql];
    if (!free.empty()) {
        m_statement = free.back();
        free.pop_back();
        return;
    }
    m_failure = sqlite3_prepare_v3(database.m_handle, m_sql.c_str(), static_cast<int>(m_sql.size() + 1),
                                   SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
}

Query::~Query() {
    if (!m_statement)
        return;
    again();
    m_database.m_free[m_sql].push_back(m_statement);
}

void Query::again() {
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bound = 0;
}

Query& Query::bind(std::int64_t value) {
    if (const int code = sqlite3_bind_int64(m_statement, ++m_bound, value); code != SQLITE_OK && m_failure == 0)
        m_failure = code;
    return *this;
}

Query& Query::bind(double value) {
    const int code = std::isnan(value) ? sqlite3_bind_null(m_statement, ++m_bound)
                                       : sqlite3_bind_double(m_statement, ++m_bound, value);
    if (code != SQLITE_OK && m_failure == 0)
        m_failure = code;
    return *this;
}

Query& Query::bind(std::string_view text) {
    const int code = sqlite3_bind_text64(m_statement, ++m_bound, text.data() ? text.data() : "", text.size(),
                                         SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK && m_failure == 0)
        m_failure = code;
    return *this;
}

Query& Query::bindBlob(std::string_view bytes) {
    const int code =
        sqlite3_bind_blob64(m_statement, ++m_bound, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
    if (code != SQLITE_OK && m_failure == 0)
        m_failure = code;
    return *this;
}

Query& Query::bindNull() {
    if (const int code = sqlite3_bind_null(m_statement, ++m_bound); code != SQLITE_OK && m_failure == 0)
        m_failure = code;
    return *this;
}

Result<bool> Query::next() {
    errno = 0;
    const int code = m_failure != 0 ? m_failure : sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return m_database.error(code, m_database.readOnly() ? "Cannot read the database" : "Cannot use the database");
}

Status Query::run() {
    while (true) {
        FLAMBEAU_TRY(const bool row, next());
        if (!row)
            return {};
    }
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Query::real(int column) const {
    return isNull(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(m_statement, column);
}

std::string_view Query::view(int column) const {
    const void* bytes = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

bool Query::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Result<std::int64_t> queryInteger(Query& query, std::int64_t otherwise) {
    FLAMBEAU_TRY(const bool row, query.next());
    return row ? query.integer(0) : otherwise;
}

}  // namespace flambeau::store
