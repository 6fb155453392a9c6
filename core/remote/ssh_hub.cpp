// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_hub.h"

#include <algorithm>

namespace flambeau::remote {
namespace {

using std::chrono::milliseconds;

constexpr int kMostAtOnce = 4;
constexpr milliseconds kFirstPause{1000}, kLongestPause{30'000};
/// A connection that is lost so soon is as good as none.
constexpr milliseconds kTooSoon{2000};
constexpr int kLossesInARow = 3;

/// What makes two transports the same connection.
std::string identity(const SshOptions& options) {
    std::string all = domain::toString(options.address.target);
    const auto add = [&all](char kind, const std::string& text) { all += '\n' + (kind + text); };
    for (const auto& jump : options.address.jumps)
        add('j', domain::toString(jump));
    for (const std::string& key : options.address.identities)
        add('i', key);
    add('c', options.configFile.string());
    add('k', options.knownHosts.string());
    add('a', options.useAgent ? "agent" : "");
    return all;
}

Error canceled(const SshOptions& options) {
    return {ErrorCode::Canceled, "Connecting to " + options.address.target.host + " was stopped.", {}, {}};
}

}  // namespace

/// One of the few that may connect at a time; while a person is asked, somebody else's turn.
class SshHub::Turn : public SshPrompter {
public:
    Turn(SshHub& hub, SshPrompter& prompter, const std::stop_token& stop);
    ~Turn() override { give(); }

    bool trust(const HostKeyQuestion& question) override {
        give();
        const bool yes = m_prompter.trust(question);
        take();
        return yes;
    }
    std::optional<std::string> secret(const SecretQuestion& question) override {
        give();
        auto said = m_prompter.secret(question);
        take();
        return said;
    }

private:
    void take() {
        Lock lock(m_hub.m_mutex);
        m_has = m_hub.m_changed.wait(lock, m_stop, [this] { return m_hub.m_connecting < kMostAtOnce; });
        m_hub.m_connecting += m_has ? 1 : 0;
    }
    void give() {
        const std::lock_guard lock(m_hub.m_mutex);
        m_hub.m_connecting -= m_has ? 1 : 0;
        m_has = false;
        m_hub.m_changed.notify_all();
    }

    SshHub& m_hub;
    SshPrompter& m_prompter;
    const std::stop_token m_stop;
    bool m_has = false;
};

SshHub::Turn::Turn(SshHub& hub, SshPrompter& prompter, const std::stop_token& stop)
    : m_hub(hub), m_prompter(prompter), m_stop(stop) {
    take();
}

void SshHub::failed(Host& host, Error reason) {
    if (reason.code == ErrorCode::Canceled) {  // one caller's wish says nothing of the host to the others
        host.reason.reset();
        return;
    }
    const auto pause = kFirstPause * (1 << std::min(host.failures, 5));
    host.notBefore = Clock::now() + std::min<milliseconds>(pause, kLongestPause);
    ++host.failures;
    host.reason = std::move(reason);
}

Result<std::shared_ptr<SshLink>> SshHub::connect(Host& host, const SshOptions& options, SshPrompter& prompter,
                                                 Retry retry, const std::stop_token& stop, Lock& lock) {
    host.connecting = true;
    host.accepted = options.acceptFingerprint;
    host.asked = retry == Retry::Now;
    lock.unlock();
    auto connected = [&]() -> Result<Connected> {
        Turn turn(*this, prompter, stop);
        if (stop.stop_requested())
            return canceled(options);
        return connectSsh(options, turn, *m_secrets, stop);
    }();
    lock.lock();
    host.connecting = false;
    ++host.attempts;
    m_changed.notify_all();
    if (!connected) {
        failed(host, connected.error());
        return std::move(connected).error();
    }
    host.reason.reset();  // whether it lasts is seen when it is lost: the count of failures stays until then
    if (!m_io) {
        FLAMBEAU_TRY(m_io, SshIo::make());
    }
    host.link = std::make_shared<SshLink>(std::move(*connected), m_io);
    return host.link;
}

Result<std::shared_ptr<SshLink>> SshHub::link(const SshOptions& options, SshPrompter& prompter, Retry retry,
                                              const std::stop_token& stop) {
    const std::string key = identity(options);
    std::shared_ptr<SshLink> dead;  // hangs up when the lock is no longer held
    Lock lock(m_mutex);
    Host& host = m_hosts[key];  // stays where it is
    while (true) {
        if (stop.stop_requested())
            return canceled(options);
        if (host.link && host.link->alive())
            return host.link;
        if (host.link) {
            const bool lasted = Clock::now() - host.link->since() >= kTooSoon;
            host.losses = lasted ? 0 : host.losses + 1;
            if (lasted)
                host.failures = 0;
            if (host.losses >= kLossesInARow)
                failed(host, {ErrorCode::Unreachable,
                              "The connection to " + host.link->who() + " is lost as soon as it is made.",
                              "Look into the log of its sshd; it is tried again after a while.",
                              {}});
            dead = std::move(host.link);
        }
        if (!host.connecting) {
            if (retry == Retry::AfterPause && host.reason && Clock::now() < host.notBefore &&
                host.accepted == options.acceptFingerprint)
                return *host.reason;
            return connect(host, options, prompter, retry, stop, lock);
        }
        const std::uint64_t before = host.attempts;
        m_changed.wait(lock, stop, [&] { return host.attempts != before; });
        // What failed for somebody who could do less is tried anew.
        const bool couldLess = (retry == Retry::Now && !host.asked) || host.accepted != options.acceptFingerprint;
        if (!stop.stop_requested() && !host.link && host.reason && host.reason->code != ErrorCode::Canceled &&
            !couldLess)
            return *host.reason;
    }
}

void SshHub::forget(const std::shared_ptr<SshLink>& link) {
    std::shared_ptr<SshLink> gone;
    const std::lock_guard lock(m_mutex);
    for (auto& [key, host] : m_hosts)
        if (host.link == link)
            gone = std::move(host.link);
}

}  // namespace flambeau::remote
