// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs through one channel: what grows arrives whole and once, and what a lying host sends is refused.
// long: the script and its reader are one pair, and one listener serves the tests of both
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/follow.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using launch::FollowedRun;
using launch::FollowHelper;

namespace {

const std::vector<FollowHelper> helpers = {FollowHelper::Best, FollowHelper::NoPerl, FollowHelper::PlainTools};

void append(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
}

/// What a sink was told, readable while it goes on.
class Heard {
    template <class F>
    auto get(F read) const {
        const std::lock_guard lock(m_mutex);
        return read();
    }

public:
    launch::FollowSink sink() {
        launch::FollowSink sink;
        sink.data = [this](const std::string& run, const std::string& file, std::uint64_t, std::string_view bytes) {
            return note([&] { m_bytes[run + "/" + file] += bytes; });
        };
        sink.shortened = [this](const std::string& run, const std::string& file) {
            return note([&] { m_words.push_back("short " + run + "/" + file); });
        };
        sink.ended = [this](const std::string& run) {
            return note([&] { m_words.push_back("exit " + run), m_atExit[run] = m_bytes; });
        };
        sink.tick = [this](double) { return note([&] { ++m_ticks; }); };
        sink.poll = [this](const launch::HostEvidence& evidence) { return note([&] { m_polls.push_back(evidence); }); };
        return sink;
    }
    std::string bytes(const std::string& path) const {
        return get([&] { return find(m_bytes, path); });
    }
    std::string bytesAtExit(const std::string& run, const std::string& file) const {
        return get([&] { return find(m_atExit.at(run), run + "/" + file); });
    }
    std::vector<std::string> words() const {
        return get([&] { return m_words; });
    }
    std::size_t files() const {
        return get([&] { return m_bytes.size(); });
    }
    int ticks() const {
        return get([&] { return m_ticks; });
    }
    std::vector<launch::HostEvidence> polls() const {
        return get([&] { return m_polls; });
    }

private:
    using Bytes = std::map<std::string, std::string>;
    template <class F>
    Status note(F change) {
        const std::lock_guard lock(m_mutex);
        change();
        return {};
    }
    static std::string find(const Bytes& bytes, const std::string& path) {
        auto it = bytes.find(path);
        return it == bytes.end() ? std::string() : it->second;
    }
    mutable std::mutex m_mutex;
    Bytes m_bytes;
    std::map<std::string, Bytes> m_atExit;
    std::vector<std::string> m_words;
    std::vector<launch::HostEvidence> m_polls;
    int m_ticks = 0;
};

/// Follows on a thread of its own until the script ends, or this goes.
class Following {
public:
    Following(const std::string& shell, const std::string& host, const std::vector<FollowedRun>& runs,
              FollowHelper helper)
        : m_parser(runs, m_heard.sink()),
          m_thread([=, this] { go(shell, launch::followScript(host, runs, helper)); }) {}
    ~Following() { stop(); }
    void stop() {
        m_stop.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    void join() { m_thread.join(); }
    const Heard& heard() const { return m_heard; }
    const launch::FollowParser& parser() const { return m_parser; }
    Status status() const { return m_status; }

private:
    void go(const std::string& shell, const std::string& script) {
        auto words = split(shell, ' ');
        words.push_back("-s");
        remote::LocalTransport local(words);
        remote::StreamCommand command;
        command.script = script;
        command.stop = m_stop.get_token();
        command.out = [this](std::string_view bytes) {
            m_status = m_parser.feed(bytes);
            return m_status.ok();
        };
        auto done = local.stream(command);
        if (!done && m_status.ok())
            m_status = done.error();
    }
    Heard m_heard;
    launch::FollowParser m_parser;
    Status m_status;
    std::stop_source m_stop;
    std::thread m_thread;
};

std::string noise(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string out(size, '\0');
    for (char& c : out)
        c = static_cast<char>(random());
    return out;
}

/// A run's folder without a supervisor.
std::string folderOf(const Lab& lab) {
    const std::string run = newUuid();
    fs::create_directories(lab.folder(run));
    return run;
}

void end(const Lab& lab, const std::string& run) {
    write(lab.folder(run) / "exit.new", R"({"flambeau":1})");
    fs::rename(lab.folder(run) / "exit.new", lab.folder(run) / "exit.json");
}

template <class F>
void everyWay(F body) {
    for (const std::string& shell : shells()) {
        for (FollowHelper helper : helpers) {
            CAPTURE(shell, static_cast<int>(helper));
            body(shell, helper);
        }
    }
}

const std::string id = "11111111-2222-4333-8444-555555555555";
const std::string other = "99999999-2222-4333-8444-555555555555";

}  // namespace

TEST_CASE("Every byte of every stream arrives once and in order, and a run's end comes after its last byte") {
    everyWay([](const std::string& shell, FollowHelper helper) {
        Lab lab(shell, "a host");
        const std::string one = folderOf(lab), two = folderOf(lab);
        const std::string big = noise(2500000, 1), small = std::string("a\0b\r\n\n", 6) + "torn";
        append(lab.folder(one) / "events.jsonl", big);
        append(lab.folder(two) / "logs/stdout.log", "skipped" + small);
        append(lab.folder(two) / "logs/rank-1.log", "not asked for");
        Following following(shell, lab.host(), {{one, {}}, {two, {{"logs/stdout.log", 7}}}}, helper);
        const Heard& heard = following.heard();
        REQUIRE(eventually([&] { return heard.bytes(two + "/logs/stdout.log") == small; }));
        REQUIRE(eventually([&] { return heard.bytes(one + "/events.jsonl") == big; }));
        append(lab.folder(two) / "events-12.jsonl", small);
        append(lab.folder(two) / "state.jsonl", small);
        append(lab.folder(two) / "state.jsonl", big);
        append(lab.folder(one) / "events.jsonl", "x");
        REQUIRE(eventually([&] { return heard.bytes(two + "/events-12.jsonl") == small; }));
        append(lab.folder(two) / "events.jsonl", big);
        end(lab, two);
        REQUIRE(eventually([&] { return heard.words().size() == 1; }));
        CHECK(heard.words()[0] == "exit " + two);
        CHECK(heard.bytesAtExit(two, "events.jsonl") == big);
        CHECK(heard.bytesAtExit(two, "state.jsonl") == small + big);
        CHECK(heard.bytes(one + "/events.jsonl") == big + "x");
        CHECK_FALSE(following.parser().finished());
        end(lab, one);
        following.join();
        CHECK(following.status().ok());
        CHECK(following.parser().finished());
        CHECK(heard.files() == 5);
        CHECK(heard.ticks() > 0);
        // The record came with the end.
        REQUIRE_FALSE(heard.polls().empty());
        const auto last = heard.polls().back();
        REQUIRE(last.find(one));
        CHECK_FALSE(last.find(one)->exitProblem.empty());
    });
}

TEST_CASE("A file that became shorter is told of once, and the others go on") {
    everyWay([](const std::string& shell, FollowHelper helper) {
        Lab lab(shell);
        const std::string run = folderOf(lab);
        append(lab.folder(run) / "events.jsonl", "0123456789");
        append(lab.folder(run) / "state.jsonl", "01");
        Following following(shell, lab.host(), {{run, {{"state.jsonl", 5}}}}, helper);
        const Heard& heard = following.heard();
        REQUIRE(eventually([&] { return heard.words() == std::vector<std::string>{"short " + run + "/state.jsonl"}; }));
        REQUIRE(eventually([&] { return heard.bytes(run + "/events.jsonl") == "0123456789"; }));
        fs::resize_file(lab.folder(run) / "events.jsonl", 3);
        REQUIRE(eventually([&] { return heard.words().size() == 2; }));
        append(lab.folder(run) / "events-1.jsonl", "goes on");
        REQUIRE(eventually([&] { return heard.bytes(run + "/events-1.jsonl") == "goes on"; }));
        end(lab, run);
        following.join();
        CHECK(following.status().ok());
        CHECK(heard.words().size() == 3);
    });
}

TEST_CASE("Links and pipes under a stream's name are not followed") {
    everyWay([](const std::string& shell, FollowHelper helper) {
        Lab lab(shell);
        const std::string run = folderOf(lab);
        write(fs::path(lab.host()) / "secret", "secret");
        fs::create_symlink(fs::path(lab.host()) / "secret", lab.folder(run) / "events.jsonl");
        REQUIRE(::mkfifo((lab.folder(run) / "events-1.jsonl").c_str(), 0600) == 0);
        fs::create_directories(lab.folder(run) / "events-2.jsonl");
        append(lab.folder(run) / "events-01.jsonl", "no rank");
        append(lab.folder(run) / "events-3 4.jsonl", "no rank");
        append(lab.folder(run) / "state.jsonl", "here");
        end(lab, run);
        Following following(shell, lab.host(), {{run, {}}}, helper);
        following.join();
        CHECK(following.status().ok());
        CHECK(following.parser().finished());
        CHECK(following.heard().files() == 1);
        CHECK(following.heard().bytes(run + "/state.jsonl") == "here");
    });
}

TEST_CASE("A tool that gives fewer bytes than were announced tears nothing: the piece is taken back") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        TempDir tools;
        // As if the file had been cut between the look and the reading.
        write(tools / "dd",
              "#!/bin/sh\ncase $* in *events*) printf 01; echo '2 bytes copied' >&2 ;; *) exec /usr/bin/dd "
              "\"$@\" ;; esac\n");
        fs::permissions(tools / "dd", fs::perms::owner_all);
        const std::string path = std::getenv("PATH");
        ::setenv("PATH", (tools.path().string() + ":" + path).c_str(), 1);
        const std::string run = folderOf(lab);
        append(lab.folder(run) / "events.jsonl", "0123456789");
        append(lab.folder(run) / "state.jsonl", "whole");
        end(lab, run);
        Following following(shell, lab.host(), {{run, {}}}, FollowHelper::NoPerl);
        following.join();
        ::setenv("PATH", path.c_str(), 1);
        if (startsWith(shell, "busybox"))
            continue;  // it may have a dd of its own
        CHECK(following.status().ok());
        CHECK(following.heard().words() == std::vector<std::string>{"short " + run + "/events.jsonl", "exit " + run});
        CHECK(following.heard().bytes(run + "/events.jsonl").empty());
        CHECK(following.heard().bytes(run + "/state.jsonl") == "whole");
    }
}

