// SPDX-License-Identifier: GPL-3.0-or-later
// What the window would do with what is dragged over it. Pages register rules; the window and its drop zones ask them
// before the button is let go. A rule looks at names and at what a stat tells, never into a file: it runs while the
// mouse moves. GUI thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QList>
#include <QString>
#include <QUrl>

class QMimeData;

namespace flambeau::ui {

struct DropOffer {
    QString text;  ///< "Import 'ants' as a dataset"
    QString icon;
    std::function<void()> accept;
};

using DropRule = std::function<std::optional<DropOffer>(const QStringList& localPaths)>;

class DropRouter {
public:
    /// The rule with the highest priority that makes an offer wins.
    void add(int priority, DropRule rule);
    std::optional<DropOffer> offerFor(const QStringList& localPaths) const;

private:
    struct Entry {
        int priority;
        DropRule rule;
    };
    std::vector<Entry> m_rules;
};

/// The local files and folders that are dragged; empty where there are none.
QStringList localPaths(const QMimeData* data);

}  // namespace flambeau::ui
