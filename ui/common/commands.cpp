// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/commands.h"

#include <algorithm>

#include <QWidget>

#include "flambeau/ui/common/icons.h"

namespace flambeau::ui {
namespace {

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

}  // namespace

void setBlocked(QAction* action, const QString& reason) {
    action->setProperty("blocked", reason);
    action->setEnabled(reason.isEmpty());
    action->setToolTip(reason);
    action->setStatusTip(reason);
}

QString blockedBecause(const QAction* action) {
    return action->property("blocked").toString();
}

int fuzzyScore(const QString& query, const QString& text, QList<int>* places) {
    const QString wanted = query.simplified().remove(' ').toCaseFolded();
    const QString folded = text.toCaseFolded();
    if (wanted.isEmpty())
        return 0;
    if (wanted.size() > folded.size() || folded.size() != text.size())
        return -1;
    // best[j]: score of the letters so far with the last of them at j. Texts are short, so the square is nothing.
    const qsizetype n = folded.size();
    std::vector<std::vector<int>> best(static_cast<std::size_t>(wanted.size()),
                                       std::vector<int>(static_cast<std::size_t>(n), -1));
    std::vector<std::vector<int>> from(best.size(), std::vector<int>(static_cast<std::size_t>(n), -1));
    for (std::size_t i = 0; i < best.size(); ++i) {
        int before = -1, beforeAt = -1;
        for (std::size_t j = 0; j < static_cast<std::size_t>(n); ++j) {
            if (folded[static_cast<qsizetype>(j)] == wanted[static_cast<qsizetype>(i)]) {
                const int own = startsWord(text, static_cast<qsizetype>(j)) ? 8 : 1;
                if (i == 0) {
                    best[i][j] = own + (j == 0 ? 4 : 0);
                } else {
                    if (before >= 0) {
                        best[i][j] = before + own;
                        from[i][j] = beforeAt;
                    }
                    if (j > 0 && best[i - 1][j - 1] >= 0 && best[i - 1][j - 1] + own + 5 > best[i][j]) {
                        best[i][j] = best[i - 1][j - 1] + own + 5;
                        from[i][j] = static_cast<int>(j) - 1;
                    }
                }
            }
            if (i > 0 && best[i - 1][j] > before) {
                before = best[i - 1][j];
                beforeAt = static_cast<int>(j);
            }
        }
    }
    const auto end = std::max_element(best.back().begin(), best.back().end());
    if (*end < 0)
        return -1;
    if (places != nullptr) {
        places->clear();
        int at = static_cast<int>(end - best.back().begin());
        for (std::size_t i = best.size(); i-- > 0; at = from[i][static_cast<std::size_t>(at)])
            places->prepend(at);
    }
    // Of equal ones the shorter text.
    return std::max(0, *end * 16 - static_cast<int>(std::min<qsizetype>(n, 15)));
}

CommandRegistry::CommandRegistry(QWidget* window) : QObject(window), m_window(window) {}

QAction* CommandRegistry::add(const Command& command, QObject* owner) {
    delete find(command.id);
    auto* action = new QAction(command.text, owner != nullptr ? owner : this);
    action->setObjectName(command.id);
    action->setProperty("group", command.group);
    action->setProperty("iconName", command.icon);
    action->setProperty("words", command.words);
    if (!command.icon.isEmpty())
        action->setIcon(icon(command.icon));
    action->setShortcuts(command.keys);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, action, [run = command.run] {
        if (run)
            run();
    });
    m_window->addAction(action);
    m_actions.removeAll(nullptr);
    m_actions << action;
    connect(action, &QAction::changed, this, &CommandRegistry::changed);
    emit changed();
    return action;
}

QAction* CommandRegistry::find(const QString& id) const {
    for (const auto& action : m_actions) {
        if (action != nullptr && action->objectName() == id)
            return action;
    }
    return nullptr;
}

QList<QAction*> CommandRegistry::actions() const {
    QList<QAction*> all;
    for (const auto& action : m_actions) {
        if (action != nullptr)
            all << action;
    }
    return all;
}

void CommandRegistry::addProvider(QObject* owner, SearchProvider provider) {
    m_providers.push_back({owner, std::move(provider)});
}

std::vector<SearchHit> CommandRegistry::search(const QString& text, int limit) const {
    std::vector<SearchHit> hits;
    for (const Provider& provider : m_providers) {
        if (provider.owner.isNull())
            continue;
        for (SearchHit& hit : provider.search(text, limit))
            hits.push_back(std::move(hit));
    }
    return hits;
}

QString CommandRegistry::id(const QAction* action) {
    return action->objectName();
}
QString CommandRegistry::group(const QAction* action) {
    return action->property("group").toString();
}
QString CommandRegistry::iconName(const QAction* action) {
    return action->property("iconName").toString();
}
QString CommandRegistry::words(const QAction* action) {
    return action->property("words").toString();
}

QString CommandRegistry::keyText(const QAction* action) {
    QString keys = action->shortcut().toString(QKeySequence::NativeText);
    // "Ctrl+K" is read as "Ctrl K"; a plus that is the key itself stays.
    for (qsizetype at = keys.indexOf('+'); at >= 0 && at + 1 < keys.size(); at = keys.indexOf('+', at + 1))
        keys[at] = ' ';
    return keys;
}

}  // namespace flambeau::ui
