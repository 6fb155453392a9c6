// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_connect.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

#include "descriptor.h"
#include "flambeau/base/strings.h"

namespace flambeau::remote {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr const char* kCiphers =
    "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr";
constexpr int kConnectTries = 8;

void setOption(int fd, int level, int name, int value) {
    (void)::setsockopt(fd, level, name, &value, sizeof value);
}

/// A network that goes away is noticed within six seconds: nothing came back for five, or three probes found nobody.
void watchOver(int fd) {
    setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(fd, IPPROTO_TCP, TCP_KEEPIDLE, 2);
    setOption(fd, IPPROTO_TCP, TCP_KEEPINTVL, 1);
    setOption(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
    setOption(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
}

Error unreachable(const domain::SshHop& hop, int problem) {
    const std::string where = hop.host + ", port " + std::to_string(hop.port);
    std::string why = std::generic_category().message(problem);
    std::string hint = "Look whether it is switched on and this machine is in its network.";
    if (problem == ECONNREFUSED)
        hint = "Nothing listens there: look at the port, and whether sshd runs.";
    if (problem == ETIMEDOUT)
        why = "no answer";
    return {ErrorCode::Unreachable, "Cannot reach " + where + ": " + why + ".", hint, {}};
}

/// One address: 0, or errno.
int connectOne(int fd, const addrinfo& address, Clock::time_point deadline, const std::stop_token& stop) {
    if (::connect(fd, address.ai_addr, address.ai_addrlen) == 0)
        return 0;
    if (errno != EINPROGRESS)
        return errno;
    while (!stop.stop_requested() && Clock::now() < deadline) {
        pollfd one{fd, POLLOUT, 0};
        if (::poll(&one, 1, 50) > 0) {
            int problem = 0;
            socklen_t size = sizeof problem;
            ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size);
            return problem;
        }
    }
    return ETIMEDOUT;
}

Result<int> dial(const domain::SshHop& hop, milliseconds timeout, const std::stop_token& stop) {
    addrinfo wanted{}, *found = nullptr;
    wanted.ai_socktype = SOCK_STREAM;
    const int code = ::getaddrinfo(hop.host.c_str(), std::to_string(hop.port).c_str(), &wanted, &found);
    if (code != 0)
        return Error{ErrorCode::Unreachable, "There is no host called " + escapeControls(hop.host) + ".",
                     "Look how its name is written, and whether this machine is in a network.", ::gai_strerror(code)};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
    int problem = EHOSTUNREACH;
    for (const addrinfo* each = all.get(); each != nullptr && !stop.stop_requested(); each = each->ai_next) {
        const int fd = ::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, each->ai_protocol);
        if (fd < 0) {
            problem = errno;
            continue;
        }
        problem = connectOne(fd, *each, Clock::now() + timeout, stop);  // one that is filtered takes no other's time
        if (problem == 0) {
            watchOver(fd);
            return fd;
        }
        ::close(fd);
    }
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "Connecting to " + hop.host + " was stopped.", {}, {}};
    return unreachable(hop, problem);
}

SessionPtr newSession(const HopSettings& hop, int fd, milliseconds timeout) {
    SessionPtr session(ssh_new());
    const long seconds = std::max<long>(1, std::chrono::ceil<std::chrono::seconds>(timeout).count());
    const int off = 0, on = 1, port = hop.hop.port;
    const std::string knownHosts = [&] {  // libssh replaces what follows '%'
        std::string path;
        for (const char c : hop.knownHosts.string())
            path += c == '%' ? std::string("%%") : std::string(1, c);
        return path;
    }();
    ssh_options_set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &off);
    ssh_options_set(session.get(), SSH_OPTIONS_HOST, hop.hop.host.c_str());
    ssh_options_set(session.get(), SSH_OPTIONS_PORT, &port);
    ssh_options_set(session.get(), SSH_OPTIONS_USER, hop.hop.user.c_str());
    ssh_options_set(session.get(), SSH_OPTIONS_KNOWNHOSTS, knownHosts.c_str());
    ssh_options_set(session.get(), SSH_OPTIONS_TIMEOUT, &seconds);
    ssh_options_set(session.get(), SSH_OPTIONS_NODELAY, &on);
    ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_C_S, kCiphers);
    ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_S_C, kCiphers);
    ssh_options_set(session.get(), SSH_OPTIONS_FD, &fd);
    return session;
}

