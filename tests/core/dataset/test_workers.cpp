// SPDX-License-Identifier: GPL-3.0-or-later
// Re-imports, cancelling, and readers that die.
#include <map>
#include <mutex>

#include <sys/stat.h>

#include "flambeau/base/strings.h"
#include "pictures.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

void twoClasses(const fs::path& root) {
    fill(root / "a", 1, 15);
    fill(root / "b", 101, 15);
}

/// flambeau-scan behind a script that ends as `how` says when a file whose name has "evil" is its turn.
fs::path mortalScan(const fs::path& folder, const std::string& how) {
    const fs::path path = folder / "scan.sh";
    write(path, "#!/bin/sh\nscan=" + shellQuote((fs::path(FLAMBEAU_BIN) / "flambeau-scan").string()) +
                    "\n[ \"$1\" = version ] && exec \"$scan\" version\n"
                    "list=$(mktemp) || exit 1\ntr '\\000' '\\n' > \"$list\"\n"
                    "line=$(grep -n evil \"$list\" | head -n 1 | cut -d: -f1)\n"
                    "if [ -z \"$line\" ]; then \"$scan\" \"$@\" < \"$list\"; code=$?; rm \"$list\"; exit $code; fi\n"
                    "[ \"$line\" -gt 1 ] && head -n $((line - 1)) \"$list\" | \"$scan\" \"$@\"\nrm \"$list\"\n" +
                    how + "\n");
    ::chmod(path.c_str(), 0755);
    return path;
}

}  // namespace

TEST_CASE("A picture that kills its reader is named, and every other one is still checked") {
    const TempDir dir, tools;
    twoClasses(dir.path());
    write(dir / "a" / "evil1.jpg", jpeg(50));
    write(dir / "b" / "evil2.jpg", jpeg(51));
    auto request = requestFor(dir.path());
    request.scanProgram = mortalScan(tools.path(), "kill -SEGV $$");
    const auto manifest = must(dataset::importDataset(request)).manifest;
    CHECK(manifest.files.size() == 30);
    CHECK(names(manifest, "crashed_reader", "a/evil1.jpg"));
    CHECK(names(manifest, "crashed_reader", "b/evil2.jpg"));
}

TEST_CASE("A picture that takes too long is named as such") {
    const TempDir dir, tools;
    twoClasses(dir.path());
    write(dir / "a" / "evil.jpg", jpeg(50));
    auto request = requestFor(dir.path());
    request.scanProgram = mortalScan(tools.path(), "exit 75");
    const auto manifest = must(dataset::importDataset(request)).manifest;
    CHECK(manifest.files.size() == 30);
    CHECK(names(manifest, "took_too_long", "a/evil.jpg"));
}

TEST_CASE("Without a scan program that starts the import says so instead of blaming every file") {
    const TempDir dir;
    twoClasses(dir.path());
    auto request = requestFor(dir.path());
    for (const char* program : {"/nowhere/flambeau-scan", "/bin/false"}) {
        request.scanProgram = program;
        const auto result = dataset::importDataset(request);
        REQUIRE_FALSE(result.ok());
        CHECK(result.error().code == ErrorCode::Unavailable);
    }
}

TEST_CASE("A second import of an unchanged folder opens nothing and gives the same fingerprint") {
    const TempDir dir;
    twoClasses(dir.path());
    write(dir / "a" / "bad.jpg", "nothing");
    const auto first = import(dir.path());
    CHECK(first.scanned == 31);
    std::map<std::string, dataset::FileFacts> known;
    for (const auto& facts : first.facts)
        known[facts.path] = facts;
    auto request = requestFor(dir.path());
    request.cached = [&](const std::string& path, std::uint64_t bytes,
                         std::int64_t mtime) -> std::optional<dataset::FileFacts> {
        const auto found = known.find(path);
        if (found == known.end() || found->second.bytes != bytes || found->second.mtimeNs != mtime)
            return std::nullopt;
        return found->second;
    };
    const auto second = must(dataset::importDataset(request));
    CHECK(second.scanned == 0);
    CHECK(second.reused == 31);
    CHECK(second.manifest.fingerprint == first.manifest.fingerprint);
    CHECK(second.manifest.findings.size() == first.manifest.findings.size());
    write(dir / "a" / "p1.jpg", jpeg(77));
    const auto third = must(dataset::importDataset(request));
    CHECK(third.scanned == 1);
    CHECK(third.manifest.fingerprint != first.manifest.fingerprint);
}

TEST_CASE("Renaming files changes neither split nor fingerprint; another seed changes the split") {
    const TempDir dir;
    twoClasses(dir.path());
    const auto first = import(dir.path()).manifest;
    for (const char* folder : {"a", "b"}) {
        int number = 0;
        for (const auto& entry : std::vector<fs::directory_entry>(fs::directory_iterator(dir / folder), {}))
            fs::rename(entry.path(), dir / folder / ("renamed" + std::to_string(number++) + ".jpg"));
    }
    CHECK(import(dir.path()).manifest.fingerprint == first.fingerprint);
    auto request = requestFor(dir.path());
    request.splitSeed = 8;
    const auto other = must(dataset::importDataset(request)).manifest;
    CHECK(other.fingerprint != first.fingerprint);
    CHECK(other.splitSeed == 8);
}

TEST_CASE("An import stops where it is when it is told to") {
    const TempDir dir;
    twoClasses(dir.path());
    std::stop_source stop;
    const auto result = dataset::importDataset(
        requestFor(dir.path()),
        [&](const dataset::ImportProgress& progress) {
            if (progress.what == "checking")
                stop.request_stop();
        },
        stop.get_token());
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::Canceled);
}

TEST_CASE("Progress goes up to the number of files, and thumbnails are drawn once for each picture") {
    const TempDir dir, thumbs;
    twoClasses(dir.path());
    write(dir / "a" / "large.jpg", jpeg(60, 90, 900, 500));
    auto request = requestFor(dir.path());
    request.thumbnailsDir = thumbs / "t";
    std::mutex mutex;
    std::int64_t last = 0, total = 0, drawn = 0;
    const auto outcome = must(dataset::importDataset(request, [&](const dataset::ImportProgress& progress) {
        const std::lock_guard lock(mutex);
        if (progress.what == "checking") {
            CHECK(progress.done >= last);
            last = progress.done;
            total = progress.total;
        } else if (progress.what == "thumbnails") {
            drawn = progress.done;
        }
    }));
    CHECK(last == 31);
    CHECK(total == 31);
    CHECK(drawn == 31);
    for (const auto& file : outcome.manifest.files)
        CHECK(fs::exists(thumbs / "t" / file.sha256.substr(0, 2) / (file.sha256 + ".jpg")));
    drawn = 0;
    must(dataset::importDataset(request, [&](const dataset::ImportProgress& progress) {
        const std::lock_guard lock(mutex);
        drawn += progress.what == "thumbnails" ? 1 : 0;
    }));
    CHECK(drawn == 0);
}
