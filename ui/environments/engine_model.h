// SPDX-License-Identifier: GPL-3.0-or-later
// The engines as a table, and the question that brings them. The model is GUI thread's; the question a worker's.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "flambeau/session/desk.h"
#include "flambeau/session/engine_choice.h"
#include "flambeau/session/machine.h"

namespace flambeau::ui::environments {

struct EngineRow {
    session::EngineChoice choice;
    Result<session::EngineFacts> facts = Error{};
};

struct EnginesAnswer {
    std::vector<EngineRow> rows;
    session::GpuReport gpus;
    std::string onnxRuntime;  ///< its version; empty: not prepared
    bool overruled = false;   ///< $FLAMBEAU_TRAINER decides
};
/// Starts each trainer once; takes seconds where their libraries are not in memory.
Result<EnginesAnswer> askEngines(session::Services& services, const session::Work& work);

/// What the chosen engine can do about the GPUs there are.
bool wantsCuda(const EnginesAnswer& answer);

class EngineModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, Runs, From, Key, Use, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<EngineRow> rows);
    const EngineRow* at(int row) const;
    int rowOf(const QString& trainer) const;
    int chosenRow() const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString from(const session::EngineChoice& choice);

private:
    std::vector<EngineRow> m_rows;
};

}  // namespace flambeau::ui::environments
