// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/drop.h"

#include <algorithm>

#include <QMimeData>

namespace flambeau::ui {

void DropRouter::add(int priority, DropRule rule) {
    const auto at = std::find_if(m_rules.begin(), m_rules.end(), [&](const Entry& e) { return e.priority < priority; });
    m_rules.insert(at, {priority, std::move(rule)});
}

std::optional<DropOffer> DropRouter::offerFor(const QStringList& localPaths) const {
    if (localPaths.isEmpty())
        return std::nullopt;
    for (const Entry& entry : m_rules) {
        if (auto offer = entry.rule(localPaths))
            return offer;
    }
    return std::nullopt;
}

QStringList localPaths(const QMimeData* data) {
    QStringList paths;
    if (data == nullptr)
        return paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

}  // namespace flambeau::ui
