// SPDX-License-Identifier: GPL-3.0-or-later
// What Flambeau has on a host's disk, what of it could go, and that exactly this goes.
#include <chrono>
#include <map>

#include "flambeau/base/id.h"
#include "flambeau/launch/host_disk.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using Kind = launch::DiskItem::Kind;
using State = launch::DiskItem::State;

namespace {

constexpr double day = 86400;

void age(const fs::path& path, double days) {
    fs::last_write_time(
        path, fs::file_time_type::clock::now() -
                  std::chrono::duration_cast<fs::file_time_type::duration>(std::chrono::duration<double>(days * day)));
}

std::string hashOf(char c) {
    return std::string(64, c);
}

/// A host with one of each.
struct Full {
    explicit Full(const std::string& shell) : lab(shell, "a host") {
        living = lab.go(lab.script("sleep 600"));
        REQUIRE(lab.waitForState(living, domain::RunState::Running));
        // It names an engine and two contents.
        write(lab.folder(living) / "data/manifest.json",
              "{\"files\":[{\"sha256\":\"" + hashOf('a') + "\"},{\"sha256\":\"" + hashOf('b') + "\"}]}");
        std::string text = read(lab.folder(living) / "supervisor/launch.sh");
        write(lab.folder(living) / "supervisor/launch.sh", text + "# " + lab.host() + "/trainer/used/bin\n");
        ended = folder("exit.json", 40);
        recent = folder("exit.json", 1);
        lost = folder("state.jsonl", 50);
        preparing = newUuid();
        fs::create_directories(lab.folder(preparing) / "data");
        age(lab.folder(preparing), 2);
        kit("env/ready", true, 100);
        kit("env/broken", false, 3);
        kit("trainer/used", true, 100);
        kit("trainer/making", false, 0);
        content('a', 10);
        content('b', 10);
        content('c', 10);
        content('d', 0);
    }
    std::string folder(const std::string& mark, double days) {
        const std::string run = newUuid();
        fs::create_directories(lab.folder(run) / "supervisor");
        fs::create_directories(lab.folder(run) / "data");
        write(lab.folder(run) / "data/manifest.json", "{\"sha256\":\"" + hashOf('c') + "\"}");
        write(lab.folder(run) / "outputs" / "big", std::string(100000, 'x'));
        write(lab.folder(run) / mark, "{}");
        age(lab.folder(run) / mark, days);
        age(lab.folder(run) / "supervisor", days);
        return run;
    }
    void kit(const std::string& path, bool ready, double days) {
        const fs::path place = fs::path(lab.host()) / path;
        write(place / "file", "x");
        age(place / "file", days);
        if (ready) {
            write(place / "READY", "");
            age(place / "READY", days);
        }
        age(place, days);
    }
    fs::path stored(char c) const { return fs::path(lab.host()) / "store" / std::string(2, c) / hashOf(c); }
    void content(char c, double days) {
        write(stored(c), std::string(1000, c));
        age(stored(c), days);
    }
    launch::HostContents look() { return must(launch::parseContents(lab.run(launch::contentsScript(lab.host())))); }
    launch::CleanedUp clean(const launch::CleanPlan& plan) {
        return must(launch::parseCleanUp(lab.run(launch::cleanUpScript(lab.host(), plan))));
    }

    Lab lab;
    std::string living, ended, recent, lost, preparing;
};

std::vector<std::string> namesOf(const launch::CleanPlan& plan) {
    std::vector<std::string> names;
    for (const auto& item : plan.items)
        names.push_back(item.name);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("What is on a host's disk is counted, and only what nobody needs could go") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        const auto contents = host.look();
        std::map<std::string, launch::DiskItem> items;
        for (const auto& item : contents.items)
            items[item.name] = item;
        REQUIRE(items.size() == 9);
        CHECK(items[host.living].state == State::Living);
        CHECK(items[host.living].needed);
        CHECK(items[host.ended].state == State::Ended);
        CHECK(items[host.ended].age >= 40 * day);
        CHECK(items[host.ended].bytes >= 100000);
        CHECK(items[host.lost].state == State::Lost);
        CHECK(items[host.preparing].state == State::Preparing);
        CHECK(items["ready"].state == State::Ready);
        CHECK(items["ready"].kind == Kind::Environment);
        CHECK(items["broken"].state == State::Broken);
        CHECK(items["used"].needed);
        CHECK(items["used"].age < day);
        CHECK(items["making"].needed);
        CHECK(contents.count(Kind::Run) == 5);
        CHECK(contents.count(Kind::Engine) == 2);
        CHECK(contents.bytes(Kind::Run) > 300000);
        CHECK(contents.freeBytes > 0);
        CHECK(contents.storeFiles == 4);
        CHECK(contents.storeBytes == 4000);
        CHECK_FALSE(contents.storeBusy);
        CHECK(contents.unusedFiles == 1);
        CHECK(contents.unusedBytes == 1000);
        const auto plan = launch::cleanPlan(contents);
        CHECK(namesOf(plan) == sorted({host.ended, host.lost, host.preparing, "ready", "broken"}));
        CHECK(plan.store);
        CHECK(plan.bytes() > 200000);
        launch::CleanRule strict;
        strict.runs = strict.kits = 0;
        strict.store = false;
        const auto all = launch::cleanPlan(contents, strict);
        CHECK(namesOf(all) == sorted({host.ended, host.recent, host.lost, host.preparing, "ready", "broken"}));
        CHECK_FALSE(all.store);
    }
}

