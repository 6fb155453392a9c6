// SPDX-License-Identifier: GPL-3.0-or-later
#include "checklist.h"

#include <algorithm>
#include <iterator>

#include <QPainter>

#include "flambeau/base/strings.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/common/text.h"
#include "host_rows.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kIcon = 14, kIndent = 22, kRowGap = 10, kUsualWidth = 240, kLeastWidth = 120;
constexpr double kMuchChance = 0.02;  ///< of accuracy: a validation set that tells no finer is small

CheckRow datasetRow(const Form& form, const Known& known) {
    if (form.dataset.empty())
        return {"dataset", CheckState::Stop, say("No dataset is chosen"),
                known.choices.datasets.empty() ? say("Drop a folder of pictures anywhere to import it.")
                                               : say("Choose one at the left, or drop a folder of pictures.")};
    if (!known.dataset)
        return {"dataset", CheckState::Waiting, say("Looking at the dataset"), {}};
    if (!known.dataset->ok())
        return stopRow("dataset", say("The dataset cannot be used"), known.dataset->error());
    const DatasetFacts& facts = known.dataset->value();
    const auto lacks = [](const QString& why) {
        return CheckRow{"dataset", CheckState::Stop, say("The dataset cannot be trained on"), why};
    };
    if (facts.classes < 2)
        return lacks(say("It has %1 class; a classifier needs two.").arg(facts.classes));
    if (facts.train == 0)
        return lacks(say("It has no training pictures."));
    if (facts.val == 0)
        return lacks(say("It has no validation pictures."));
    if (!known.whole)
        return {"dataset", CheckState::Waiting, say("Checking the dataset"), say("comparing it with the disk")};
    if (!known.whole->ok()) {
        CheckRow row = stopRow("dataset", say("The dataset could not be checked"), known.whole->error());
        const ErrorCode code = known.whole->error().code;
        // Nobody is asked for a password here; the start asks, and checks again.
        if (!facts.on.empty() && (code == ErrorCode::PermissionDenied || code == ErrorCode::Unreachable))
            row.state = CheckState::Caution;
        return row;
    }
    const WholeReport& whole = known.whole->value();
    if (whole.missing + whole.changed > 0) {
        QStringList parts;
        if (whole.missing > 0)
            parts << say("%1 missing").arg(format::count(whole.missing));
        if (whole.changed > 0)
            parts << say("%1 changed").arg(format::count(whole.changed));
        return {"dataset", CheckState::Stop, say("The dataset is not as it was imported"),
                say("%1, such as %2. Import the folder again: that makes a new version.")
                    .arg(parts.join(", "), text(toPlainText(whole.first)))};
    }
    if (facts.badFindings > 0)
        return {"dataset", CheckState::Caution, say("Dataset is whole"),
                say("%1 findings, %2 of them better decided first")
                    .arg(format::count(facts.findings), format::count(facts.badFindings))};
    return {"dataset", CheckState::Good, say("Dataset is whole"),
            facts.findings == 0   ? say("no findings")
            : facts.findings == 1 ? say("1 finding, none stops a run")
                                  : say("%1 findings, none stops a run").arg(format::count(facts.findings))};
}

CheckRow engineRow(const Known& known) {
    if (!known.engine)
        return {"engine", CheckState::Waiting, say("Looking for the engine"), {}};
    if (!known.engine->facts.ok())
        return stopRow("engine", say("There is no engine"), known.engine->facts.error());
    const session::EngineFacts& facts = known.engine->facts.value();
    if (known.engine->gpuThere && !facts.cuda)
        return {"engine", CheckState::Caution, say("Engine is ready, without the GPU"),
                say("%1 trains on the processor. Environments prepares one that uses the GPU.")
                    .arg(text(facts.engine.title))};
    QString detail = text(facts.engine.title);
    if (!facts.devices.empty())
        detail += ", " + text(facts.devices.front());
    return {"engine", CheckState::Good, say("Engine is ready"), detail};
}

