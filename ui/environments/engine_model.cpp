// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_model.h"

#include <cstdlib>

#include <QDateTime>

#include "flambeau/session/registry_service.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::environments {
Result<EnginesAnswer> askEngines(session::Services&, const session::Work& work) {
    EnginesAnswer answer;
    for (const auto& choice : session::engineChoices()) {
        if (work.stop.stop_requested())
            return Error{ErrorCode::Canceled, "Looking for engines was stopped.", {}, {}};
        answer.rows.push_back({choice, session::EngineService::factsOf(choice.trainer, work.stop)});
        answer.overruled = answer.overruled || choice.origin == session::EngineOrigin::Environment;
    }
    answer.gpus = session::findGpus(work.stop);
    answer.onnxRuntime = session::onnxRuntimeVersion().value_or("");
    return answer;
}

bool wantsCuda(const EnginesAnswer& answer) {
    if (answer.gpus.gpus.empty())
        return false;
    for (const EngineRow& row : answer.rows) {
        if (row.choice.chosen)
            return !row.facts.ok() || !row.facts.value().cuda;
    }
    return true;
}

void EngineModel::setRows(std::vector<EngineRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const EngineRow* EngineModel::at(int row) const {
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int EngineModel::rowOf(const QString& trainer) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (text(m_rows[i].choice.trainer.string()) == trainer)
            return static_cast<int>(i);
    }
    return -1;
}

int EngineModel::chosenRow() const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].choice.chosen)
            return static_cast<int>(i);
    }
    return -1;
}

int EngineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString EngineModel::from(const session::EngineChoice& choice) {
    switch (choice.origin) {
        case session::EngineOrigin::Environment:
            return tr("named by FLAMBEAU_TRAINER");
        case session::EngineOrigin::BuiltIn:
            return tr("came with Flambeau");
        case session::EngineOrigin::Prepared:
            break;
    }
    const QString day = format::date(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(choice.made)));
    return tr("%1, prepared %2").arg(text(choice.source), day);
}

QVariant EngineModel::data(const QModelIndex& index, int role) const {
    const EngineRow* row = at(index.row());
    if (row == nullptr)
        return {};
    const bool starts = row->facts.ok();
    switch (index.column()) {
        case Title:
            if (role == Qt::DisplayRole)
                return starts ? "libtorch " + text(row->facts.value().torch) : tr("does not start");
            if (role == StrongRole)
                return true;
            if (role == Qt::ToolTipRole)
                return starts ? text(row->facts.value().torchLibrary) : text(row->facts.error().message);
            break;
        case Runs:
            if (role == Qt::DisplayRole)
                return !starts ? tr("Broken") : row->facts.value().cuda ? tr("CUDA") : tr("CPU");
            if (role == ChipToneRole)
                return static_cast<int>(!starts ? Tone::Bad : row->facts.value().cuda ? Tone::Good : Tone::Neutral);
            break;
        case From:
            if (role == Qt::DisplayRole)
                return from(row->choice);
            if (role == Qt::ToolTipRole || role == CopyRole)
                return text(row->choice.trainer.string());
            break;
        case Key:
            if (role == Qt::DisplayRole)
                return starts ? format::shortHash(text(row->facts.value().engine.key)) : QString();
            if (role == CopyRole || role == Qt::ToolTipRole)
                return starts ? text(row->facts.value().engine.key) : QString();
            if (role == MonoRole)
                return true;
            if (role == TokenRole)
                return static_cast<int>(Token::Secondary);
            break;
        case Use:
            if (role == Qt::DisplayRole)
                return row->choice.chosen ? tr("In use") : QString();
            if (role == ChipToneRole && row->choice.chosen)
                return static_cast<int>(Tone::Info);
            break;
    }
    return {};
}

QVariant EngineModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles = {tr("Engine"), tr("Trains on"), tr("Where from"), tr("Key"), {}};
    return titles.value(section);
}

}  // namespace flambeau::ui::environments
