// SPDX-License-Identifier: GPL-3.0-or-later
#include "side_cards.h"

#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kDraftsShown = 5;

/// A line between the parts of a card, in the theme's colour.
class Divider : public QWidget {
public:
    Divider() { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintLine(painter, {0, 0}, {double(width()), 0}, color(Token::Border));
    }
};

/// A button as wide as its card.
class WideButton : public Button {
public:
    using Button::Button;
    QSize sizeHint() const override { return {Button::sizeHint().width(), 38}; }
};

}  // namespace

MonoText::MonoText(QWidget* parent) : QWidget(parent) {
    // Not fixed: a layout would hold it to the height that it has at its usual width.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void MonoText::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

/// Broken at spaces alone, so that an option stays in one piece; a word that is longer than a line anywhere.
QStringList MonoText::linesFor(int width) const {
    const double letter = QFontMetricsF(ui::font(TextKind::Mono)).horizontalAdvance('m');
    const auto columns = std::max<qsizetype>(8, static_cast<qsizetype>(width / letter));
    QStringList lines = {QString()};
    for (QString word : m_text.split(' ')) {
        if (!lines.last().isEmpty() && lines.last().size() + 1 + word.size() > columns)
            lines << QString();
        else if (!lines.last().isEmpty())
            lines.last() += ' ';
        for (; word.size() > columns; word = word.mid(columns))
            lines.insert(lines.size() - 1, word.left(columns));
        lines.last() += word;
    }
    return lines;
}

int MonoText::lay(int width, QPainter* painter) const {
    const QFont shown = ui::font(TextKind::Mono);
    const double height = std::ceil(QFontMetricsF(shown).height()) + 3;
    double y = 0;
    for (const QString& line : linesFor(width)) {
        if (painter != nullptr)
            paintText(*painter, QRectF(0, y, width, height), Qt::AlignLeft | Qt::AlignVCenter, line,
                      color(Token::Secondary), shown);
        y += height;
    }
    return static_cast<int>(y);
}

int MonoText::heightForWidth(int width) const {
    return lay(width, nullptr);
}

void MonoText::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    lay(width(), &painter);
}

ReadyCard::ReadyCard(QWidget* parent)
    : Card(tr("Ready to run"), {}, parent),
      m_list(new ChecklistView),
      m_time(new ElidedLabel({}, TextKind::Strong)),
      m_from(textLabel({}, TextKind::Small, Token::Secondary)),
      m_failure(textLabel({}, TextKind::Small, Token::Bad)),
      m_progress(new QWidget),
      m_doing(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_bar(new ProgressLine),
      m_run(new WideButton(tr("Run"), Button::Kind::Primary)),
      m_cancel(new Button(tr("Cancel"), Button::Kind::Plain)) {
    body()->addWidget(m_list);
    body()->addSpacing(6);
    body()->addWidget(new Divider);
    body()->addSpacing(2);
    auto* time = new QHBoxLayout;
    time->addWidget(new ElidedLabel(tr("Expected time"), TextKind::Body, Token::Secondary));
    time->addStretch(1);
    time->addWidget(m_time);
    body()->addLayout(time);
    body()->setSpacing(6);
    body()->addWidget(m_from);
    auto* column = new QVBoxLayout(m_progress);
    column->setContentsMargins(0, 4, 0, 2);
    column->setSpacing(6);
    column->addWidget(m_doing);
    column->addWidget(m_bar);
    body()->addWidget(m_progress);
    body()->addWidget(m_failure);
    body()->addSpacing(4);
    body()->addWidget(m_run);
    body()->addWidget(m_cancel);
    m_progress->hide();
    m_failure->hide();
    m_cancel->hide();
    m_run->setIconName("play");
    m_run->setKeyHint(tr("Ctrl ↵", "the keys that start the run"));
    m_run->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_cancel->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_run, &QPushButton::clicked, this, &ReadyCard::runPressed);
    connect(m_cancel, &QPushButton::clicked, this, &ReadyCard::cancelPressed);
}

void ReadyCard::setRows(const std::vector<CheckRow>& rows) {
    m_list->setRows(rows);
    m_stop = stopReason(rows);
    setTitle(m_stop.isEmpty() ? tr("Ready to run") : tr("Not ready yet"));
    m_run->setBlocked(m_starting ? tr("It is being started.") : m_stop);
}

