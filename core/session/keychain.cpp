// SPDX-License-Identifier: GPL-3.0-or-later
// A file of its own: a program that does not ask for the keychain does not load it.
#include "flambeau/session/keychain.h"

#include "program_secrets.h"

#ifdef FLAMBEAU_KEYCHAIN
#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QThread>
#include <atomic>
#include <chrono>
#include <condition_variable>
#endif

namespace flambeau::session {

#ifdef FLAMBEAU_KEYCHAIN
namespace {

/// A keychain may ask the person to open it first.
constexpr std::chrono::seconds kAnswerWithin{30};

/// One question and who waits for its answer.
struct Answer {
    std::mutex mutex;
    std::condition_variable there;
    bool done = false, away = false;
    std::optional<std::string> secret;

    void give(const QKeychain::ReadPasswordJob& job) {
        const std::lock_guard lock(mutex);
        done = true;
        if (job.error() == QKeychain::NoError)
            secret = job.textData().toStdString();
        away = job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound;
        there.notify_all();
    }
};

/// Memory first, the keychain behind it. Its jobs run on a thread of their own: who connects waits for an answer on
/// whichever thread it is on, and the window never.
class Keychain : public remote::SecretStore {
public:
    Keychain() {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Keychain() override {
        m_thread.quit();
        m_thread.wait();
    }

    std::optional<std::string> find(const std::string& key) override {
        if (auto known = m_memory.find(key))
            return known;
        const auto answer = std::make_shared<Answer>();
        const auto job = [answer] {
            auto* read = new QKeychain::ReadPasswordJob(kService);
            QObject::connect(read, &QKeychain::Job::finished, read, [answer, read] { answer->give(*read); });
            return read;
        };
        if (m_away)
            return std::nullopt;
        begin(key, job);
        std::unique_lock lock(answer->mutex);
        answer->there.wait_for(lock, kAnswerWithin, [&] { return answer->done; });
        if (!answer->done || answer->away)
            m_away = true;
        if (answer->secret)
            m_memory.keep(key, *answer->secret);
        return answer->secret;
    }

    // Nobody waits for these: a host that is being entered does not.
    void keep(const std::string& key, const std::string& secret) override {
        m_memory.keep(key, secret);
        begin(key, [secret] {
            auto* write = new QKeychain::WritePasswordJob(kService);
            write->setTextData(QString::fromStdString(secret));
            return write;
        });
    }
    void forget(const std::string& key) override {
        m_memory.forget(key);
        begin(key, [] { return new QKeychain::DeletePasswordJob(kService); });
    }

private:
    static constexpr const char* kService = "Flambeau";

    template <class Make>
    void begin(const std::string& key, Make make) {
        if (m_away)
            return;
        QMetaObject::invokeMethod(
            &m_worker,
            [make, name = QString::fromStdString(key)] {
                QKeychain::Job* job = make();
                job->setKey(name);
                job->setInsecureFallback(false);
                job->start();
            },
            Qt::QueuedConnection);
    }

    remote::MemorySecrets m_memory;
    std::atomic<bool> m_away{false};
    QObject m_worker;
    QThread m_thread;
};

}  // namespace

void useKeychain() {
    setProgramSecrets(std::make_shared<Keychain>());
    // The thread of its jobs ends before the application does.
    QObject::connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, [] { setProgramSecrets(nullptr); });
}
#else
void useKeychain() {
    setProgramSecrets(std::make_shared<remote::MemorySecrets>());
}
#endif

}  // namespace flambeau::session