TEST_CASE("A supervisor that vanishes is seen without another channel") {
    for (FollowHelper helper : helpers) {
        CAPTURE(static_cast<int>(helper));
        Lab lab("dash");
        const std::string run = lab.go(lab.script("echo $$ >>$FLAMBEAU_RUN_DIR/events.jsonl; sleep 600"));
        Following following("dash", lab.host(), {{run, {}}}, helper);
        const Heard& heard = following.heard();
        auto lives = [&](bool is) {
            const auto polls = heard.polls();
            const auto* seen = polls.empty() ? nullptr : polls.back().find(run);
            return seen && seen->supervisor.pid > 1 && seen->supervisor.alive == is;
        };
        REQUIRE(eventually([&] { return lives(true) && !heard.bytes(run + "/events.jsonl").empty(); }));
        ::kill(static_cast<pid_t>(lab.look(run).supervisor.pid), SIGKILL);
        CHECK(eventually([&] { return lives(false); }));
    }
}

TEST_CASE("The script ends when nobody reads it any more") {
    everyWay([](const std::string& shell, FollowHelper helper) {
        Lab lab(shell);
        const std::string run = folderOf(lab);
        const std::string script = launch::followScript(lab.host(), {{run, {}}}, helper);
        write(fs::path(lab.host()) / "script", script);
        int pipe[2];
        REQUIRE(::pipe(pipe) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::dup2(pipe[1], 1);
            ::close(pipe[0]);
            ::close(pipe[1]);
            ::signal(SIGPIPE, SIG_IGN);  // as some who start it do
            const std::string text = "exec " + shell + " " + lab.host() + "/script </dev/null 2>/dev/null";
            ::execl("/bin/sh", "sh", "-c", text.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(pipe[1]);
        char first = 0;
        CHECK(::read(pipe[0], &first, 1) == 1);
        ::close(pipe[0]);
        int status = 0;
        const bool over = eventually([&] { return ::waitpid(child, &status, WNOHANG) == child; });
        CHECK(over);
        if (!over) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
        }
    });
}

TEST_CASE("A host's folder that is not there is an error with the host's words") {
    Following following("sh", "/nonexistent/folder", {{id, {}}}, FollowHelper::Best);
    following.join();
    REQUIRE_FALSE(following.status().ok());
    CHECK(following.status().error().message.find("/nonexistent/folder") != std::string::npos);
}

namespace {

std::string said(std::string_view stream, std::size_t cut, Heard& heard, bool* finished = nullptr) {
    launch::FollowParser parser({{id, {{"events.jsonl", 5}, {"logs/stdout.log", 0}}}}, heard.sink());
    for (std::size_t at = 0; at < stream.size(); at += cut) {
        if (Status done = parser.feed(stream.substr(at, cut)); !done) {
            CHECK_FALSE(parser.feed("tick 1\n").ok());
            return done.error().message;
        }
    }
    if (finished)
        *finished = parser.finished();
    return {};
}

const std::string heading = "Welcome!\nflambeau-follow 1\n";

}  // namespace

TEST_CASE("A stream is read the same wherever it is cut") {
    const std::string poll = "flambeau-poll 1\nboot b\nnow 5\nrun " + id + "\nfolder\ndone\nend\n";
    const std::string stream = heading + "tick 7\ndata " + id + " events.jsonl 5 4\n\nok\nok\ndata " + id +
                               " events-2.jsonl 0 3\nabcok\npoll " + std::to_string(poll.size()) + "\n" + poll +
                               "data " + id + " state.jsonl 0 2\nzzshort " + id + " state.jsonl\ndata " + id +
                               " events.jsonl 9 1\n!ok\nexit " + id + "\nend\n";
    for (std::size_t cut : {std::size_t{1}, std::size_t{2}, std::size_t{7}, stream.size()}) {
        CAPTURE(cut);
        Heard heard;
        bool finished = false;
        CHECK(said(stream, cut, heard, &finished).empty());
        CHECK(finished);
        CHECK(heard.bytes(id + "/events.jsonl") == "\nok\n!");
        CHECK(heard.bytes(id + "/events-2.jsonl") == "abc");
        CHECK(heard.files() == 2);
        CHECK(heard.words() == std::vector<std::string>{"short " + id + "/state.jsonl", "exit " + id});
        CHECK(heard.ticks() == 1);
        CHECK(heard.polls().size() == 1);
    }
}

TEST_CASE("What a lying host sends in a stream is refused") {
    const std::vector<std::string> lies = {
        "data " + other + " events.jsonl 5 1\n",
        "data " + id + " events.jsonl 4 1\n",
        "data " + id + " events.jsonl 6 1\n",
        "data " + id + " events.jsonl 5 0\n",
        "data " + id + " events.jsonl 5 1048577\n",
        "data " + id + " events.jsonl 5 -1\n",
        "data " + id + " events.jsonl 5 99999999999999999999999\n",
        "data " + id + " ../../etc/passwd 0 1\n",
        "data " + id + " exit.json 0 1\n",
        "data " + id + " logs/other.log 0 1\n",
        "data " + id + " events-0.jsonl 0 1\n",
        "data " + id + " events-1024.jsonl 0 1\n",
        "data " + id + " events-99999999.jsonl 0 1\n",
        "data " + id + " events-a.jsonl 0 1\n",
        "data " + id + " events.jsonl 5 1 1\n",
        "data " + id + " events.jsonl 5 1\nxno\n",
        "data " + id + " events.jsonl 5 1\nxshort " + id + " state.jsonl\n",
        "short " + id + " state.jsonl\ndata " + id + " state.jsonl 0 1\n",
        "short " + id + " state.jsonl\nshort " + id + " state.jsonl\n",
        "exit " + other + "\n",
        "exit " + id + "\nexit " + id + "\n",
        "exit " + id + "\ndata " + id + " events.jsonl 5 1\n",
        "tick soon\n",
        "poll 4000000000\n",
        "poll 3\nend",
        "end\ntick 1\n",
        "\n",
        "hello\n",
        std::string(600, 'x'),
        std::string(600, 'x') + "\n",
        "poll 85\nflambeau-poll 1\nboot b\nnow 5\nrun " + other + "\nfolder\ndone\nend\n",
    };
    for (const std::string& lie : lies) {
        CAPTURE(lie);
        Heard heard;
        CHECK_FALSE(said(heading + lie, 3, heard).empty());
        CHECK(heard.bytes(id + "/events.jsonl").empty());
    }
    Heard heard;
    CHECK_FALSE(said(std::string(70000, 'n'), 1000, heard).empty());
}

TEST_CASE("An error of whoever takes the bytes ends the parsing and comes out as it is") {
    launch::FollowSink sink;
    sink.data = [](const std::string&, const std::string&, std::uint64_t, std::string_view) {
        return Status(Error{ErrorCode::DiskFull, "full", {}, {}});
    };
    launch::FollowParser parser({{id, {}}}, sink);
    auto done = parser.feed(heading + "data " + id + " events.jsonl 0 1\nxok\n");
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == ErrorCode::DiskFull);
}
