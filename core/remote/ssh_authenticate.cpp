// SPDX-License-Identifier: GPL-3.0-or-later
// The order of ssh(1): keys and agent, codes, password; where a host wants two of them, the next after the first.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <optional>

#include "flambeau/base/strings.h"
#include "ssh_connect.h"

namespace flambeau::remote {
namespace {

constexpr int kTries = 3, kMostPrompts = 20;
constexpr std::chrono::seconds kAnswerWithin{120};

/// Without it libssh has OpenSSL ask on the terminal for the passphrase of a PEM file.
int askNobody(const char*, char*, std::size_t, int, int, void*) {
    return -1;
}

class Wiper {
public:
    explicit Wiper(std::string& secret) : m_secret(secret) {}
    ~Wiper() { explicit_bzero(m_secret.data(), m_secret.size()); }
    Wiper(const Wiper&) = delete;
    Wiper& operator=(const Wiper&) = delete;

private:
    std::string& m_secret;
};

/// A code is good for once; many hosts ask for the password in the same way.
bool asksForPassword(const std::string& prompt) {
    const std::string plain = toLowerAscii(std::string(trim(prompt)));
    return plain == "password" || (endsWith(plain, "password:") && plain.find("one") == std::string::npos);
}

class Proof {
public:
    Proof(ssh_session session, const HopSettings& hop, bool useAgent, SshPrompter& prompter, SecretStore& secrets,
          const std::stop_token& stop)
        : m_session(session),
          m_hop(hop),
          m_useAgent(useAgent),
          m_prompter(prompter),
          m_secrets(secrets),
          m_stop(stop),
          m_who(domain::toString({hop.hop.user, hop.hop.host, hop.hop.port == 22 ? 0 : hop.hop.port})) {}

    Status prove();

private:
    enum class Outcome { Yes, No, More, Gone };
    struct Answer {
        std::string name, secret;
        bool remembered = false;
        ~Answer() { explicit_bzero(secret.data(), secret.size()); }
    };
    int answered(const std::function<int()>& call) const;
    Outcome judged(int code);
    Outcome outcome(const std::function<int()>& call) { return judged(answered(call)); }
    Outcome keys();
    Outcome key(const fs::path& file);
    Outcome agent();
    Outcome codes();
    Outcome password();
    std::optional<std::string> answer(const std::string& prompt, bool echo, int attempt, std::vector<Answer>& given);
    /// Whether the secret that is kept under this name is right; forgets it where it is not.
    bool tried(const std::string& name, const std::function<bool(const std::string&)>& right);
    KeyPtr load(const fs::path& file);
    bool taken(int method) const { return (m_methods & method) != 0; }
    Error refused() const;

    ssh_session m_session;
    const HopSettings& m_hop;
    bool m_useAgent;
    SshPrompter& m_prompter;
    SecretStore& m_secrets;
    const std::stop_token& m_stop;
    std::string m_who;
    int m_methods = 0;
    std::vector<std::string> m_tried;
    bool m_declined = false;  ///< the user did not want to say a secret
};

/// A host may take its time: libssh then says "again", and goes on with what it asked for when it is called again.
int Proof::answered(const std::function<int()>& call) const {
    const auto deadline = std::chrono::steady_clock::now() + kAnswerWithin;
    int code = call();
    while (code == SSH_AUTH_AGAIN && !m_stop.stop_requested() && ssh_is_connected(m_session) != 0 &&
           std::chrono::steady_clock::now() < deadline)
        code = call();
    return code;
}

Proof::Outcome Proof::judged(int code) {
    if (code == SSH_AUTH_AGAIN || m_stop.stop_requested() || ssh_is_connected(m_session) == 0)
        return Outcome::Gone;
    if (code == SSH_AUTH_PARTIAL) {
        m_methods = ssh_userauth_list(m_session, nullptr);
        return Outcome::More;
    }
    return code == SSH_AUTH_SUCCESS ? Outcome::Yes : Outcome::No;
}

bool Proof::tried(const std::string& name, const std::function<bool(const std::string&)>& right) {
    auto kept = m_secrets.find(name);
    if (!kept)
        return false;
    const Wiper wiper(*kept);
    if (right(*kept))
        return true;
    m_secrets.forget(name);
    return false;
}

KeyPtr Proof::load(const fs::path& file) {
    ssh_key key = nullptr;
    if (ssh_pki_import_privkey_file(file.c_str(), nullptr, askNobody, nullptr, &key) == SSH_OK)
        return KeyPtr(key);
    const std::string name = "passphrase " + file.string();
    const auto opens = [&](const std::string& phrase) {
        return ssh_pki_import_privkey_file(file.c_str(), phrase.c_str(), nullptr, nullptr, &key) == SSH_OK;
    };
    if (tried(name, opens))
        return KeyPtr(key);
    for (int attempt = 1; attempt <= kTries; ++attempt) {
        auto phrase = m_prompter.secret({SecretQuestion::Kind::Passphrase, m_who, file.string(), false, attempt});
        if (!phrase) {
            m_declined = true;
            return nullptr;
        }
        const Wiper wiper(*phrase);
        if (opens(*phrase)) {
            m_secrets.keep(name, *phrase);
            return KeyPtr(key);
        }
    }
    return nullptr;
}

Proof::Outcome Proof::key(const fs::path& file) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
        if (m_hop.identitiesGiven)
            m_tried.push_back("the key " + file.string() + " (there is no such file)");
        return Outcome::No;
    }
    // With the public half at hand the host says whether it takes the key before anybody is asked for a passphrase.
    ssh_key half = nullptr;
    if (ssh_pki_import_pubkey_file((file.string() + ".pub").c_str(), &half) == SSH_OK) {
        const KeyPtr open(half);
        const auto would = outcome([&] { return ssh_userauth_try_publickey(m_session, nullptr, open.get()); });
        if (would != Outcome::Yes) {
            m_tried.push_back("the key " + file.string());
            return would == Outcome::Gone ? would : Outcome::No;
        }
    }
    const KeyPtr whole = load(file);
    m_tried.push_back("the key " + file.string() + (whole ? "" : " (it could not be opened)"));
    if (!whole)
        return m_stop.stop_requested() ? Outcome::Gone : Outcome::No;
    return outcome([&] { return ssh_userauth_publickey(m_session, nullptr, whole.get()); });
}

