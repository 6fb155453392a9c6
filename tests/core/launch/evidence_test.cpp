// SPDX-License-Identifier: GPL-3.0-or-later
// From what was seen to the verdict.
#include "flambeau/launch/evidence.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using domain::RunState;

namespace {

launch::RunEvidence running() {
    launch::RunEvidence evidence;
    evidence.folder = evidence.started = true;
    evidence.bootId = "boot";
    evidence.supervisor = {-1, 100, 5000, true, std::nullopt};
    evidence.ranks = {{0, 101, 5001, true, std::nullopt}};
    evidence.lastState = "running";
    return evidence;
}

const std::string id = "11111111-2222-4333-8444-555555555555";

std::string record(const std::string& more) {
    return "{\"flambeau\":1,\"run\":\"" + id + "\"," + more + "}";
}

}  // namespace

TEST_CASE("A record decides, whatever else is seen") {
    auto evidence = running();
    for (auto state : {RunState::Completed, RunState::Failed, RunState::Canceled}) {
        evidence.exit = launch::ExitRecord{};
        evidence.exit->state = state;
        evidence.exit->reason = "so";
        auto verdict = launch::reconcile(evidence, "another boot");
        CHECK(verdict.state == state);
        CHECK(verdict.reason == "so");
        CHECK(verdict.ended);
    }
}

TEST_CASE("Living processes are what the supervisor last said") {
    auto evidence = running();
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Running);
    evidence.lastState = "queued";
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Queued);
    evidence.lastState = "";
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Queued);
    evidence.lastState = "finalizing";
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Finalizing);
    // The last event stands before exit.json has its name: not ended before the record is there.
    evidence.lastState = "completed";
    auto verdict = launch::reconcile(evidence, "boot");
    CHECK(verdict.state == RunState::Finalizing);
    CHECK_FALSE(verdict.ended);
}

TEST_CASE("Nothing is Lost as long as a process of it lives") {
    auto evidence = running();
    evidence.supervisor.alive = false;
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Running);
    evidence.ranks[0].alive = false;
    auto verdict = launch::reconcile(evidence, "boot");
    CHECK(verdict.state == RunState::Lost);
    CHECK(verdict.reason.find("process 100") != std::string::npos);
    CHECK(verdict.reason.find("the program is gone too") != std::string::npos);
    evidence.ranks[0].exitCode = 0;
    CHECK(launch::reconcile(evidence, "boot").reason.find("exit code 0") != std::string::npos);
}

TEST_CASE("A reboot is Lost even where the numbers live again") {
    auto verdict = launch::reconcile(running(), "another");
    CHECK(verdict.state == RunState::Lost);
    CHECK(verdict.reason.find("reboot") != std::string::npos);
    CHECK(verdict.ended);
}

TEST_CASE("Before the start it is Preparing; a start that left nothing is Lost after a minute only") {
    launch::RunEvidence evidence;
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Lost);
    evidence.folder = true;
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Preparing);
    evidence.started = true;
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Queued);
    evidence.brokenOff = true;
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Lost);
}

TEST_CASE("A record that cannot be read is Lost and says so") {
    auto evidence = running();
    evidence.exitProblem = "torn";
    CHECK(launch::reconcile(evidence, "boot").state == RunState::Lost);
}

TEST_CASE("A record's paths and hashes are checked before anybody joins them to a folder") {
    const std::string sha(64, 'a');
    auto parsed = must(launch::parseExitRecord(record(
        R"("state":"failed","reason":"a\u001b[31mb\u0000","exit_code":3,"files":[
        {"path":"outputs/ok","bytes":5,"sha256":")" +
        sha + R"("},
        {"path":"../evil","bytes":5,"sha256":""},{"path":"/etc/passwd","bytes":5,"sha256":""},
        {"path":"outputs/neg","bytes":-1,"sha256":""},{"path":"outputs/hash","bytes":1,"sha256":"zz"},
        {"path":7},5,null],"left":["12 python\u001b[2J"],"skipped":["outputs/link"])")));
    CHECK(parsed.state == RunState::Failed);
    CHECK(parsed.exitCode == 3);
    CHECK(parsed.reason.find('\x1b') == std::string::npos);
    REQUIRE(parsed.files.size() == 1);
    CHECK(parsed.sizeOf("outputs/ok") == 5u);
    CHECK(parsed.left.at(0).find('\x1b') == std::string::npos);
    CHECK(parsed.skipped.size() == 6);
}

TEST_CASE("What is no record is Corrupt") {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("{\"flambeau\":2}"),
          record("\"state\":\"running\""), record("\"state\":5"), std::string("\xff\xfe"), std::string(100000, '[')}) {
        auto parsed = launch::parseExitRecord(text);
        REQUIRE_FALSE(parsed.ok());
        CHECK(parsed.error().code == ErrorCode::Corrupt);
    }
}
