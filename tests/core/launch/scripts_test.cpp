// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts as text, and the parsers of what a host answers.
#include <limits>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string run = "11111111-2222-4333-8444-555555555555";

launch::LaunchPlan plan() {
    launch::LaunchPlan plan;
    plan.hostFolder = "/home/anna/.flambeau";
    plan.run = run;
    plan.name = "it's\nmine";
    plan.ranks.push_back({{"python3", "train.py", "--lr=$LR", "a'b"}, {{"LR", "0.1"}}});
    plan.environment["DATA"] = "/data/with space";
    plan.environment["LR"] = "1";
    plan.timeLimitSeconds = 3600;
    plan.workingDir = "code";
    return plan;
}

std::string lastWord(const std::string& script) {
    const std::size_t call = script.rfind("\nfb_start_run ");
    REQUIRE(call != std::string::npos);
    return script.substr(call + 1);
}

}  // namespace

TEST_CASE("The start script ends with one call whose last word is the text that the supervisor reads") {
    const std::string expected =
        "# Written by Flambeau for one run; read by its supervisor.\n"
        "fb_run=11111111-2222-4333-8444-555555555555\n"
        "fb_name='it'\\''s mine'\n"
        "fb_world=1\n"
        "fb_queued=1\n"
        "fb_grace=100\n"
        "fb_limit=36000\n"
        "fb_awake=0\n"
        "fb_gpus=0\n"
        "fb_priority=0\n"
        "fb_workdir=code\n"
        "fb_rank_words() {\n"
        "case $1 in\n"
        "0) fb_go 'DATA=/data/with space' " +
        shellQuote("LR=0.1") + " $fb_shell \"$fb_self\" expand python3 train.py " + shellQuote("--lr=$LR") +
        " 'a'\\''b' ;;\n"
        "esac\n"
        "}\n";
    CHECK(lastWord(launch::startScript(plan())) == "fb_start_run /home/anna/.flambeau " + run + " " +
                                                       launch::supervisorName() + " sh " + shellQuote(expected) + "\n");
}

TEST_CASE("The supervisor's name holds the hash of its text, so two versions live side by side") {
    CHECK(startsWith(launch::supervisorName(), "supervisor-"));
    CHECK(launch::supervisorName().size() == std::string("supervisor-.sh").size() + 16);
    CHECK(launch::supervisorText().find("fb_supervise") != std::string::npos);
}

TEST_CASE("A plan that cannot be started is refused with its reason") {
    auto bad = plan();
    CHECK(launch::validate(bad).ok());
    bad.run = "../../etc";
    CHECK_FALSE(launch::validate(bad).ok());
    bad = plan();
    bad.hostFolder = "relative";
    CHECK_FALSE(launch::validate(bad).ok());
    bad = plan();
    bad.ranks.clear();
    CHECK_FALSE(launch::validate(bad).ok());
    bad = plan();
    bad.ranks[0].argv = {""};
    CHECK_FALSE(launch::validate(bad).ok());
    bad = plan();
    bad.ranks[0].argv.push_back(std::string("a\0b", 3));
    CHECK_FALSE(launch::validate(bad).ok());
    for (const char* name : {"", "1A", "A-B", "A=B", "A B", "FLAMBEAU_RUN"}) {
        bad = plan();
        bad.environment[name] = "x";
        CHECK_FALSE(launch::validate(bad).ok());
    }
    for (double seconds : {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        bad = plan();
        bad.graceSeconds = seconds;
        CHECK_FALSE(launch::validate(bad).ok());
    }
}

TEST_CASE("A literal argument has its dollars doubled and nothing else changed") {
    CHECK(launch::literalArgument("a$b$$c\\'") == "a$$b$$$$c\\'");
    CHECK(launch::literalArgument("").empty());
}

TEST_CASE("Prepare makes the folders once, keeps what is there and says what the host lacks") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string id = newUuid();
        auto answer = lab.prepare(id);
        CHECK(answer.freeBytes > 0);
        CHECK_FALSE(answer.started);
        CHECK(answer.missing.empty());
        write(lab.folder(id) / "code/mine", "kept");
        lab.prepare(id);
        CHECK(read(lab.folder(id) / "code/mine") == "kept");
        CHECK(read(fs::path(lab.host()) / "bin" / launch::supervisorName()) == launch::supervisorText());
        CHECK((fs::status(lab.host()).permissions() & fs::perms::others_all) == fs::perms::none);
    }
}

