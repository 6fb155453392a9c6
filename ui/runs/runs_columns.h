// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of the table of runs: a run's own fields, each parameter, each metric; what a cell shows and what it is
// sorted by. Pure.
#pragma once

#include <span>

#include <QString>
#include <QStringList>
#include <QVector>

#include "flambeau/session/run_table.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::runs {

/// Known by its key: "name", "state", …, "param:lr", "metric:val/acc". Keys are stable: layouts keep them.
struct RunColumn {
    QString key, title;
    int width = 100;
    bool right = false;  ///< numbers stand at the right
};
RunColumn columnOf(const QString& key);
QStringList defaultColumns();
/// All that there can be, with the parameters and metrics that any of the runs has.
QStringList allColumns(const QStringList& parameters, const QStringList& metrics);

/// Sorted before others: what has no value is always last, whichever way.
struct SortKey {
    bool has = false;
    double number = 0;
    QString text;  ///< compared where both numbers are the same
    bool operator==(const SortKey&) const = default;
};
/// Smaller first; -1, 0, 1. `descending` turns all but the missing ones round.
int compare(const SortKey& a, const SortKey& b, bool descending);

struct Cell {
    QString text, tip, copied;
    SortKey key;
    int tone = -1;         ///< of a chip; -1: none
    double progress = -1;  ///< 0 to 1: a bar beside the text
    bool strong = false, faint = false;
};

/// A run with those that it continues: itself first, the first run last.
using Chain = std::span<const session::RunRowPtr>;
Cell cellOf(const QString& key, Chain chain, double now);
SortKey sortKeyOf(const QString& key, Chain chain, double now);

}  // namespace flambeau::ui::runs
