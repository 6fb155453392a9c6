// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/workspace.h"
#include "there_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::size_t filesUnder(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        count += entry.is_regular_file();
    return count;
}

}  // namespace

TEST_CASE("A folder has the same fingerprint whether it is looked at here or on a host") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto there = bench.add(bench.pictures, "far").manifest;
    const auto here = bench.add(bench.pictures, "near", false).manifest;
    CHECK(there.fingerprint == here.fingerprint);
    CHECK(there.files.size() == 24);
    CHECK(there.on == "box");
    CHECK(there.root == fs::canonical(bench.pictures).string());
    CHECK(there.store.empty());
    CHECK(here.on.empty());
    CHECK(there.files[3].mtimeNs == here.files[3].mtimeNs);
    CHECK(there.files[3].width == 32);
    // The split that Flambeau makes is the same one as well.
    makePictures(bench.dir / "flat", false);
    CHECK(bench.add(bench.dir / "flat", "far-flat").manifest.fingerprint ==
          bench.add(bench.dir / "flat", "near-flat", false).manifest.fingerprint);
    // Of all this, one file is on the host: the helper.
    CHECK(filesUnder(bench.hostFolder) == 1);
}

TEST_CASE("What is strange in a folder is found on a host as it is here") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto& root = bench.pictures;
    write(root / "train/ash/torn.ppm", picture(77).substr(0, 500));
    write(root / "train/ash/empty.ppm", "");
    write(root / "train/ash/again.ppm", picture(1));
    write(root / "notes.txt", "nothing");
    write(root / ".hidden/x.ppm", picture(78));
    fs::create_symlink(root / "train", root / "train/ash/loop");
    fs::create_symlink(root / "nowhere", root / "val/ash/dangling.ppm");
    REQUIRE(mkfifo((root / "val/oak/pipe.ppm").c_str(), 0600) == 0);
    write(root / "val/oak/bad\nname.ppm", picture(79));
    const auto there = bench.add(root, "far").manifest;
    const auto here = bench.add(root, "near", false).manifest;
    CHECK(there.fingerprint == here.fingerprint);
    const auto findings = [](const domain::DatasetManifest& manifest) {
        nlohmann::json list = nlohmann::json::array();
        for (const auto& finding : manifest.findings)
            list.push_back(domain::toJson(finding));
        return list;
    };
    CHECK(findings(there).size() >= 6);
    CHECK(findings(there) == findings(here));
}

TEST_CASE("The same folder again opens no picture there, and a changed one makes a new version") {
    if (!canLookThere())
        return;
    ThereBench bench;
    CHECK(bench.add(bench.pictures, "far").scanned == 24);
    bench.reconnect();
    const auto again = bench.add(bench.pictures, "far");
    CHECK(again.unchanged);
    CHECK(again.scanned == 0);
    CHECK(again.reused == 24);
    // By another name of the folder too.
    CHECK(bench.add(bench.pictures / "train" / "..", "far").unchanged);
    write(bench.pictures / "train/oak/new.ppm", picture(99));
    const auto second = bench.add(bench.pictures, "far");
    CHECK(second.manifest.version == 2);
    CHECK(second.scanned == 1);
    CHECK(second.manifest.files.size() == 25);
    const auto list = must(bench.datasets->list());
    const auto far = std::find_if(list.begin(), list.end(), [](const auto& entry) { return entry.name == "far"; });
    REQUIRE(far != list.end());
    CHECK(far->on == "box");
    CHECK(far->source == "box:" + fs::canonical(bench.pictures).string());
    CHECK(session::describeDataset(must(bench.datasets->find("far")))["on"] == "box");
}

TEST_CASE("A folder within one that was looked at opens no picture there, and keeps its own paths") {
    if (!canLookThere())
        return;
    ThereBench bench;
    CHECK(bench.add(bench.pictures, "far").scanned == 24);
    const auto within = bench.add(bench.pictures / "train", "within");
    CHECK(within.scanned == 0);
    CHECK(within.reused == static_cast<std::int64_t>(within.manifest.files.size()));
    CHECK(within.manifest.fingerprint == bench.add(bench.pictures / "train", "near", false).manifest.fingerprint);
}

TEST_CASE("A flat folder's table is read on the host") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto flat = bench.dir / "flat folder";
    std::string table = "file,label\n";
    for (unsigned i = 1; i <= 12; ++i) {
        write(flat / (std::to_string(i) + ".ppm"), picture(i));
        table += std::to_string(i) + ".ppm," + (i % 2 ? "ash" : "oak") + "\n";
    }
    write(flat / "labels.csv", table);
    const auto there = bench.add(flat, "far").manifest;
    CHECK(there.layout == "csv");
    CHECK(there.fingerprint == bench.add(flat, "near", false).manifest.fingerprint);
    auto options = bench.options(flat, "named");
    options.csv = "nothing.csv";
    CHECK(bench.datasets->add(options, {}, {}).error().code == ErrorCode::NotFound);
    options.csv = (flat / "labels.csv").string();
    CHECK(must(bench.datasets->add(options, {}, {})).manifest.fingerprint == there.fingerprint);
    // And with it the decisions that need no host.
    bench.sshd.stop();
    bench.reconnect();
    CHECK(must(bench.datasets->decide("far", {"3.ppm"}, {}, {}, {})).manifest.files.size() == 11);
}