/// Greeting, keys, proof. `retry` becomes true where the host hung up before it said who it is (it had too many
/// connections at once).
Result<SessionPtr> enter(const HopSettings& hop, int fd, const SshOptions& options, SshPrompter& prompter,
                         SecretStore& secrets, const std::stop_token& stop, bool& retry) {
    SessionPtr session = newSession(hop, fd, options.connectTimeout);
    // What blocks in here ends with its socket. By a descriptor of our own: libssh may have closed its one by then.
    const Descriptor own(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
    const std::stop_callback cut(stop, [&own] { ::shutdown(own.get(), SHUT_RDWR); });
    const auto begun = Clock::now();
    if (ssh_connect(session.get()) != SSH_OK) {
        if (stop.stop_requested())
            return Error{ErrorCode::Canceled, "Connecting to " + hop.hop.host + " was stopped.", {}, {}};
        retry = ssh_get_serverbanner(session.get()) == nullptr && Clock::now() - begun < options.connectTimeout / 2;
        return Error{ErrorCode::Unreachable, hop.hop.host + " does not speak SSH with us.",
                     "Look at the port, and whether the host is overloaded.", sshWords(session.get())};
    }
    FLAMBEAU_CHECK(checkHostKey(session.get(), hop, prompter));
    FLAMBEAU_CHECK(authenticate(session.get(), hop, options.useAgent, prompter, secrets, stop));
    return session;
}

/// So that those who were turned away together do not come back together.
milliseconds jitter() {
    static std::atomic<unsigned> turns{0};
    return milliseconds(turns++ * 37 % 150);
}

void pause(milliseconds time, const std::stop_token& stop) {
    for (auto until = Clock::now() + time; Clock::now() < until && !stop.stop_requested();)
        std::this_thread::sleep_for(milliseconds(20));
}

}  // namespace

void SessionFree::operator()(ssh_session session) const {
    if (session == nullptr)
        return;
    ssh_disconnect(session);
    ssh_free(session);
}

std::string sshWords(ssh_session session) {
    return toPlainText(std::string(ssh_get_error(session)).substr(0, 1000));
}

Result<Connected> connectSsh(const SshOptions& options, SshPrompter& prompter, SecretStore& secrets,
                             const std::stop_token& stop) {
    static const int ready = ssh_init();  // once, before there are threads that use it
    (void)ready;
    FLAMBEAU_TRY(const std::vector<HopSettings> hops, resolveHops(options));
    std::unique_ptr<SshTunnel> tunnel;
    for (std::size_t i = 0;; ++i) {
        const HopSettings& hop = hops[i];
        SessionPtr session;
        for (int attempt = 1; !session; ++attempt) {
            int fd = -1;
            if (tunnel) {
                fd = tunnel->takeSocket();
            } else {
                FLAMBEAU_TRY(fd, dial(hop.hop, options.connectTimeout, stop));
            }
            bool retry = false;
            auto entered = enter(hop, fd, options, prompter, secrets, stop, retry);
            if (!entered && retry && !tunnel && attempt < kConnectTries) {
                pause(milliseconds(150 * std::min(attempt * attempt, 16)) + jitter(), stop);
                continue;
            }
            FLAMBEAU_TRY(session, std::move(entered));
        }
        const std::string who = hop.hop.user + "@" + hop.hop.host;
        if (i + 1 == hops.size()) {
            HostKey key = shownKey(session.get());
            return Connected{std::move(tunnel), std::move(session), who, std::move(key)};
        }
        FLAMBEAU_TRY(tunnel, SshTunnel::open(session.release(), hops[i + 1].hop.host, hops[i + 1].hop.port,
                                             std::move(tunnel), options.connectTimeout, stop));
    }
}

}  // namespace flambeau::remote
