// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kRows = 3, kShowAfter = 500;

QString stageOf(const ImportJob& job) {
    if (job.state == ImportJob::State::Waiting)
        return ImportCard::tr("Waits");
    if (job.state == ImportJob::State::Failed)
        return QString::fromStdString(toPlainText(job.error.message));
    if (job.total > 0 && job.secondsLeft >= 0)
        return format::timeLeft(job.secondsLeft);
    return job.what;
}

QString wholeOf(const ImportJob& job) {
    QString text = job.state == ImportJob::State::Running ? job.what : stageOf(job);
    if (job.state == ImportJob::State::Running && job.total > 0)
        text += ImportCard::tr(", %1 of %2").arg(format::count(job.done), format::count(job.total));
    if (job.state == ImportJob::State::Running && job.secondsLeft >= 0)
        text += QStringLiteral(", ") + format::timeLeft(job.secondsLeft);
    return text;
}

}  // namespace

class ImportCard::Row : public QWidget {
public:
    explicit Row(ImportQueue& queue) : m_queue(queue) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(3);
        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        row->addWidget(m_name = new ElidedLabel({}, TextKind::BodyMedium), 1);
        row->addWidget(m_options = new Button(ImportCard::tr("Options …"), Button::Kind::Quiet));
        row->addWidget(m_cancel = new Button(ImportCard::tr("Cancel"), Button::Kind::Quiet));
        m_options->setSmall(true);
        m_cancel->setSmall(true);
        column->addLayout(row);
        column->addWidget(m_line = new ProgressLine);
        column->addWidget(m_stage = new ElidedLabel({}, TextKind::Small, Token::Secondary));
        connect(m_cancel, &QPushButton::clicked, this, [this] { m_queue.cancel(m_number); });
        connect(m_options, &QPushButton::clicked, this, [this] {
            const ImportPlan plan = m_plan;
            m_queue.cancel(m_number);
            emit m_queue.optionsWanted(plan);
        });
    }
    void set(const ImportJob& job) {
        const bool failed = job.state == ImportJob::State::Failed;
        m_number = job.number;
        m_plan = job.plan;
        const QString name = QString::fromStdString(job.plan.options.name);
        m_name->setText(name);
        m_stage->setText(stageOf(job));
        m_stage->setToken(failed ? Token::Bad : Token::Secondary);
        m_stage->setToolTip(wholeOf(job));
        m_line->setVisible(job.state == ImportJob::State::Running);
        m_line->setShare(job.share());
        m_options->setVisible(failed && job.plan.kind != ImportPlan::Kind::Sample);
        m_options->setAccessibleName(ImportCard::tr("Options for the import of %1").arg(name));
        m_cancel->setText(failed ? ImportCard::tr("Dismiss") : ImportCard::tr("Cancel"));
        m_cancel->setAccessibleName(
            (failed ? ImportCard::tr("Dismiss the import of %1") : ImportCard::tr("Cancel the import of %1"))
                .arg(name));
        setAccessibleName(ImportCard::tr("Import of %1").arg(name));
        setAccessibleDescription(wholeOf(job));
    }

private:
    ImportQueue& m_queue;
    int m_number = 0;
    ImportPlan m_plan;
    ElidedLabel *m_name, *m_stage;
    ProgressLine* m_line;
    Button *m_options, *m_cancel;
};

ImportCard::ImportCard(ImportQueue& queue, QWidget* parent)
    : Card(tr("Importing"), {}, parent),
      m_queue(queue),
      m_more(new ElidedLabel({}, TextKind::Small, Token::Secondary)) {
    for (int i = 0; i < kRows; ++i) {
        m_rows.push_back(new Row(queue));
        body()->addWidget(m_rows.back());
    }
    body()->addWidget(m_more);
    hide();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kShowAfter);
    connect(&m_soon, &QTimer::timeout, this, &ImportCard::show);
    connect(&queue, &ImportQueue::changed, this, &ImportCard::follow);
    if (!queue.jobs().empty())
        show();
}

void ImportCard::follow() {
    const bool failed = std::any_of(m_queue.jobs().begin(), m_queue.jobs().end(),
                                    [](const ImportJob& job) { return job.state == ImportJob::State::Failed; });
    if (!isHidden() || failed || m_queue.jobs().empty())
        show();
    else if (!m_soon.isActive())
        m_soon.start();
}

void ImportCard::show() {
    const auto& jobs = m_queue.jobs();
    m_soon.stop();
    setVisible(!jobs.empty());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < jobs.size());
        if (i < jobs.size())
            m_rows[i]->set(jobs[i]);
    }
    const auto more = static_cast<qint64>(jobs.size()) - kRows;
    m_more->setVisible(more > 0);
    m_more->setText(more == 1 ? tr("1 more waits") : tr("%1 more wait").arg(format::count(more)));
    const bool onlyFailed = std::all_of(jobs.begin(), jobs.end(),
                                        [](const ImportJob& job) { return job.state == ImportJob::State::Failed; });
    setTitle(onlyFailed ? tr("Not imported") : tr("Importing"));
}

}  // namespace flambeau::ui::datasets