TEST_CASE("Decisions and labels need no host, and mean there what they mean here") {
    if (!canLookThere())
        return;
    ThereBench bench;
    write(bench.pictures / "train/ash/torn.ppm", picture(77).substr(0, 500));
    (void)bench.add(bench.pictures, "far");
    (void)bench.add(bench.pictures, "near", false);
    bench.sshd.stop();
    bench.reconnect();
    session::DatasetChange change;
    change.leaveOut = {"train/ash/1.ppm"};
    change.classOf["train/oak/7.ppm"] = "ash";
    const auto far = must(bench.datasets->change("far", change, {}, {})).manifest;
    const auto near = must(bench.datasets->change("near", change, {}, {})).manifest;
    CHECK(far.version == 2);
    CHECK(far.files.size() == 23);
    CHECK(far.fingerprint == near.fingerprint);
    CHECK(far.on == "box");
    // They stay when the folder is looked at again.
    bench.sshd.start();
    CHECK(bench.add(bench.pictures, "far").manifest.fingerprint == far.fingerprint);
}

TEST_CASE("A dataset on a host is compared with that host's disk") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto manifest = bench.add(bench.pictures, "far").manifest;
    CHECK(must(bench.datasets->check(manifest, true, {}, {})).ok());
    const auto file = [&](const char* path) { return bench.pictures / path; };
    fs::remove(file("train/ash/1.ppm"));
    write(file("train/ash/2.ppm"), picture(200));
    write(file("train/ash/3.ppm"), "longer " + picture(3));
    fs::last_write_time(file("train/ash/4.ppm"), fs::file_time_type::clock::now() + std::chrono::hours(1));
    write(file("val/oak/more.ppm"), picture(201));
    const auto found = must(bench.datasets->check(manifest, false, {}, {}));
    CHECK(found.missing == std::vector<std::string>{"train/ash/1.ppm"});
    CHECK(found.changed == std::vector<std::string>{"train/ash/2.ppm", "train/ash/3.ppm"});
    CHECK(found.touched == std::vector<std::string>{"train/ash/4.ppm"});
    CHECK(found.added == std::vector<std::string>{"val/oak/more.ppm"});
}

TEST_CASE("Thumbnails and pictures of a dataset on a host come while it is there, and are kept") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto manifest = bench.add(bench.pictures, "far").manifest;
    const auto drawn = must(bench.datasets->thumbnails(manifest, {"train/ash/1.ppm", "val/oak/24.ppm"}, {}, {}));
    REQUIRE(drawn.size() == 2);
    for (const auto& file : drawn)
        CHECK(read(file).substr(0, 2) == "\xFF\xD8");
    const auto fetched =
        must(bench.datasets->fetch(manifest, {"train/ash/1.ppm", "train/ash/2.ppm"}, bench.dir / "fetched", {}, {}));
    CHECK(fetched.pictures == 2);
    CHECK(read(bench.dir / "fetched/train/ash/2.ppm") == picture(2));
    write(bench.pictures / "train/ash/3.ppm", picture(300));
    const auto changed = must(bench.datasets->fetch(manifest, {"train/ash/3.ppm"}, bench.dir / "more", {}, {}));
    CHECK(changed.pictures == 0);
    REQUIRE(changed.problem);
    CHECK(changed.problem->message.find("train/ash/3.ppm") != std::string::npos);
    bench.sshd.stop();
    bench.reconnect();
    CHECK(must(bench.datasets->thumbnails(manifest, {"train/ash/1.ppm"}, {}, {})) == std::vector{drawn[0]});
    CHECK(bench.datasets->thumbnails(manifest, {"train/ash/2.ppm"}, {}, {}).error().code == ErrorCode::Unreachable);
}

TEST_CASE("What cannot be a dataset there is refused in words that name the host") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto refusal = [&](const fs::path& folder) {
        return bench.datasets->add(bench.options(folder, "far"), {}, {}).error();
    };
    CHECK(refusal("birds").code == ErrorCode::InvalidArgument);
    const auto nothing = refusal(bench.dir / "nothing");
    CHECK(nothing.code == ErrorCode::NotFound);
    CHECK(nothing.message.find("box") != std::string::npos);
    CHECK(refusal(bench.pictures / "train/ash/1.ppm").code == ErrorCode::InvalidArgument);
    auto nowhere = bench.options(bench.pictures, "far");
    nowhere.on = "nowhere";
    CHECK(bench.datasets->add(nowhere, {}, {}).error().code == ErrorCode::NotFound);
    CHECK(bench.datasets->find("far").error().code == ErrorCode::NotFound);
    // Without a way to hosts it is said, too.
    session::DatasetService alone(*bench.workspace);
    CHECK(alone.add(bench.options(bench.pictures, "far"), {}, {}).error().code == ErrorCode::Unavailable);
}

