// SPDX-License-Identifier: GPL-3.0-or-later
// RunsModel: which rows there are, in which order.
#include <algorithm>

#include <QDateTime>

#include "run_texts.h"
#include "runs_model.h"

namespace flambeau::ui::runs {

std::vector<session::RunRowPtr> RunsModel::chainOf(const session::RunRowPtr& run) const {
    std::vector<session::RunRowPtr> chain{run};
    while (chain.back()->resumedFrom) {
        const auto parent = m_list.row(text(chain.back()->resumedFrom->str()));
        // A chain has an end even where the store says otherwise.
        if (!parent || std::find(chain.begin(), chain.end(), parent) != chain.end())
            break;
        chain.push_back(parent);
    }
    return chain;
}

std::vector<RunsModel::Row> RunsModel::heads() const {
    std::vector<session::RunRowPtr> matching;
    QSet<QString> continued;
    for (const auto& run : m_list.rows()) {
        if ((run->trashed > 0) != m_trash || !m_query.matches(*run))
            continue;
        matching.push_back(run);
        if (!m_trash && run->resumedFrom)
            continued.insert(text(run->resumedFrom->str()));
    }
    std::vector<Row> rows;
    rows.reserve(matching.size());
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    for (const auto& run : matching) {
        const QString id = text(run->id.str());
        if (continued.contains(id))
            continue;
        Row row;
        row.id = id;
        row.chain = m_trash ? std::vector{run} : chainOf(run);
        row.count = static_cast<int>(row.chain.size());
        row.key = sortKeyOf(m_sort, row.chain, now);
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [this](const Row& a, const Row& b) {
        if (const int order = compare(a.key, b.key, m_descending))
            return order < 0;
        const auto& x = *a.chain.front();
        const auto& y = *b.chain.front();
        return x.created != y.created ? x.created > y.created : x.id > y.id;
    });
    return rows;
}

void RunsModel::arrange(std::vector<Row>& rows) const {
    std::vector<Row> arranged;
    const auto add = [&](Row& head) {
        const Row& kept = arranged.emplace_back(std::move(head));
        if (kept.count < 2 || !m_open.contains(kept.id))
            return;
        const auto chain = kept.chain;
        const QString id = kept.id;
        for (std::size_t i = 1; i < chain.size(); ++i) {
            Row earlier;
            earlier.kind = Kind::Earlier;
            earlier.id = text(chain[i]->id.str());
            earlier.head = id;
            earlier.chain.assign(chain.begin() + static_cast<std::ptrdiff_t>(i), chain.end());
            arranged.push_back(std::move(earlier));
        }
    };
    if (!m_grouped) {
        for (Row& row : rows)
            add(row);
        rows = std::move(arranged);
        return;
    }
    // The group of the first row comes first: sorting holds over groups as well.
    QStringList order;
    QHash<QString, std::vector<Row*>> members;
    for (Row& row : rows) {
        const QString name = text(row.chain.front()->experiment);
        if (!members.contains(name))
            order << name;
        members[name].push_back(&row);
    }
    for (const QString& name : order) {
        Row group;
        group.kind = Kind::Group;
        group.id = name;
        group.count = static_cast<int>(members[name].size());
        arranged.push_back(group);
        if (m_closedGroups.contains(name))
            continue;
        for (Row* row : members[name])
            add(*row);
    }
    rows = std::move(arranged);
}

}  // namespace flambeau::ui::runs