CheckRow weightsRow(const Known& known) {
    if (!known.weights)
        return {"weights", CheckState::Waiting, say("Looking at the weights"), {}};
    if (!known.weights->ok())
        return stopRow("weights", say("The weights cannot be used"), known.weights->error());
    const session::WeightsOutlook& weights = known.weights->value();
    const QString size = format::bytes(static_cast<qint64>(weights.bytes));
    if (weights.download)
        return {"weights", CheckState::Good, say("About %1 to download").arg(size),
                say("%1, once").arg(text(weights.title))};
    return {"weights", CheckState::Good, say("Weights are here"), text(weights.title) + ", " + size};
}

CheckRow memoryRow(const Form& form, const Known& known) {
    const Situation& now = *known.situation;
    const auto needed = static_cast<qint64>(now.memory->total());
    if (const auto gpu = trainingGpu(form, known)) {
        const QString name = gpu->name.isEmpty() ? say("the GPU") : gpu->name;
        if (gpu->memory < 0)
            return {"memory", CheckState::Good, say("GPU memory is not known"),
                    say("about %1, an estimate; %2 does not say what it has").arg(format::memory(needed), name)};
        const QString detail =
            say("about %1 that %2 has free, an estimate").arg(format::memoryOf(needed, gpu->memory), name);
        if (needed > gpu->memory)
            return {"memory", CheckState::Caution, say("May not fit in the GPU's memory"),
                    detail + say("; a smaller batch takes less")};
        return {"memory", CheckState::Good, say("Fits in the GPU's memory"), detail};
    }
    const qint64 total = now.machine.memory;
    const QString detail = say("about %1 of this machine, an estimate").arg(format::memoryOf(needed, total));
    if (total > 0 && needed > total)
        return {"memory", CheckState::Caution, say("May not fit in memory"),
                detail + say("; a smaller batch takes less")};
    return {"memory", CheckState::Good, say("Fits in memory"), detail};
}

CheckRow diskRow(const Known& known) {
    const Situation& now = *known.situation;
    const QString detail =
        say("up to %1, %2 are free")
            .arg(format::bytes(static_cast<qint64>(now.diskNeeded)), format::bytes(static_cast<qint64>(now.diskFree)));
    if (const Status room = session::checkSpace(now.diskNeeded, now.diskFree, "the workspace"); !room.ok())
        return stopRow("disk", say("The disk is too full"), room.error());
    return {"disk", CheckState::Good, say("Fits on the disk"), detail};
}

CheckRow validationRow(const DatasetFacts& facts) {
    const double chance = session::chanceDifference(facts.val);
    const QString share =
        chance >= 0.01 ? say("%1 %").arg(qRound(chance * 100)) : say("%1 %").arg(chance * 100, 0, 'f', 1);
    const QString detail = say("%1 pictures: a change below %2 may be chance").arg(format::count(facts.val), share);
    if (chance >= kMuchChance)
        return {"validation", CheckState::Caution, say("Validation set is small"), detail};
    return {"validation", CheckState::Good, say("Validation set is large enough"), detail};
}

std::vector<CheckRow> joined(std::vector<CheckRow> rows, std::vector<CheckRow> more) {
    std::move(more.begin(), more.end(), std::back_inserter(rows));
    return rows;
}

}  // namespace