Proof::Outcome Proof::agent() {
    if (!m_useAgent || std::getenv("SSH_AUTH_SOCK") == nullptr)
        return Outcome::No;
    m_tried.emplace_back("the agent's keys");
    return outcome([&] { return ssh_userauth_agent(m_session, nullptr); });
}

Proof::Outcome Proof::keys() {
    if (!m_hop.identitiesGiven)
        if (const auto done = agent(); done != Outcome::No)
            return done;
    for (const fs::path& file : m_hop.identities)
        if (const auto done = key(file); done != Outcome::No)
            return done;
    return m_hop.identitiesGiven && !m_hop.identitiesOnly ? agent() : Outcome::No;
}

std::optional<std::string> Proof::answer(const std::string& prompt, bool echo, int attempt,
                                         std::vector<Answer>& given) {
    const bool password = !echo && asksForPassword(prompt);
    const std::string name = "answer " + m_who + " " + prompt;
    if (password && attempt == 0) {
        if (auto kept = m_secrets.find(name)) {
            given.push_back({name, {}, true});
            return kept;
        }
    }
    auto said = m_prompter.secret({SecretQuestion::Kind::Interactive, m_who, prompt, echo, std::max(attempt, 1)});
    if (said && password)
        given.push_back({name, *said, false});
    return said;
}

Proof::Outcome Proof::codes() {
    // The first time by what is remembered; where that was wrong nobody has been asked yet.
    for (int attempt = 0; attempt <= kTries; ++attempt) {
        const auto call = [&] { return ssh_userauth_kbdint(m_session, nullptr, nullptr); };
        std::vector<Answer> given;
        int code = answered(call);
        for (int round = 0; code == SSH_AUTH_INFO && round < kMostPrompts; ++round) {
            const int count = std::min(ssh_userauth_kbdint_getnprompts(m_session), kMostPrompts);
            for (int i = 0; i < count; ++i) {
                char echo = 0;
                const char* prompt = ssh_userauth_kbdint_getprompt(m_session, static_cast<unsigned>(i), &echo);
                auto said =
                    answer(toPlainText(std::string(prompt ? prompt : "").substr(0, 400)), echo != 0, attempt, given);
                if (!said) {
                    m_declined = true;
                    return m_stop.stop_requested() ? Outcome::Gone : Outcome::No;
                }
                const Wiper wiper(*said);
                ssh_userauth_kbdint_setanswer(m_session, static_cast<unsigned>(i), said->c_str());
            }
            code = answered(call);
        }
        const auto done = judged(code);
        if (m_tried.empty() || m_tried.back() != "what it asks for")
            m_tried.emplace_back("what it asks for");
        bool remembered = false;
        for (const Answer& one : given) {
            remembered = remembered || one.remembered;
            if (one.remembered && done == Outcome::No)
                m_secrets.forget(one.name);
            if (!one.remembered && (done == Outcome::Yes || done == Outcome::More))
                m_secrets.keep(one.name, one.secret);
        }
        if (done != Outcome::No)
            return done;
        if (attempt == 0 && !remembered)
            ++attempt;
    }
    return Outcome::No;
}