void ReadyCard::setExpected(const QString& time, const QString& from) {
    m_time->setText(time);
    m_from->setText(from);
}

void ReadyCard::setStarting(bool on) {
    m_starting = on;
    m_run->setBlocked(on ? tr("It is being started.") : m_stop);
    m_cancel->setVisible(on);
    if (on)
        setFailure({});
    else
        m_progress->hide();
}

void ReadyCard::showProgress(const QString& what, double share) {
    m_doing->setText(what);
    m_bar->setShare(share);
    m_progress->show();
}

void ReadyCard::setFailure(const QString& message) {
    m_failure->setText(message);
    m_failure->setVisible(!message.isEmpty());
}

QString ReadyCard::failure() const {
    return m_failure->isHidden() ? QString() : m_failure->text();
}

TerminalCard::TerminalCard(QWidget* parent)
    : Card(tr("Same from a terminal"), {}, parent), m_text(new MonoText), m_copy(new Button({}, Button::Kind::Quiet)) {
    m_copy->setIconName("copy");
    m_copy->setSmall(true);
    m_copy->setAccessibleName(tr("Copy the command"));
    m_copy->setToolTip(tr("Copy the command"));
    addHeaderWidget(m_copy);
    body()->addWidget(m_text);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_text->text());
        emit copied();
    });
}

void DraftModel::setDrafts(std::vector<session::RunDraft> drafts) {
    beginResetModel();
    m_drafts = std::move(drafts);
    endResetModel();
}

const session::RunDraft* DraftModel::at(int row) const {
    return row >= 0 && row < static_cast<int>(m_drafts.size()) ? &m_drafts[static_cast<std::size_t>(row)] : nullptr;
}

int DraftModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_drafts.size());
}

QVariant DraftModel::data(const QModelIndex& index, int role) const {
    const session::RunDraft* draft = at(index.row());
    if (draft == nullptr)
        return {};
    const QDateTime saved = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(draft->saved * 1000));
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return QString::fromStdString(draft->name);
        if (role == Qt::ToolTipRole)
            return tr("%1, on %2")
                .arg(QString::fromStdString(draft->name), QString::fromStdString(draft->request.dataset));
        return {};
    }
    if (role == Qt::DisplayRole)
        return format::date(saved);
    if (role == Qt::ToolTipRole)
        return format::exactDate(saved);
    if (role == TokenRole)
        return static_cast<int>(Token::Secondary);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignRight);
    return {};
}

QVariant DraftModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Draft") : tr("Saved");
}

DraftsCard::DraftsCard(QWidget* parent)
    : Card(tr("Drafts"), {}, parent), m_model(new DraftModel(this)), m_table(new TableView) {
    setWide();
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Drafts"));
    m_table->setToolTip(tr("Enter opens a draft, Delete deletes it"));
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    body()->addWidget(m_table);
    const auto nameAt = [this](const QModelIndex& index) {
        const session::RunDraft* draft = m_model->at(index.row());
        return draft == nullptr ? QString() : QString::fromStdString(draft->name);
    };
    connect(m_table, &TableView::opened, this,
            [this, nameAt](const QModelIndex& index) { emit opened(nameAt(index)); });
    connect(m_table, &TableView::deleteRequested, this,
            [this, nameAt] { emit deleted(nameAt(m_table->currentIndex())); });
    connect(m_table, &QWidget::customContextMenuRequested, this, [this, nameAt](const QPoint& at) {
        const QString name = nameAt(m_table->indexAt(at));
        if (name.isEmpty())
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), this, [this, name] { emit opened(name); });
        menu->addAction(tr("Delete"), this, [this, name] { emit deleted(name); });
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

void DraftsCard::setDrafts(const std::vector<session::RunDraft>& drafts) {
    const QModelIndex current = m_table->currentIndex();
    m_model->setDrafts(drafts);
    const int rows = static_cast<int>(drafts.size());
    m_table->setFixedHeight((std::clamp(rows, 1, kDraftsShown) + 1) * theme().size("rowHeight") + 2);
    if (current.isValid() && rows > 0)
        m_table->setCurrentIndex(m_model->index(std::min(current.row(), rows - 1), 0));
    setVisible(rows > 0);
}

}  // namespace flambeau::ui::newrun