TEST_CASE("The helper is sent once, and again where the host's is not whole") {
    if (!canLookThere())
        return;
    ThereBench bench;
    (void)bench.add(bench.pictures, "far");
    fs::path helper;
    for (const auto& entry : fs::recursive_directory_iterator(bench.hostFolder / "bin"))
        helper = entry.is_regular_file() ? entry.path() : helper;
    REQUIRE(helper.filename() == "flambeau-probe");
    const auto inode = [&] {
        struct stat info {};
        REQUIRE(stat(helper.c_str(), &info) == 0);
        return info.st_ino;
    };
    const auto first = inode();
    (void)bench.add(bench.pictures, "far");
    CHECK(inode() == first);
    const auto bytes = fs::file_size(helper);
    fs::resize_file(helper, 1000);
    const auto older = bench.hostFolder / "bin" / std::string(64, '0'),
               other = bench.hostFolder / "bin" / std::string(64, '1');
    write(older / "flambeau-probe", "of another year");
    write(other / "flambeau-probe", "of another desktop");
    fs::last_write_time(older, fs::file_time_type::clock::now() - std::chrono::hours(24 * 40));
    (void)bench.add(bench.pictures, "far");
    CHECK(fs::file_size(helper) == bytes);
    CHECK(!fs::exists(older));
    CHECK(fs::exists(other / "flambeau-probe"));
}

TEST_CASE("A connection that breaks while a folder is looked at is an error, and nothing is half there") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto many = bench.dir / "many";
    makePictures(many, true, 60);
    makePictures(bench.dir / "first");
    (void)bench.add(bench.dir / "first", "first");  // the helper is there
    const auto cut = [&](const std::string& stage) {
        return bench.datasets->add(bench.options(many, "far"), {},
                                   [&](const std::string& what, std::uint64_t, std::uint64_t) {
                                       if (what == stage)
                                           bench.way.cutNow();
                                   });
    };
    for (const std::string stage : {"listing", "checking"}) {
        INFO(stage);
        const auto broken = cut(stage);
        REQUIRE(!broken.ok());
        CHECK(broken.error().code == ErrorCode::Unreachable);
        CHECK(bench.datasets->find("far").error().code == ErrorCode::NotFound);
        bench.way.cutAfter(std::numeric_limits<std::uint64_t>::max());
        bench.reconnect();
    }
    std::stop_source stop;
    const auto stopped = bench.datasets->add(bench.options(many, "far"), stop.get_token(),
                                             [&](const std::string& what, std::uint64_t, std::uint64_t) {
                                                 if (what == "checking")
                                                     stop.request_stop();
                                             });
    CHECK(stopped.error().code == ErrorCode::Canceled);
    CHECK(bench.add(many, "far").manifest.files.size() == 240);
}

TEST_CASE("A host where a dataset lies is not forgotten, and a dataset whose host is gone says so") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto manifest = bench.add(bench.pictures, "far").manifest;
    CHECK(must(bench.datasets->lyingOn("box")) == std::vector<std::string>{"far"});
    session::ComputeService computes(*bench.workspace);
    const auto refused = computes.remove("box");
    CHECK(refused.error().code == ErrorCode::Conflict);
    CHECK(refused.error().message.find("far") != std::string::npos);
    must(bench.datasets->remove("far"));
    must(computes.remove("box"));
    must(bench.datasets->restore("far"));
    const auto gone = bench.datasets->check(manifest, false, {}, {});
    CHECK(gone.error().code == ErrorCode::NotFound);
    CHECK(gone.error().message.find("box") != std::string::npos);
}

TEST_CASE("A workspace that moves leaves a host's folders where they are") {
    if (!canLookThere())
        return;
    ThereBench bench;
    // The host's folder has the path that the workspace has here.
    const auto inside = bench.dir / "workspace" / "pictures";
    makePictures(inside);
    (void)bench.add(inside, "far");
    bench.datasets.reset();
    bench.runs.reset();
    bench.catalog.reset();
    bench.hosts.reset();
    bench.workspace.reset();
    fs::rename(bench.dir / "workspace", bench.dir / "moved");
    bench.workspace = must(session::Workspace::open(bench.dir / "moved"));
    session::DatasetService datasets(*bench.workspace);
    CHECK(must(datasets.find("far")).root == inside.string());
    CHECK(must(datasets.list()).front().source == "box:" + inside.string());
    session::DatasetChange change;
    change.leaveOut = {"train/ash/1.ppm"};
    CHECK(must(datasets.change("far", change, {}, {})).manifest.root == inside.string());
    bench.runs = std::make_unique<session::RunService>(*bench.workspace, bench.weights, bench.engines);
    bench.catalog = std::make_unique<session::RunCatalog>(*bench.workspace);
}
