// SPDX-License-Identifier: GPL-3.0-or-later
// A host that lets in by password and codes, which a real sshd would need an account of the machine for. Speaks SSH by
// libssh's server half, on a thread of its own, one connection after the other; it lets in and does nothing more.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "flambeau/remote/ssh_options.h"
#include "test_support.h"

struct ssh_session_struct;

namespace flambeau::test {

class AskingServer {
public:
    struct Wants {
        std::string password;  ///< empty: takes none
        std::string code;      ///< empty: asks for none
        std::string prompt = "Code: ";
        bool both = false;  ///< the code after the password
        bool deaf = false;  ///< says nothing to who wants a channel
    };
    AskingServer(const fs::path& folder, Wants wants);
    ~AskingServer();
    AskingServer(const AskingServer&) = delete;
    AskingServer& operator=(const AskingServer&) = delete;

    /// Reaches it as "anna", with no key and a known_hosts that has it.
    remote::SshOptions options() const;
    int entered() const { return m_entered; }
    int channels() const { return m_channels; }  ///< that were asked for

private:
    void letIn(ssh_session_struct* session);

    fs::path m_folder;
    Wants m_wants;
    int m_port = 0;
    std::atomic<int> m_entered{0}, m_channels{0};
    std::jthread m_thread;
};

}  // namespace flambeau::test
