// SPDX-License-Identifier: GPL-3.0-or-later
// What hosts want to know while they are connected to: whether their key is theirs, secrets. A worker that asks waits
// on its thread until a person has answered in the window, its work was canceled, or nobody will answer any more.
// Secrets that were given stay in this object's memory, so that a connection that was lost is made again without
// asking, and go with it. One for each desk, a child of it: it outlives the workers. GUI thread, but for trust() and
// secret().
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include <QObject>
#include <QString>

#include "flambeau/session/desk.h"

namespace flambeau::ui::compute {

struct Question {
    enum class Kind { HostKey, Passphrase, Password, Code };
    Kind kind = Kind::HostKey;
    QString who;          ///< "gpu1" or "[gpu1]:2222" of a key; "anna@gpu1" of a secret
    QString what;         ///< the key's type; the key's file; the host's own words (plain text, not ours)
    QString fingerprint;  ///< "SHA256:…"
    QString knownHosts;   ///< where the key will be written
    bool echo = false;
    int attempt = 1;
};

/// "gpu1, port 2222" of "[gpu1]:2222", as known_hosts names it.
QString readable(const QString& host);

class Questions : public QObject, public session::ComputePrompter {
    Q_OBJECT
public:
    static Questions& of(session::Desk& desk);
    ~Questions() override;

    /// The one that waits longest; null: none.
    const Question* current() const;
    void trustIt();
    void give(const QString& secret);
    void refuse();
    /// Nobody will answer any more: whoever waits, and whoever asks from now on, gets a no.
    void close();

    bool trust(const HostKey& key) override;
    std::optional<std::string> secret(const Secret& secret) override;

signals:
    /// Another question is the current one, or none is.
    void changed();
    void refused();

private:
    explicit Questions(session::Desk& desk);
    struct Pending {
        Question question;
        bool answered = false, yes = false;
        std::string secret;
    };
    using Key = std::pair<std::string, std::string>;
    bool wait(const std::shared_ptr<Pending>& pending);
    void answer(bool yes, const std::string& secret);
    void show();

    mutable std::mutex m_mutex;
    std::condition_variable_any m_told;
    std::deque<std::shared_ptr<Pending>> m_waiting;
    std::map<Key, std::string> m_kept;
    bool m_closed = false;
    std::shared_ptr<Pending> m_current;  // GUI thread's
};

}  // namespace flambeau::ui::compute
