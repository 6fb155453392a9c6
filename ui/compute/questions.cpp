// SPDX-License-Identifier: GPL-3.0-or-later
#include "questions.h"

#include <algorithm>
#include <utility>

#include <QMetaObject>

#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

void wipe(std::string& secret) {
    std::fill(secret.begin(), secret.end(), '\0');
    asm volatile("" : : "r"(secret.data()) : "memory");  // so that it is not found to be for nothing
    secret.clear();
}

Question::Kind kindOf(session::ComputePrompter::Secret::Kind kind) {
    using Kind = session::ComputePrompter::Secret::Kind;
    return kind == Kind::Passphrase ? Question::Kind::Passphrase
           : kind == Kind::Password ? Question::Kind::Password
                                    : Question::Kind::Code;
}

/// Codes are good once; the others are what they were the last time.
bool mayBeKept(const Question& question) {
    return question.kind == Question::Kind::Passphrase || question.kind == Question::Kind::Password;
}

/// A key's passphrase is the same for every host.
std::pair<std::string, std::string> keyOf(const Question& question) {
    return {question.kind == Question::Kind::Passphrase ? std::string() : question.who.toStdString(),
            question.what.toStdString()};
}

}  // namespace

QString readable(const QString& host) {
    const auto port = host.startsWith('[') ? host.lastIndexOf("]:") : -1;
    return port < 0 ? host : say("%1, port %2").arg(host.mid(1, port - 1), host.mid(port + 2));
}

Questions& Questions::of(session::Desk& desk) {
    if (auto* there = desk.findChild<Questions*>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new Questions(desk);
}

Questions::Questions(session::Desk& desk) : QObject(&desk) {}

Questions::~Questions() {
    for (auto& [key, secret] : m_kept)
        wipe(secret);
}

const Question* Questions::current() const {
    return m_current ? &m_current->question : nullptr;
}

void Questions::trustIt() {
    answer(true, {});
}

void Questions::give(const QString& secret) {
    std::string bytes = secret.toStdString();
    answer(true, bytes);
    wipe(bytes);
}

void Questions::refuse() {
    if (m_current)
        emit refused();
    answer(false, {});
}

void Questions::answer(bool yes, const std::string& secret) {
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_current)
            return;
        const Question& asked = m_current->question;
        if (yes && mayBeKept(asked))
            m_kept[keyOf(asked)] = secret;
        for (const auto& one : m_waiting) {
            // Who asks the very same is answered with it.
            const bool same = one == m_current || (mayBeKept(asked) && one->question.kind == asked.kind &&
                                                   keyOf(one->question) == keyOf(asked));
            if (!same || one->answered)
                continue;
            one->answered = true;
            one->yes = yes;
            one->secret = secret;
        }
        std::erase_if(m_waiting, [](const auto& one) { return one->answered; });
    }
    m_told.notify_all();
    show();
}

void Questions::close() {
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_waiting.clear();
    }
    m_told.notify_all();
    show();
}

void Questions::show() {
    std::shared_ptr<Pending> first;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_waiting.empty())
            first = m_waiting.front();
    }
    if (std::exchange(m_current, first) != first)
        emit changed();
}

bool Questions::wait(const std::shared_ptr<Pending>& pending) {
    const auto tell = [this] {
        QMetaObject::invokeMethod(
            this, [this] { show(); }, Qt::QueuedConnection);
    };
    std::unique_lock lock(m_mutex);
    if (m_closed)
        return false;
    m_waiting.push_back(pending);
    tell();
    m_told.wait(lock, session::stopOfThisWork(), [&] { return pending->answered || m_closed; });
    if (std::erase(m_waiting, pending) > 0)
        tell();  // canceled: the question goes
    return pending->answered && pending->yes;
}

bool Questions::trust(const HostKey& key) {
    const auto pending = std::make_shared<Pending>();
    pending->question = {Question::Kind::HostKey,
                         text(key.host),
                         text(key.type),
                         text(key.fingerprint),
                         text(key.knownHosts.string()),
                         false,
                         1};
    return wait(pending);
}

std::optional<std::string> Questions::secret(const Secret& secret) {
    const auto pending = std::make_shared<Pending>();
    Question& question = pending->question;
    question.kind = kindOf(secret.kind);
    question.who = text(secret.who);
    question.what = text(secret.what);
    question.echo = secret.echo;
    question.attempt = secret.attempt;
    if (mayBeKept(question)) {
        const std::scoped_lock lock(m_mutex);
        const auto kept = m_kept.find(keyOf(question));
        if (kept != m_kept.end() && secret.attempt == 1)
            return kept->second;
        if (kept != m_kept.end()) {  // it was refused
            wipe(kept->second);
            m_kept.erase(kept);
        }
    }
    if (!wait(pending))
        return std::nullopt;
    std::string given = pending->secret;
    wipe(pending->secret);
    return given;
}

}  // namespace flambeau::ui::compute
