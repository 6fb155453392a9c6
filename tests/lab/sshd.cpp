// SPDX-License-Identifier: GPL-3.0-or-later
#include "sshd.h"

#include <arpa/inet.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"

namespace flambeau::test {
namespace {

constexpr const char* kSshd = "/usr/sbin/sshd";

void run(const std::vector<std::string>& argv) {
    ProcessSpec spec;
    spec.argv = argv;
    const auto result = must(runProcess(spec));
    INFO(result.err);
    REQUIRE(result.exitCode == 0);
}

}  // namespace

int freePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(fd);
    return ntohs(address.sin_port);
}

std::string userName() {
    const passwd* user = ::getpwuid(::getuid());
    return user ? user->pw_name : "";
}

bool until(const std::function<bool()>& condition, int seconds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

bool Sshd::available() {
    if (::access(kSshd, X_OK) == 0)
        return true;
    WARN("openssh-server is not installed: nothing is tried over SSH");
    return false;
}

Sshd::Sshd(const fs::path& folder, const Options& options) : m_folder(folder), m_options(options) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    if (::getuid() == 0)
        fs::create_directories("/run/sshd");  // sshd wants it
    run({"ssh-keygen", "-q", "-t", options.hostKeyType, "-N", "", "-f", (folder / "host_key").string()});
    run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key().string()});
    run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", lockedKey().string()});
    run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", strangerKey().string()});
    write(folder / "authorized_keys", read(key().string() + ".pub") + read(lockedKey().string() + ".pub"));
    m_port = options.port != 0 ? options.port : freePort();
    std::string config = "Port " + std::to_string(m_port) + "\nListenAddress 127.0.0.1\nHostKey " +
                         (folder / "host_key").string() + "\nAuthorizedKeysFile " +
                         (folder / "authorized_keys").string() + "\nPidFile " + (folder / "sshd.pid").string() +
                         "\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                         "PermitRootLogin prohibit-password\n"
                         "SetEnv SHLVL=1\n" +  // bash then leaves out the account's own .bashrc, which may be slow
                         options.extra +
                         "\n";
    if (!options.shell.empty())
        config += "ForceCommand " + options.shell + "\n";
    write(folder / "sshd_config", config);
    start();
}

Sshd::~Sshd() {
    for (const pid_t one : sessions())
        ::kill(one, SIGKILL);
    stop();
}

void Sshd::start() {
    const fs::path pidFile = m_folder / "sshd.pid";
    fs::remove(pidFile);
    m_pid = ::fork();
    REQUIRE(m_pid >= 0);
    if (m_pid == 0) {
        ::setpgid(0, 0);
        ::execl(kSshd, kSshd, "-D", "-f", (m_folder / "sshd_config").c_str(), "-E", (m_folder / "sshd.log").c_str(),
                nullptr);
        ::_exit(127);
    }
    INFO(m_port);
    // It writes that once it listens. To try whether it answers would be one more session for a while.
    REQUIRE(until([&] { return fs::exists(pidFile); }));
}

void Sshd::stop() {
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGCONT);
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

std::vector<pid_t> Sshd::sessions() const {
    std::vector<pid_t> found;
    std::ifstream children("/proc/" + std::to_string(m_pid) + "/task/" + std::to_string(m_pid) + "/children");
    for (pid_t child = 0; children >> child;)
        found.push_back(child);
    return found;
}

std::string Sshd::knownHostsLine() const {
    return "[127.0.0.1]:" + std::to_string(m_port) + " " + read(m_folder / "host_key.pub");
}

remote::SshOptions Sshd::options() const {
    remote::SshOptions options;
    options.address.target = {userName(), "127.0.0.1", m_port};
    options.address.identities = {key().string()};
    options.configFile = m_folder / "no_config";
    options.knownHosts = m_folder / "known_hosts";
    options.useAgent = false;
    write(options.knownHosts, knownHostsLine());
    return options;
}

bool ScriptedPrompter::trust(const remote::HostKeyQuestion& question) {
    keys.push_back(question);
    return trusts;
}

std::optional<std::string> ScriptedPrompter::secret(const remote::SecretQuestion& question) {
    questions.push_back(question);
    if (questions.size() > secrets.size())
        return std::nullopt;
    return secrets[questions.size() - 1];
}

}  // namespace flambeau::test