TEST_CASE(
    "A run that looks lost but said something this month, and one that is just being started, keep what they need") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        fs::last_write_time(host.lab.folder(host.lost) / "state.jsonl", fs::file_time_type::clock::now());
        const auto shared = host.look();
        CHECK(shared.unusedFiles == 0);
        age(host.lab.folder(host.lost) / "state.jsonl", 50);
        CHECK(host.look().unusedFiles == 1);
        fs::last_write_time(host.lab.folder(host.lost) / "supervisor", fs::file_time_type::clock::now());
        const auto starting = host.look();
        CHECK(starting.unusedFiles == 0);
        for (const auto& item : starting.items)
            CHECK((item.name != host.lost || item.state == State::Living));
    }
}

TEST_CASE("Where what a run needs cannot be read, no content is called unused") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        const fs::path manifest = host.lab.folder(host.living) / "data/manifest.json";
        fs::remove(manifest);
        fs::create_directory(manifest);  // whoever runs this, no one can read that as a file
        const auto contents = host.look();
        CHECK(contents.unusedFiles == 0);
        CHECK(contents.storeBusy);
        launch::CleanPlan plan;
        plan.store = true;
        host.clean(plan);
        CHECK(fs::exists(host.stored('c')));
    }
}

TEST_CASE("A clean-up removes exactly what was named, and nothing through a link") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        TempDir elsewhere;
        write(elsewhere / "precious", "kept");
        fs::create_directory_symlink(elsewhere.path(), host.lab.folder(host.ended) / "outputs/link");
        fs::create_directory_symlink(elsewhere.path(), fs::path(host.lab.host()) / "env/linked");
        const auto plan = launch::cleanPlan(host.look());
        // A clean-up that was broken off has left this.
        fs::create_directories(fs::path(host.lab.host()) / "runs/.removed-x/y");
        const auto done = host.clean(plan);
        CHECK(sorted(done.removed) == namesOf(plan));
        CHECK(done.kept.empty());
        CHECK(done.store);
        CHECK(done.storeFiles == 1);
        CHECK(done.storeBytes == 1000);
        CHECK(read(elsewhere / "precious") == "kept");
        CHECK_FALSE(fs::exists(host.lab.folder(host.ended)));
        CHECK_FALSE(fs::exists(fs::path(host.lab.host()) / "runs/.removed-x"));
        CHECK(fs::exists(host.lab.folder(host.recent) / "outputs/big"));
        CHECK(fs::exists(fs::path(host.lab.host()) / "trainer/used/READY"));
        CHECK(fs::exists(fs::path(host.lab.host()) / "trainer/making/file"));
        CHECK(fs::exists(host.stored('a')));
        CHECK(fs::exists(host.stored('d')));
        CHECK_FALSE(fs::exists(host.stored('c')));
        CHECK(host.lab.verdict(host.living).state == domain::RunState::Running);
        const auto left = host.look();
        CHECK(left.items.size() == 4);
        CHECK(left.unusedFiles == 0);
    }
}

TEST_CASE("What is asked to go but is needed is kept and said") {
    Full host("dash");
    launch::CleanPlan plan;
    plan.store = true;
    auto item = [&](Kind kind, const std::string& name) {
        launch::DiskItem one;
        one.kind = kind;
        one.name = name;
        plan.items.push_back(one);
    };
    item(Kind::Run, host.living);
    item(Kind::Engine, "used");
    item(Kind::Engine, "making");
    item(Kind::Environment, "nobody");
    item(Kind::Run, "../../etc");
    item(Kind::Environment, "..");
    item(Kind::Engine, "choices");
    SECTION("content is on its way") {
        write(fs::path(host.lab.host()) / "store/incoming/1/x.part", "x");
    }
    SECTION("a set of contents has just been found whole") {
        write(fs::path(host.lab.host()) / "store/sets/one", "x");
    }
    SECTION("a run is being prepared") {
        fs::create_directories(host.lab.folder(newUuid()));
    }
    CHECK(host.look().storeBusy);
    CHECK_FALSE(launch::cleanPlan(host.look()).store);
    const auto done = host.clean(plan);
    CHECK(done.removed.empty());
    CHECK(sorted(done.kept) == sorted({host.living, "used", "making", "nobody"}));
    CHECK_FALSE(done.store);
    CHECK(fs::exists(host.stored('c')));
    CHECK(host.lab.verdict(host.living).state == domain::RunState::Running);
}

