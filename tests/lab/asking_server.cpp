// SPDX-License-Identifier: GPL-3.0-or-later
#include "asking_server.h"

#include <libssh/libssh.h>
#include <libssh/server.h>
#include <poll.h>

#include "flambeau/base/subprocess.h"
#include "sshd.h"

// The newer way by callbacks wants an event loop; for a test this one will do.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace flambeau::test {
namespace {

/// Answers what asks to be let in.
class Door {
public:
    Door(ssh_session session, const AskingServer::Wants& wants, std::atomic<int>& entered)
        : m_session(session), m_wants(wants), m_entered(entered) {}

    void answer(ssh_message message) {
        switch (ssh_message_subtype(message)) {
            case SSH_AUTH_METHOD_PASSWORD: {
                const char* said = ssh_message_auth_password(message);
                if (m_wants.password.empty() || said == nullptr || m_wants.password != said)
                    return refuse(message);
                if (!m_wants.both)
                    return accept(message);
                m_half = true;
                ssh_set_auth_methods(m_session, SSH_AUTH_METHOD_INTERACTIVE);
                ssh_message_auth_reply_success(message, 1);
                return;
            }
            case SSH_AUTH_METHOD_INTERACTIVE:
                return code(message);
            default:
                return refuse(message);
        }
    }

private:
    void code(ssh_message message) {
        if (m_wants.code.empty() || (m_wants.both && !m_half))
            return refuse(message);
        if (ssh_message_auth_kbdint_is_response(message) == 0) {
            const char* prompts[] = {m_wants.prompt.c_str()};
            char echo[] = {0};
            ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
            return;
        }
        const char* said =
            ssh_userauth_kbdint_getnanswers(m_session) == 1 ? ssh_userauth_kbdint_getanswer(m_session, 0) : nullptr;
        said != nullptr&& m_wants.code == said ? accept(message) : refuse(message);
    }
    void accept(ssh_message message) {
        ++m_entered;  // before the guest knows
        ssh_message_auth_reply_success(message, 0);
    }
    static void refuse(ssh_message message) { ssh_message_reply_default(message); }

    ssh_session m_session;
    const AskingServer::Wants& m_wants;
    std::atomic<int>& m_entered;
    bool m_half = false;
};

}  // namespace

AskingServer::AskingServer(const fs::path& folder, Wants wants) : m_folder(folder), m_wants(std::move(wants)) {
    fs::create_directories(folder);
    ProcessSpec spec;
    spec.argv = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", (folder / "host_key").string()};
    REQUIRE(must(runProcess(spec)).exitCode == 0);
    m_port = freePort();
    std::atomic<bool> listens{false};
    ssh_init();
    m_thread = std::jthread([this, &listens](const std::stop_token& stop) {
        ssh_bind bound = ssh_bind_new();
        const std::string key = (m_folder / "host_key").string();
        ssh_bind_options_set(bound, SSH_BIND_OPTIONS_BINDADDR, "127.0.0.1");
        ssh_bind_options_set(bound, SSH_BIND_OPTIONS_BINDPORT, &m_port);
        ssh_bind_options_set(bound, SSH_BIND_OPTIONS_HOSTKEY, key.c_str());
        const bool open = ssh_bind_listen(bound) == SSH_OK;
        listens = open;
        listens.notify_all();
        while (open && !stop.stop_requested()) {
            pollfd one{ssh_bind_get_fd(bound), POLLIN, 0};
            if (::poll(&one, 1, 20) <= 0)
                continue;
            ssh_session session = ssh_new();
            if (ssh_bind_accept(bound, session) == SSH_OK)
                letIn(session);
            ssh_disconnect(session);
            ssh_free(session);
        }
        ssh_bind_free(bound);
    });
    REQUIRE(until([&] { return listens.load(); }));
}

AskingServer::~AskingServer() = default;

void AskingServer::letIn(ssh_session session) {
    ssh_set_auth_methods(session, (m_wants.password.empty() ? 0 : SSH_AUTH_METHOD_PASSWORD) |
                                      (m_wants.code.empty() || m_wants.both ? 0 : SSH_AUTH_METHOD_INTERACTIVE));
    if (ssh_handle_key_exchange(session) != SSH_OK)
        return;
    Door door(session, m_wants, m_entered);
    while (ssh_message message = ssh_message_get(session)) {
        if (ssh_message_type(message) == SSH_REQUEST_AUTH)
            door.answer(message);
        else if (ssh_message_type(message) == SSH_REQUEST_CHANNEL_OPEN && ++m_channels > 0 && m_wants.deaf)
            ;
        else
            ssh_message_reply_default(message);
        ssh_message_free(message);
    }
}

remote::SshOptions AskingServer::options() const {
    remote::SshOptions options;
    options.address.target = {"anna", "127.0.0.1", m_port};
    options.address.identities = {(m_folder / "no_key").string()};
    options.configFile = m_folder / "no_config";
    options.knownHosts = m_folder / "known_hosts";
    options.useAgent = false;
    write(options.knownHosts, "[127.0.0.1]:" + std::to_string(m_port) + " " + read(m_folder / "host_key.pub"));
    return options;
}

}  // namespace flambeau::test
