// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite behind a small face: one connection, cached statements, transactions. Private to core/store. One connection
// belongs to one thread at a time (SQLite's mutexes are off).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace flambeau::store {

struct DatabaseOptions {
    bool readOnly = false;
    bool wal = true;
};

class Database {
public:
    static Result<std::unique_ptr<Database>> open(const fs::path& file, const DatabaseOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// One or more statements without results.
    Status execute(const std::string& sql);
    /// BEGIN IMMEDIATE … COMMIT; inside another, a savepoint. An error of `body` rolls back what it did.
    Status write(const std::function<Status()>& body);
    /// Several reads that see one state of the database.
    Status read(const std::function<Status()>& body);

    std::int64_t lastRowId() const;
    std::int64_t changes() const;
    bool readOnly() const { return m_readOnly; }
    bool wal() const { return m_wal; }
    /// A complete copy, also while others write.
    Status backupTo(const fs::path& file);
    /// The Error of the connection's last failure. `doing` is a clause such as "Cannot read the run".
    Error error(int code, const std::string& doing) const;

private:
    friend class Query;
    Database() = default;
    Status configure(const DatabaseOptions& options);
    Status savepoint(const std::function<Status()>& body);

    sqlite3* m_handle = nullptr;
    fs::path m_file;
    bool m_readOnly = false;
    bool m_wal = false;
    int m_depth = 0;
    std::unordered_map<std::string, std::vector<sqlite3_stmt*>> m_free;  ///< statements that no Query has in hand
};

/// One execution of a statement, taken from the connection's cache and given back. Errors are kept until next() or
/// run() tells them. Text and blob views live until the next step.
class Query {
public:
    Query(Database& database, std::string_view sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Parameters in order. Bound text and blobs must live until the Query is run.
    Query& bind(std::int64_t value);
    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(double value);  ///< NaN is NULL
    Query& bind(std::string_view text);
    Query& bind(const std::string& text) { return bind(std::string_view(text)); }
    Query& bind(const char* text) { return bind(std::string_view(text)); }
    Query& bindBlob(std::string_view bytes);
    Query& bindNull();
    template <class... T>
    Query& with(const T&... values) {
        (bind(values), ...);
        return *this;
    }

    /// True: a row is there.
    Result<bool> next();
    /// To its end, results dropped.
    Status run();
    /// Makes the statement ready to be bound and run again.
    void again();

    std::int64_t integer(int column) const;
    int small(int column) const { return static_cast<int>(integer(column)); }
    double real(int column) const;  ///< NULL is NaN
    std::string text(int column) const { return std::string(view(column)); }
    std::string_view view(int column) const;  ///< text or blob
    bool isNull(int column) const;

private:
    Database& m_database;
    std::string m_sql;
    sqlite3_stmt* m_statement = nullptr;
    int m_bound = 0;
    int m_failure = 0;
};

/// The first column of the first row; `otherwise` where there is none.
Result<std::int64_t> queryInteger(Query& query, std::int64_t otherwise = 0);

}  // namespace flambeau::store