TEST_CASE("An environment stays as long as an engine that stands on it does") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        host.kit("env/under", true, 100);
        const fs::path ready = fs::path(host.lab.host()) / "trainer/used/READY";
        write(ready, "library\t" + host.lab.host() + "/env/under/venv/lib/libtorch_cpu.so\n");
        age(ready, 100);
        const auto contents = host.look();
        for (const auto& item : contents.items) {
            if (item.name == "under") {
                CHECK(item.needed);
                CHECK(item.age < day);
            }
        }
        launch::CleanRule all;
        all.runs = all.kits = 0;
        const auto names = namesOf(launch::cleanPlan(contents, all));
        CHECK(std::find(names.begin(), names.end(), "under") == names.end());
        launch::CleanPlan plan;
        plan.items.push_back({Kind::Environment, "under", State::Ready, 0, 100 * day, false});
        CHECK(host.clean(plan).kept == std::vector<std::string>{"under"});
        CHECK(fs::exists(fs::path(host.lab.host()) / "env/under/READY"));
    }
}

TEST_CASE("While a run is being prepared no engine goes, and its folder is not taken for one that was given up") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        launch::CleanPlan plan = launch::cleanPlan(host.look());
        CHECK(plan.items.size() == 5);
        // A large dataset takes more than a day to come: the run's folder is old, what comes is not.
        write(fs::path(host.lab.host()) / "store/incoming/1/x.part", "x");
        const auto now = launch::cleanPlan(host.look());
        CHECK(namesOf(now) == sorted({host.ended, host.lost}));
        const auto done = host.clean(plan);
        CHECK(sorted(done.removed) == sorted({host.ended, host.lost}));
        CHECK(fs::exists(host.lab.folder(host.preparing)));
        CHECK(fs::exists(fs::path(host.lab.host()) / "env/ready/READY"));
    }
}

TEST_CASE("Half-made things go once nobody has touched them for a day, through no link") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Full host(shell);
        TempDir elsewhere;
        write(elsewhere / "precious", "kept");
        const fs::path folder = host.lab.host();
        write(folder / "trainer/.new-old/bin/x", std::string(50000, 'x'));
        write(folder / "trainer/.new-now/bin/x", "x");
        write(folder / "env/.removed-x/y", "x");
        fs::create_directories(folder / "store/incoming");
        fs::create_directory_symlink(elsewhere.path(), folder / "env/.linked");
        for (const char* one : {"trainer/.new-old/bin/x", "trainer/.new-old/bin", "trainer/.new-old"})
            age(folder / one, 2);
        const auto contents = host.look();
        CHECK(contents.leftBytes >= 50000);
        const auto plan = launch::cleanPlan(contents);
        CHECK(plan.leftBytes == contents.leftBytes);
        const auto done = host.clean(plan);
        CHECK(done.leftBytes >= 50000);
        CHECK(sorted(done.removed) == namesOf(plan));
        CHECK_FALSE(fs::exists(folder / "trainer/.new-old"));
        CHECK_FALSE(fs::exists(folder / "env/.removed-x"));
        CHECK(fs::exists(folder / "trainer/.new-now/bin/x"));
        CHECK(read(elsewhere / "precious") == "kept");
        CHECK(host.look().leftBytes < 50000);
    }
}

TEST_CASE("A host without a folder has nothing, and an answer that lies is not believed") {
    Lab lab;
    const auto none = must(launch::parseContents(lab.run(launch::contentsScript(lab.host() + "/none"))));
    CHECK(none.items.empty());
    CHECK(none.storeFiles == 0);
    const std::string run = newUuid();
    const auto lies = must(launch::parseContents(
        "noise\nflambeau-contents 1\nfree -5\nrun ../../etc ended 5\nrun " + run + " odd 5\nrun " + run +
        " ready 5\nenv .. ready 5 no\nenv - ready 5 no\n"
        "trainer choices ready 5 no\nenv a/b ready 5 no\nenv a ended 5 no\n"
        "store 99999999999999999999 1\n\nsize 5\nenv good ready -7 odd\nend\n"));
    CHECK(lies.freeBytes == 0);
    CHECK(lies.storeFiles == 0);
    REQUIRE(lies.items.size() == 1);
    CHECK(lies.items[0].name == "good");
    CHECK(lies.items[0].needed);
    CHECK_FALSE(launch::parseContents("flambeau-contents 1\nfree 5\n").ok());
    CHECK_FALSE(launch::parseContents("").ok());
    CHECK_FALSE(launch::parseCleanUp("flambeau-cleanup 1\nflambeau-error cannot look into x\n").ok());
}
