// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string waits = "until [ -f finish ]; do sleep 0.05; done";

bool running(const session::RunView& view) {
    return view.state == domain::RunState::Running;
}

}  // namespace

TEST_CASE("A failed run's reason is the failing line of its log") {
    RunBench bench(R"(
echo "starting" >&2
echo "Traceback (most recent call last):" >&2
echo '  File "train.py", line 3, in <module>' >&2
echo "ValueError: seven is not enough" >&2
exit 3
)");
    const auto view = bench.finish(bench.start());
    CHECK(view.state == domain::RunState::Failed);
    CHECK(startsWith(view.reason, "ValueError: seven is not enough"));
    CHECK(view.reason.find("exit code 3") != std::string::npos);
}

TEST_CASE("A failed run's own word goes before what its log says") {
    RunBench bench(R"(
printf '{"flambeau":1,"run":"%s","rank":0}\n' "$FLAMBEAU_RUN" >events.jsonl
printf '{"e":"state","t":1,"state":"failed","reason":"the loss is not a number at step 12"}\n' >>events.jsonl
echo "error: something else" >&2
exit 1
)");
    const auto view = bench.finish(bench.start());
    CHECK(view.state == domain::RunState::Failed);
    CHECK(startsWith(view.reason, "the loss is not a number at step 12"));
}

TEST_CASE("A program cannot call itself completed: the exit decides") {
    RunBench bench(R"(
printf '{"flambeau":1,"run":"%s","rank":0}\n{"e":"state","t":1,"state":"completed","reason":""}\n' "$FLAMBEAU_RUN" >events.jsonl
exit 1
)");
    CHECK(bench.finish(bench.start()).state == domain::RunState::Failed);
}

TEST_CASE("A canceled run ends, keeps what it left, and is canceled only once") {
    RunBench bench("mkdir -p outputs; echo half >outputs/half; " + waits);
    const auto run = bench.start();
    bench.until(run, running);
    must(bench.runs->cancel(run));
    const auto view = bench.finish(run);
    CHECK(view.state == domain::RunState::Canceled);
    CHECK(must(bench.catalog->outputs(run)).size() == 1);
    CHECK(bench.runs->cancel(run).error().code == ErrorCode::Conflict);
}

TEST_CASE("A run whose supervisor and program were killed is lost, with what was seen") {
    RunBench bench("echo $$ >program; " + waits);
    const auto run = bench.start();
    bench.until(run, running);
    const auto pids = processesOf(bench.folder(run));
    REQUIRE(pids.size() == 2);
    kill(pids[0], SIGKILL);
    // The program goes on without its supervisor, and that is said.
    const auto alone = bench.until(run, [](const auto& view) { return !view.reason.empty(); });
    CHECK(alone.state == domain::RunState::Running);
    kill(-pids[1], SIGKILL);
    const auto view = bench.finish(run);
    CHECK(view.state == domain::RunState::Lost);
    CHECK(view.reason.find("supervisor") != std::string::npos);
}

TEST_CASE(
    "What a lost run left running is ended before it is called lost, though it ignores TERM and has left its group") {
    RunBench bench(
        "setsid sh -c 'trap \"\" TERM; echo $$ >orphan.new; mv orphan.new orphan; while :; do sleep 0.1; done' &\n" +
        waits);
    const auto run = bench.start();
    bench.until(run, running);
    bench.until(run, [&](const auto&) { return fs::exists(bench.folder(run) / "orphan"); });
    const int orphan = std::stoi(read(bench.folder(run) / "orphan"));
    const auto pids = processesOf(bench.folder(run));
    REQUIRE(pids.size() == 2);
    kill(pids[0], SIGKILL);
    kill(-pids[1], SIGKILL);
    REQUIRE(kill(orphan, 0) == 0);
    const auto ending = bench.until(run, [](const auto& view) {
        return domain::isFinal(view.state) || view.reason.find("is being ended") != std::string::npos;
    });
    CHECK(ending.state == domain::RunState::Running);
    const auto view = bench.finish(run);
    CHECK(view.state == domain::RunState::Lost);
    CHECK(view.reason.find("what it had left running was ended") != std::string::npos);
    // Its parent is gone, so somebody else reaps it: a zombie may be left for a moment, nothing that runs.
    const std::string stat = fs::exists("/proc/" + std::to_string(orphan) + "/stat")
                                 ? read("/proc/" + std::to_string(orphan) + "/stat")
                                 : ") Z";
    CHECK(stat.substr(stat.rfind(')')).find("Z") != std::string::npos);
}

