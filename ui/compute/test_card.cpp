// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_card.h"

#include <algorithm>

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kLine = 29, kIcon = 14, kNames = 92, kGap = 10;
constexpr double kShowAfter = 0.5;

}  // namespace

TestView::TestView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Last test"));
}

void TestView::setRows(std::vector<TestRow> rows) {
    m_rows = std::move(rows);
    QStringList lines;
    for (const TestRow& row : m_rows)
        lines << (row.state == TestRow::State::Good ? tr("good") : tr("not there")) + ": " + row.name + ", " +
                     row.value;
    setAccessibleDescription(lines.join('\n'));
    updateGeometry();
    update();
}

QSize TestView::sizeHint() const {
    return {400, std::max(1, static_cast<int>(m_rows.size())) * kLine};
}

int TestView::rowAt(int y) const {
    const int row = y / kLine;
    return y >= 0 && row < static_cast<int>(m_rows.size()) ? row : -1;
}

void TestView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_rows.empty()) {
        paintText(painter, rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("It was never tested."),
                  color(Token::Secondary), ui::font(TextKind::Body));
        return;
    }
    const QFont body = ui::font(TextKind::Body);
    const QFontMetricsF metrics(body);
    double names = kNames;
    for (const TestRow& row : m_rows)
        names = std::max(names, metrics.horizontalAdvance(row.name) + kGap);
    double y = 0;
    for (const TestRow& row : m_rows) {
        const bool good = row.state == TestRow::State::Good;
        const Token token = good ? Token::Good : row.state == TestRow::State::Lacks ? Token::Bad : Token::Faint;
        paintIcon(painter, QRectF(0, y + (kLine - kIcon) / 2.0, kIcon, kIcon), good ? "check" : "cross", color(token));
        paintText(painter, QRectF(kIcon + kGap, y, names, kLine), Qt::AlignLeft | Qt::AlignVCenter, row.name,
                  color(Token::Secondary), body);
        const double left = kIcon + kGap + names;
        paintText(painter, QRectF(left, y, width() - left, kLine), Qt::AlignLeft | Qt::AlignVCenter, row.value,
                  color(good ? Token::Text : Token::Secondary), body);
        y += kLine;
        paintLine(painter, {0, y - 0.5}, {static_cast<double>(width()), y - 0.5}, color(Token::Grid));
    }
}

bool TestView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int row = rowAt(help->pos().y()); row >= 0) {
            const TestRow& one = m_rows[static_cast<std::size_t>(row)];
            QToolTip::showText(help->globalPos(),
                               (one.name + ": " + (one.full.isEmpty() ? one.value : one.full)).toHtmlEscaped(), this);
            return true;
        }
    }
    return QWidget::event(event);
}

TestCard::TestCard(HostWork& work, PageHost& host, QWidget* parent)
    : Card(tr("Last test"), {}, parent),
      m_work(work),
      m_host(host),
      m_copy(new Button(tr("Copy"), Button::Kind::Quiet)),
      m_busy(new QWidget),
      m_bar(new ProgressLine),
      m_doing(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_cancel(new Button(tr("Cancel"))),
      m_error(new ErrorBlock),
      m_view(new TestView),
      m_missing(new QWidget) {
    m_copy->setSmall(true);
    m_copy->setIconName("copy");
    m_copy->setAccessibleName(tr("Copy the test"));
    m_copy->setToolTip(tr("Copies all that the test found"));
    m_cancel->setSmall(true);
    addHeaderWidget(m_copy);
    auto* busy = new QVBoxLayout(m_busy);
    busy->setContentsMargins(0, 0, 0, 0);
    busy->setSpacing(8);
    busy->addWidget(m_bar);
    auto* told = new QHBoxLayout;
    told->addWidget(m_doing, 1);
    told->addWidget(m_cancel);
    busy->addLayout(told);
    m_bar->setShare(-1);
    (new QVBoxLayout(m_missing))->setContentsMargins(0, 8, 0, 0);
    body()->addWidget(m_busy);
    body()->addWidget(m_error);
    body()->addWidget(m_view);
    body()->addWidget(m_missing);
    body()->addStretch(1);
    m_busy->hide();
    connect(m_cancel, &QPushButton::clicked, &m_work, &HostWork::cancel);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const auto* one = m_work.find(m_name)) {
            QGuiApplication::clipboard()->setText(testText(*one));
            m_host.say(tr("The test is copied"));
        }
    });
    connect(&m_work, &HostWork::listChanged, this, &TestCard::show);
    connect(&m_work, &HostWork::progressed, this, &TestCard::showProgress);
}

void TestCard::setHost(const QString& name) {
    m_name = name;
    show();
    showProgress();
}

void TestCard::show() {
    const session::ComputeTarget* one = m_work.find(m_name);
    if (one == nullptr)
        return;
    m_view->setRows(testRows(*one));
    m_copy->setBlocked(one->facts.is_object() ? QString() : tr("It was never tested."));
    setNote(one->tested > 0 ? format::date(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(one->tested)))
                            : tr("never"));
    showMissing(*one);
}

void TestCard::showMissing(const session::ComputeTarget& host) {
    const auto rows = missingRows(host);
    const auto found = host.facts.is_object() ? host.facts.value("missing", nlohmann::json()) : nlohmann::json();
    if (m_shown == found && !m_shown.is_null())
        return;
    m_shown = found;
    auto* column = static_cast<QVBoxLayout*>(m_missing->layout());
    qDeleteAll(m_missing->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    while (QLayoutItem* item = column->takeAt(0))
        delete item;
    m_missing->setVisible(!rows.empty());
    if (rows.empty())
        return;
    column->addWidget(textLabel(tr("What is missing"), TextKind::Strong));
    for (const MissingRow& row : rows) {
        auto* words = textLabel(tr("%1, %2").arg(row.what, row.purpose), TextKind::Small, Token::Secondary);
        words->setTextFormat(Qt::PlainText);
        column->addWidget(words);
        auto* line = new QWidget;
        auto* across = new QHBoxLayout(line);
        across->setContentsMargins(0, 0, 0, 4);
        auto* mend = new ElidedLabel(row.mend, row.isCommand ? TextKind::Mono : TextKind::Body);
        across->addWidget(mend, 1);
        if (row.isCommand) {
            auto* copy = new Button(tr("Copy"), Button::Kind::Plain);
            copy->setSmall(true);
            copy->setAccessibleName(tr("Copy the command for %1").arg(row.what));
            connect(copy, &QPushButton::clicked, this, [this, command = row.mend] {
                QGuiApplication::clipboard()->setText(command);
                m_host.say(tr("The command is copied; run it on that host"));
            });
            across->addWidget(copy);
        }
        column->addWidget(line);
    }
}

void TestCard::showProgress() {
    const HostWork::Progress progress = m_work.progress();
    const bool mine = !m_name.isEmpty() && progress.name == m_name;
    m_busy->setVisible(mine && progress.running && progress.seconds >= kShowAfter);
    if (mine && progress.running)
        m_doing->setText(tr("%1, %2").arg(progress.doing, format::duration(progress.seconds)));
    m_error->show(mine && !progress.running ? progress.failure : Error{});
}

}  // namespace flambeau::ui::compute
