// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the figures over SSH that are about the connection.
//   bench_ssh put PORT KEYS FROM TO        connects and sends one file
//   bench_ssh get PORT KEYS FROM TO        connects and fetches one file
//   bench_ssh submit PORT KEYS SCRIPT PAIRS warm|cold RIVAL…
//       PAIRS times each, in turn: the script sent over a connection that is there (warm) or is made for it (cold), and
//       RIVAL with the script on its stdin. Seconds from the call to the first line that comes back; prints a line
//       "ours rival" of them for each pair. Fails where the two sides say different things.
#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "flambeau/base/strings.h"
#include "flambeau/remote/ssh_pool.h"

extern char** environ;

using namespace flambeau;
using Clock = std::chrono::steady_clock;

namespace {

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "bench_ssh: " << why << std::endl;
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    if (!result.ok())
        fail(result.error().message + " " + result.error().detail);
    if constexpr (!std::is_void_v<T>)
        return std::move(result).value();
}

double since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

remote::SshOptions optionsOf(const std::string& port, const fs::path& keys) {
    remote::SshOptions options;
    options.address.target = {::getpwuid(::getuid())->pw_name, "127.0.0.1", static_cast<int>(*parseInt(port))};
    options.address.identities = {(keys / "client_key").string()};
    options.configFile = keys / "no_config";
    options.knownHosts = keys / "known_hosts";
    options.useAgent = false;
    return options;
}

/// What was said, and when its first line was there.
struct Said {
    std::string text;
    double seconds = 0;

    void take(std::string_view bytes, Clock::time_point begun) {
        text += bytes;
        if (seconds == 0 && text.find('\n') != std::string::npos)
            seconds = since(begun);
    }
};

Said ours(remote::Transport& host, const std::string& script, Clock::time_point begun) {
    Said said;
    remote::StreamCommand command;
    command.script = script;
    command.out = [&](std::string_view bytes) { return said.take(bytes, begun), true; };
    if (const auto done = must(host.stream(command)); done.exitCode != 0)
        fail("the script failed: " + done.err);
    return said;
}

Said rival(const std::vector<std::string>& argv, const std::string& file) {
    const auto begun = Clock::now();
    int out[2];
    if (::pipe2(out, O_CLOEXEC) != 0)
        fail("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, file.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    std::vector<char*> words;
    for (const std::string& word : argv)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    pid_t pid = 0;
    if (::posix_spawnp(&pid, words[0], &actions, nullptr, words.data(), environ) != 0)
        fail("cannot start " + argv[0]);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    Said said;
    char some[4096];
    for (ssize_t got = 0; (got = ::read(out[0], some, sizeof some)) > 0;)
        said.take({some, static_cast<std::size_t>(got)}, begun);
    ::close(out[0]);
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (status != 0)
        fail(argv[0] + " failed");
    return said;
}

void submit(const remote::SshOptions& options, const std::string& file, int pairs, bool warm,
            const std::vector<std::string>& argv) {
    const std::string script = must(readFile(file, 1u << 20));
    remote::SilentPrompter silent;
    remote::SshPool pool;
    const auto there = pool.transport(options, silent);
    if (warm)
        must(there->connect());
    for (int pair = 0; pair < pairs; ++pair) {
        const auto begun = Clock::now();
        Said mine;
        if (warm) {
            mine = ours(*there, script, begun);
        } else {
            remote::SshTransport fresh(options, silent);
            mine = ours(fresh, script, begun);
        }
        const Said other = rival(argv, file);
        if (mine.text != other.text || mine.text.empty())
            fail("the two sides said different things: " + mine.text + " and " + other.text);
        std::printf("%.6f %.6f\n", mine.seconds, other.seconds);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 5)
        fail("put|get PORT KEYS FROM TO, or submit PORT KEYS SCRIPT PAIRS warm|cold RIVAL…");
    const auto options = optionsOf(words[1], words[2]);
    if (words[0] == "submit") {
        submit(options, words[3], static_cast<int>(*parseInt(words[4])), words.at(5) == "warm",
               {words.begin() + 6, words.end()});
        return 0;
    }
    remote::SilentPrompter silent;
    remote::SshTransport host(options, silent);
    must(words[0] == "put" ? host.putFile(words[3], words[4]) : host.getFile(words[3], words[4]));
    return 0;
}