TEST_CASE("An error of the host becomes an error here, with its text") {
    TempDir dir;
    write(dir / "file", "");
    remote::LocalTransport local;
    remote::Command command;
    command.script = launch::prepareScript((dir / "file").string(), run);
    auto prepared = launch::parsePrepare(must(local.exec(command)).out);
    REQUIRE_FALSE(prepared.ok());
    CHECK(prepared.error().message.find("cannot make") != std::string::npos);
    command.script = launch::startScript(plan());
    auto started = launch::parseStart(must(local.exec(command)).out);
    REQUIRE_FALSE(started.ok());
    CHECK(started.error().message.find("there is no folder") != std::string::npos);
}

TEST_CASE("A start without its preparation says so and does not take the run") {
    Lab lab;
    auto one = lab.script("echo done");
    lab.prepare(one.run);
    fs::remove(fs::path(lab.host()) / "bin" / launch::supervisorName());
    auto started = launch::parseStart(lab.run(launch::startScript(one)));
    REQUIRE_FALSE(started.ok());
    CHECK(started.error().message.find("not prepared") != std::string::npos);
    CHECK(lab.verdict(one.run).state == domain::RunState::Preparing);
    CHECK(lab.wait(lab.go(one)).state == domain::RunState::Completed);
}

TEST_CASE("Words that a login shell prints before an answer do no harm") {
    const std::string noise = "Welcome to flambeau-poll 1 of gpu1!\nno mail\n";
    auto host = must(launch::parsePoll(noise + "flambeau-poll 1\nboot b\nnow 17\nrun " + run + "\ndone\nend\n"));
    CHECK(host.bootId == "b");
    CHECK(host.now == 17);
    REQUIRE(host.find(run));
    CHECK_FALSE(host.find(run)->folder);
    CHECK_FALSE(host.find("other"));
}

TEST_CASE("An answer that breaks off anywhere is an error, never half a truth") {
    const std::string exit = "{\"flambeau\":1,\"run\":\"" + run + "\",\"state\":\"completed\"}";
    const std::string whole = "flambeau-poll 1\nboot b\nnow 17\nrun " + run +
                              "\nfolder\nstarted\nbooted b\nprocess -1 12 34 alive -\nprocess 0 13 35 dead 5\n"
                              "file 120 events.jsonl\nlast running\nexit " +
                              std::to_string(exit.size()) + "\n" + exit + "\ndone\nend\n";
    auto host = must(launch::parsePoll(whole));
    const auto& evidence = host.runs.at(0);
    CHECK(evidence.supervisor.pid == 12);
    CHECK(evidence.supervisor.alive);
    REQUIRE(evidence.ranks.size() == 1);
    CHECK(evidence.ranks[0].exitCode == 5);
    REQUIRE(evidence.files.size() == 1);
    CHECK(evidence.files[0].bytes == 120);
    REQUIRE(evidence.exit);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(launch::parsePoll(std::string_view(whole).substr(0, length)).ok());
    }
}

TEST_CASE("Hostile answers neither crash the parsers nor name a place outside the run's folder") {
    std::uint64_t seed = 42;
    const auto next = [&] { return seed = seed * 6364136223846793005ull + 1442695040888963407ull, seed >> 33; };
    const std::vector<std::string> pieces = {"run ",
                                             run,
                                             "\n",
                                             "exit ",
                                             "99999999999999999999",
                                             "-5",
                                             "process ",
                                             " ",
                                             "file ",
                                             "../../x",
                                             "alive",
                                             "end",
                                             "done",
                                             "boot",
                                             "\xff\x1b[31m",
                                             "flambeau-poll 1\n",
                                             "{\"flambeau\":1}",
                                             "folder",
                                             "0"};
    for (int i = 0; i < 3000; ++i) {
        std::string text = "flambeau-poll 1\n";
        for (std::size_t n = next() % 30; n > 0; --n)
            text += pieces[next() % pieces.size()];
        auto host = launch::parsePoll(text + (i % 2 ? "\nend\n" : "\ndone\nend\n"));
        if (!host.ok())
            continue;
        for (const auto& evidence : host->runs) {
            CHECK(isUuid(evidence.run));
            for (const auto& file : evidence.files)
                CHECK(isSafeRelativePath(file.path));
        }
    }
    (void)launch::parseCancel("flambeau-cancel 1\nrun x y\nend\n").ok();
    CHECK_FALSE(launch::parseQueue("").ok());
    CHECK_FALSE(launch::parseRoom("flambeau-room 1\nfree 5\n").ok());
}
