// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations.h"

#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

namespace {

constexpr std::string_view kOne = "CREATE TABLE t (x); INSERT INTO t VALUES (1)";
constexpr std::string_view kTwo = "ALTER TABLE t ADD COLUMN y; UPDATE t SET y = 2";
constexpr std::string_view kBad = "CREATE TABLE u (x); INSERT INTO nothing VALUES (1)";

std::size_t backups(const fs::path& dir) {
    return fs::exists(dir) ? static_cast<std::size_t>(std::distance(fs::directory_iterator(dir), {})) : 0;
}

std::int64_t number(Database& database, std::string_view sql) {
    Query query(database, sql);
    return test::must(queryInteger(query));
}

}  // namespace

TEST_CASE("A migration is made after a backup of what was there") {
    const test::TempDir dir;
    auto database = test::must(Database::open(dir / "x.db", {}));
    const std::string_view first[] = {kOne};
    test::must(migrate(*database, first, dir / "backups"));
    CHECK(test::must(schemaVersion(*database)) == 1);
    CHECK(backups(dir / "backups") == 0);
    const std::string_view both[] = {kOne, kTwo};
    test::must(migrate(*database, both, dir / "backups"));
    CHECK(test::must(schemaVersion(*database)) == 2);
    CHECK(number(*database, "SELECT y FROM t") == 2);
    REQUIRE(backups(dir / "backups") == 1);
    auto old = test::must(Database::open(fs::directory_iterator(dir / "backups")->path(), {.readOnly = true}));
    CHECK(test::must(schemaVersion(*old)) == 1);
    CHECK(number(*old, "SELECT x FROM t") == 1);
    test::must(migrate(*database, both, dir / "backups"));
    CHECK(backups(dir / "backups") == 1);
}

TEST_CASE("A migration that fails leaves the version and the tables as they were") {
    const test::TempDir dir;
    auto database = test::must(Database::open(dir / "x.db", {}));
    const std::string_view list[] = {kOne, kBad};
    CHECK_FALSE(migrate(*database, list, dir / "backups").ok());
    CHECK(test::must(schemaVersion(*database)) == 1);
    CHECK(number(*database, "SELECT count(*) FROM sqlite_schema WHERE name = 'u'") == 0);
}

TEST_CASE("A database of a newer version is refused with both versions") {
    const test::TempDir dir;
    auto database = test::must(Database::open(dir / "x.db", {}));
    const std::string_view both[] = {kOne, kTwo}, first[] = {kOne};
    test::must(migrate(*database, both, dir / "backups"));
    const Status status = migrate(*database, first, dir / "backups");
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::Unsupported);
    CHECK(status.error().message.find("version 2") != std::string::npos);
    CHECK_FALSE(status.error().hint.empty());
    CHECK(number(*database, "SELECT y FROM t") == 2);
}

TEST_CASE("The schema of this version has every migration in the list") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    CHECK(test::must(schemaVersion(workspace.database())) == static_cast<int>(migrations().size()));
}
