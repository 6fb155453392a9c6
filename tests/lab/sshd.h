// SPDX-License-Identifier: GPL-3.0-or-later
// Real sshds on loopback, each with keys and a folder of its own, that end with the object. Needs openssh-server; no
// account of the machine is changed: one logs in as who runs the test.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "flambeau/remote/ssh_transport.h"
#include "test_support.h"

namespace flambeau::test {

class Sshd {
public:
    struct Options {
        std::string hostKeyType = "ed25519";
        /// What stands in for the user's login shell: gets the command in $SSH_ORIGINAL_COMMAND; empty: the real one.
        std::string shell;
        std::string extra;  ///< lines of sshd_config
        int port = 0;       ///< 0: a free one
    };
    explicit Sshd(const fs::path& folder) : Sshd(folder, Options()) {}
    Sshd(const fs::path& folder, const Options& options);
    ~Sshd();
    Sshd(const Sshd&) = delete;
    Sshd& operator=(const Sshd&) = delete;

    static bool available();

    int port() const { return m_port; }
    pid_t pid() const { return m_pid; }
    std::vector<pid_t> sessions() const;  ///< its processes that serve a connection
    /// "[127.0.0.1]:PORT type base64", a line of known_hosts.
    std::string knownHostsLine() const;
    fs::path key() const { return m_folder / "client_key"; }                ///< without a passphrase
    fs::path lockedKey() const { return m_folder / "client_key_locked"; }   ///< passphrase "secret"
    fs::path strangerKey() const { return m_folder / "client_key_other"; }  ///< which it does not take
    /// Reaches it with key() and a known_hosts of its own that has it.
    remote::SshOptions options() const;
    void stop();
    void start();

private:
    fs::path m_folder;
    Options m_options;
    int m_port = 0;
    pid_t m_pid = -1;
};

/// Answers as told, and remembers what it was asked.
class ScriptedPrompter : public remote::SshPrompter {
public:
    bool trust(const remote::HostKeyQuestion& question) override;
    std::optional<std::string> secret(const remote::SecretQuestion& question) override;

    bool trusts = false;
    std::vector<std::string> secrets;  ///< given one after the other; then none
    std::vector<remote::HostKeyQuestion> keys;
    std::vector<remote::SecretQuestion> questions;
};

std::string userName();
int freePort();
bool until(const std::function<bool()>& condition, int seconds = 60);

}  // namespace flambeau::test