TEST_CASE("A run whose folder is gone is lost and says so") {
    RunBench bench("exit 0");
    const auto run = bench.start();
    bench.until(run, [&](const auto&) { return fs::exists(bench.folder(run) / "exit.json"); });
    // Followed to its end or not, a second run shows the loss.
    RunBench other(waits);
    const auto lost = other.start();
    other.until(lost, running);
    must(other.runs->cancel(lost));
    for (int i = 0; i < 600 && !fs::exists(other.folder(lost) / "exit.json"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    fs::remove_all(other.folder(lost));
    const auto view = other.finish(lost);
    CHECK(view.state == domain::RunState::Lost);
}

TEST_CASE("A rule registers a completed run, even where the follower that saw its end had no registry") {
    RunBench bench("mkdir -p outputs; echo weights >outputs/best.safetensors");
    auto request = bench.request();
    request.registerAs = "leaf-model";
    const auto run = must(bench.runs->start(request, {}, {}));
    bench.finish(run);  // without a registrar
    NotingRegistrar registrar;
    session::RunFollower follower(*bench.workspace, &registrar);
    must(follower.pass());
    REQUIRE(registrar.asked.size() == 1);
    CHECK(registrar.asked[0] == std::pair{run, std::string("leaf-model")});
    session::RunFollower again(*bench.workspace, &registrar);
    must(again.pass());
    CHECK(registrar.asked.size() == 1);
    const auto notes = must(bench.catalog->notes(run));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "Registered as leaf-model@1");
}

TEST_CASE("A failed run is not registered") {
    RunBench bench("exit 1");
    auto request = bench.request();
    request.registerAs = "leaf-model";
    const auto run = must(bench.runs->start(request, {}, {}));
    NotingRegistrar registrar;
    CHECK(bench.finish(run, &registrar).state == domain::RunState::Failed);
    CHECK(registrar.asked.empty());
}

TEST_CASE("Outputs that are a link are not followed, and the run says so") {
    RunBench bench("mkdir ../elsewhere; echo x >../elsewhere/x; rm -rf outputs; ln -s ../elsewhere outputs");
    const auto run = bench.start();
    CHECK(bench.finish(run).reason.find("outputs is a link") != std::string::npos);
    CHECK(must(bench.catalog->outputs(run)).empty());
}

TEST_CASE("Outputs that cannot be looked at are kept later, and what changed by then is named") {
    RunBench bench("mkdir -p outputs; echo first >outputs/a; echo same >outputs/b");
    const auto run = bench.start();
    for (int i = 0; i < 1200 && !fs::exists(bench.folder(run) / "exit.json"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto blobs =
        store::Artifacts(bench.workspace->store()).blobPath(std::string(64, 'a')).parent_path().parent_path();
    fs::rename(blobs, bench.dir / "blobs");
    write(blobs, "in the way");
    CHECK(bench.finish(run).reason.find("not in the artifact store yet") != std::string::npos);
    fs::remove(blobs);
    fs::rename(bench.dir / "blobs", blobs);
    write(bench.folder(run) / "outputs" / "a", "second");
    session::RunFollower follower(*bench.workspace);
    must(follower.pass());
    CHECK(must(bench.catalog->outputs(run)).size() == 2);
    const auto notes = must(bench.catalog->notes(run));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "changed after the run's end: outputs/a");
}
