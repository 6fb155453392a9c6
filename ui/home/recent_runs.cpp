// SPDX-License-Identifier: GPL-3.0-or-later
#include "recent_runs.h"

#include <cmath>

#include <QDateTime>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/domain/this_machine.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "running_card.h"

namespace flambeau::ui::home {
namespace {

constexpr int kLineHeight = 48, kLines = 4;

/// A model in two lines with its figure at the right; a press opens it.
class ModelLine : public QPushButton {
public:
    ModelLine(const BestModel& model, bool last) : m_last(last) {
        setCursor(Qt::PointingHandCursor);
        setFlat(true);
        setFixedHeight(kLineHeight);
        set(model);
    }
    void set(const BestModel& model) {
        m_model = model;
        setAccessibleName(model.name + ", " + model.detail + ", " + figure());
        update();
    }
    const BestModel& model() const { return m_model; }
    QSize sizeHint() const override { return {200, kLineHeight}; }
    QSize minimumSizeHint() const override { return {120, kLineHeight}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const double figureWidth = std::ceil(QFontMetricsF(ui::font(TextKind::Strong)).horizontalAdvance(figure())) + 2,
                     room = width() - figureWidth - 8;
        paintText(painter, {0, 5, room, 19}, Qt::AlignLeft | Qt::AlignVCenter, m_model.name,
                  color(underMouse() ? Token::Accent : Token::Text), ui::font(TextKind::Strong));
        paintText(painter, {0, 24, room, 17}, Qt::AlignLeft | Qt::AlignVCenter, m_model.detail, color(Token::Secondary),
                  ui::font(TextKind::Small));
        paintText(painter, {width() - figureWidth, 0, figureWidth, kLineHeight - 1.0},
                  Qt::AlignRight | Qt::AlignVCenter, figure(), color(Token::Text), ui::font(TextKind::Strong));
        if (!m_last)
            paintLine(painter, {0, kLineHeight - 1.0}, {double(width()), kLineHeight - 1.0}, color(Token::Border));
    }

private:
    QString figure() const { return m_model.scoreName.isEmpty() ? QString("–") : format::percent(m_model.score); }

    BestModel m_model;
    bool m_last;
};

}  // namespace

void RecentRuns::setRuns(std::vector<session::RunView> runs) {
    // Rows that stay are told to have changed alone, so that a selection stays too.
    const bool same =
        runs.size() == m_runs.size() &&
        std::equal(runs.begin(), runs.end(), m_runs.begin(), [](const auto& a, const auto& b) { return a.id == b.id; });
    if (same) {
        m_runs = std::move(runs);
        if (!m_runs.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    beginResetModel();
    m_runs = std::move(runs);
    endResetModel();
}

QString RecentRuns::idAt(int row) const {
    return row >= 0 && row < rowCount() ? QString::fromStdString(m_runs[static_cast<std::size_t>(row)].id.str())
                                        : QString();
}

int RecentRuns::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RecentRuns::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QString RecentRuns::text(const session::RunView& run, int column) const {
    switch (column) {
        case Run:
            return QString::fromStdString(run.name);
        case Dataset:
            return run.dataset.empty()
                       ? QString("–")
                       : QString("%1 v%2").arg(QString::fromStdString(run.dataset)).arg(run.datasetVersion);
        case Best:
            return bestText(run);
        case Compute:
            return domain::isThisMachine(run.compute) ? tr("this machine") : QString::fromStdString(run.compute);
        case Ended:
            return format::date(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(run.ended * 1000)));
        default:
            break;
    }
    // A reason that only says the state again is in English, whatever the window speaks.
    const QString state = stateText(run.state), reason = QString::fromStdString(run.reason);
    const auto plain = QString::fromUtf8(domain::toString(run.state));
    return reason.isEmpty() || reason.compare(plain, Qt::CaseInsensitive) == 0 ? state : state + ": " + reason;
}

QVariant RecentRuns::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& run = m_runs[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(run, column);
        case Qt::TextAlignmentRole:
            return int(column == Best ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            if (column == Ended)
                return format::exactDate(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(run.ended * 1000)));
            return column == State ? QVariant(text(run, column)) : QVariant();
        case StrongRole:
            return column == Run;
        case TokenRole:
            return column == Run || column == Best ? QVariant() : QVariant(int(Token::Secondary));
        case ChipToneRole:
            return column == State ? QVariant(int(stateTone(run.state))) : QVariant();
        case CopyRole:
            return column == Run ? QVariant(QString::fromStdString(run.id.str())) : QVariant();
        default:
            return {};
    }
}

QVariant RecentRuns::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section == Best ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Run:
            return tr("Run");
        case Dataset:
            return tr("Dataset");
        case Best:
            return tr("Best val/acc");
        case Compute:
            return tr("Compute");
        case Ended:
            return tr("Ended");
        case State:
            return tr("State");
        default:
            return {};
    }
}

BestModelsCard::BestModelsCard(PageHost& host, QWidget* parent)
    : Card(tr("Best models"), {}, parent),
      m_host(host),
      m_nothing(new EmptyState("models", tr("No model yet"), tr("A run that is registered becomes one."))) {
    body()->setSpacing(0);
    body()->addWidget(m_nothing, 1);
    body()->addStretch(1);
}

void BestModelsCard::show(const std::vector<BestModel>& models) {
    m_nothing->setVisible(models.empty());
    const auto shown = std::min<std::size_t>(models.size(), kLines);
    bool same = shown == static_cast<std::size_t>(m_lines.size());
    for (std::size_t i = 0; same && i < shown; ++i) {
        auto* line = static_cast<ModelLine*>(m_lines[static_cast<qsizetype>(i)]);
        same = line->model().name == models[i].name;
    }
    if (!same) {
        qDeleteAll(m_lines);
        m_lines.clear();
        for (std::size_t i = 0; i < shown; ++i) {
            auto* line = new ModelLine(models[i], i + 1 == shown);
            connect(line, &QPushButton::clicked, this, [this, line] {
                m_host.openPage("models", QString("%1@%2").arg(line->model().name).arg(line->model().version));
            });
            body()->insertWidget(static_cast<int>(i), line);
            m_lines << line;
        }
        return;
    }
    for (std::size_t i = 0; i < shown; ++i)
        static_cast<ModelLine*>(m_lines[static_cast<qsizetype>(i)])->set(models[i]);
}

}  // namespace flambeau::ui::home