Proof::Outcome Proof::password() {
    const std::string name = "password " + m_who;
    Outcome done = Outcome::No;
    const auto lets = [&](const std::string& secret) {
        done = outcome([&] { return ssh_userauth_password(m_session, nullptr, secret.c_str()); });
        return done != Outcome::No;
    };
    if (tried(name, lets))
        return done;
    for (int attempt = 1; attempt <= kTries; ++attempt) {
        auto said = m_prompter.secret({SecretQuestion::Kind::Password, m_who, "Password", false, attempt});
        if (!said) {
            m_declined = true;
            return m_stop.stop_requested() ? Outcome::Gone : Outcome::No;
        }
        const Wiper wiper(*said);
        if (attempt == 1)
            m_tried.emplace_back("the password");
        if (lets(*said)) {
            if (done != Outcome::Gone)
                m_secrets.keep(name, *said);
            return done;
        }
    }
    return Outcome::No;
}

Error Proof::refused() const {
    std::vector<std::string> takes;
    if (taken(SSH_AUTH_METHOD_PUBLICKEY))
        takes.emplace_back("a key");
    if (taken(SSH_AUTH_METHOD_INTERACTIVE))
        takes.emplace_back("answers to what it asks");
    if (taken(SSH_AUTH_METHOD_PASSWORD))
        takes.emplace_back("a password");
    Error error{ErrorCode::PermissionDenied, m_who + " lets nobody in with what there is.", {}, {}};
    if (!m_tried.empty())
        error.message = m_who + " did not accept " + join(m_tried, ", ") + ".";
    error.hint = takes.empty() ? "Ask who runs the host what it takes."
                               : "It takes " + join(takes, ", ") +
                                     ". Name your key with --identity, or put it there: ssh-copy-id " +
                                     shellQuote(m_hop.hop.user + "@" + m_hop.hop.host);
    if (m_declined)
        error.hint = "A secret was asked for and not given. " + error.hint;
    error.detail = sshWords(m_session);
    return error;
}

Status Proof::prove() {
    Outcome state = outcome([&] { return ssh_userauth_none(m_session, nullptr); });
    m_methods = ssh_userauth_list(m_session, nullptr);
    // At most one of each kind, so that a host that never says yes is not asked for ever.
    int left = SSH_AUTH_METHOD_PUBLICKEY | SSH_AUTH_METHOD_INTERACTIVE | SSH_AUTH_METHOD_PASSWORD;
    while (state == Outcome::No || state == Outcome::More) {
        const int method = taken(left & SSH_AUTH_METHOD_PUBLICKEY)     ? SSH_AUTH_METHOD_PUBLICKEY
                           : taken(left & SSH_AUTH_METHOD_INTERACTIVE) ? SSH_AUTH_METHOD_INTERACTIVE
                           : taken(left & SSH_AUTH_METHOD_PASSWORD)    ? SSH_AUTH_METHOD_PASSWORD
                                                                       : 0;
        if (method == 0)
            return refused();
        left &= ~method;
        state = method == SSH_AUTH_METHOD_PUBLICKEY     ? keys()
                : method == SSH_AUTH_METHOD_INTERACTIVE ? codes()
                                                        : password();
    }
    if (state == Outcome::Yes)
        return {};
    if (m_stop.stop_requested())
        return Error{ErrorCode::Canceled, "Connecting to " + m_who + " was stopped.", {}, {}};
    if (m_tried.size() > 1) {
        Error error = refused();
        error.message += " It then closed the connection.";
        error.hint += " With fewer keys it may not: IdentitiesOnly in ~/.ssh/config.";
        return error;
    }
    return Error{ErrorCode::Unreachable, m_who + " closed the connection while it was being entered.",
                 "Try again; it may have too many connections.", sshWords(m_session)};
}

}  // namespace

Status authenticate(ssh_session session, const HopSettings& hop, bool useAgent, SshPrompter& prompter,
                    SecretStore& secrets, const std::stop_token& stop) {
    return Proof(session, hop, useAgent, prompter, secrets, stop).prove();
}

}  // namespace flambeau::remote