std::vector<CheckRow> checklist(const Form& form, const Known& known) {
    std::vector<CheckRow> rows;
    rows.push_back(datasetRow(form, known));
    const bool local = form.compute.empty();
    if (local)
        rows.push_back(engineRow(known));
    else
        rows = joined(std::move(rows), placeRows(form, known));
    if (const std::string source = form.value("weights"); source != "none" && !form.dataset.empty())
        rows.push_back(weightsRow(known));
    auto problems = problemsOf(form);
    problems.erase("dataset");
    if (!problems.empty()) {
        const domain::Problem& first = problems.begin()->second;
        const auto count = static_cast<int>(problems.size());
        rows.push_back({"settings", CheckState::Stop,
                        count == 1 ? say("A setting is not right") : say("%1 settings are not right").arg(count),
                        text(first.message + (first.hint.empty() ? "" : ". " + first.hint))});
    }
    if (!local && problems.empty())
        rows = joined(std::move(rows), roomRows(form, known));
    if (local && known.situation && known.situation->memory && problems.empty())
        rows.push_back(memoryRow(form, known));
    if (local && known.situation && known.situation->diskNeeded > 0 && problems.empty())
        rows.push_back(diskRow(known));
    if (known.dataset && known.dataset->ok() && known.dataset->value().val > 0)
        rows.push_back(validationRow(known.dataset->value()));
    return rows;
}

QString stopReason(const std::vector<CheckRow>& rows) {
    for (const CheckRow& row : rows) {
        if (row.state == CheckState::Stop)
            return row.detail.isEmpty() ? row.title : row.title + ": " + row.detail;
    }
    return {};
}

ChecklistView::ChecklistView(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What must hold before the run"));
}

void ChecklistView::setRows(std::vector<CheckRow> rows) {
    m_rows = std::move(rows);
    QStringList lines;
    for (const CheckRow& row : m_rows) {
        const QString state = row.state == CheckState::Good      ? tr("good")
                              : row.state == CheckState::Caution ? tr("caution")
                              : row.state == CheckState::Stop    ? tr("stops the run")
                                                                 : tr("being looked at");
        lines << state + ": " + row.title + (row.detail.isEmpty() ? QString() : ", " + row.detail);
    }
    setAccessibleDescription(lines.join('\n'));
    updateGeometry();
    update();
}

int ChecklistView::lay(int width, QPainter* painter) const {
    const QFont titles = ui::font(TextKind::BodyMedium), details = ui::font(TextKind::Small);
    const QFontMetrics titleMetrics(titles), detailMetrics(details);
    const int room = std::max(40, width - kIndent);
    constexpr int kFlags = Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop;
    int y = 0;
    for (const CheckRow& row : m_rows) {
        const QRect title = titleMetrics.boundingRect(QRect(kIndent, y, room, 10000), kFlags, row.title);
        if (painter != nullptr) {
            const bool good = row.state == CheckState::Good;
            const Token token = good                               ? Token::Good
                                : row.state == CheckState::Caution ? Token::Caution
                                : row.state == CheckState::Stop    ? Token::Bad
                                                                   : Token::Faint;
            const char* icon = good                               ? "check"
                               : row.state == CheckState::Caution ? "caution"
                               : row.state == CheckState::Stop    ? "cross"
                                                                  : "clock";
            paintIcon(*painter, QRectF(0, y + 1, kIcon, kIcon), icon, color(token));
            painter->setFont(titles);
            painter->setPen(color(Token::Text));
            painter->drawText(QRect(kIndent, y, room, title.height()), kFlags, row.title);
        }
        y += title.height();
        if (!row.detail.isEmpty()) {
            const QRect detail = detailMetrics.boundingRect(QRect(kIndent, y, room, 10000), kFlags, row.detail);
            if (painter != nullptr) {
                painter->setFont(details);
                painter->setPen(color(row.state == CheckState::Stop ? Token::Bad : Token::Secondary));
                painter->drawText(QRect(kIndent, y, room, detail.height()), kFlags, row.detail);
            }
            y += detail.height();
        }
        y += kRowGap;
    }
    return std::max(0, y - kRowGap);
}

int ChecklistView::heightForWidth(int width) const {
    return lay(width, nullptr);
}

QSize ChecklistView::sizeHint() const {
    return {kUsualWidth, lay(kUsualWidth, nullptr)};
}

QSize ChecklistView::minimumSizeHint() const {
    return {kLeastWidth, kIcon};
}

void ChecklistView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    lay(width(), &painter);
}

}  // namespace flambeau::ui::newrun
