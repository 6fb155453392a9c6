// SPDX-License-Identifier: GPL-3.0-or-later
#include "finding_rows.h"

#include <algorithm>
#include <set>

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "images_tab.h"

namespace flambeau::ui::datasets {
namespace {

using pictures::PictureItem;
using pictures::PictureStrip;

constexpr int kRow = 52, kIconRoom = 28;
constexpr std::size_t kPictures = 2;

bool hasPictures(const FindingGroup& group) {
    static const std::set<QString> without{"hidden_file",        "bad_name",        "link_loop",  "archive_entry",
                                           "label_without_file", "unexpected_file", "empty_file", "unreadable"};
    return !group.files.empty() && !without.contains(group.kind);
}

class Row : public QWidget {
public:
    /// `group` is one of the detail's.
    Row(DetailPtr detail, const FindingGroup& group, pictures::ThumbnailSource& source, FindingRows* rows)
        : m_detail(std::move(detail)), m_group(group), m_rows(rows) {
        setFixedHeight(kRow);
        setAccessibleName(group.title);
        setAccessibleDescription(group.detail);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(kIconRoom, 0, 0, 0);
        row->setSpacing(12);
        auto* texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addStretch(1);
        texts->addWidget(new ElidedLabel(group.title, TextKind::Strong, group.seen ? Token::Secondary : Token::Text));
        texts->addWidget(new ElidedLabel(group.detail, TextKind::Small, Token::Secondary));
        texts->addStretch(1);
        row->addLayout(texts, 1);
        if (hasPictures(group)) {
            auto* strip = new PictureStrip(source);
            QVector<PictureItem> items;
            for (std::size_t i = 0; i < group.files.size() && i < kPictures; ++i) {
                items << itemOfFile(*m_detail, group.files[i]);
                items.last().toolTip = items.last().key.path;
            }
            strip->setItems(std::move(items), static_cast<int>(kPictures), static_cast<qsizetype>(group.files.size()));
            strip->setAccessibleName(FindingRows::tr("Pictures of: %1").arg(group.title));
            QObject::connect(strip, &PictureStrip::opened, strip,
                             [this, strip, &source](int at) { showLarge(strip, source, at); });
            QObject::connect(strip, &PictureStrip::moreWanted, rows, [this] { emit m_rows->looked(m_group); });
            row->addWidget(strip);
        }
        const bool takesBack = group.seen && group.action == FindingAction::Acknowledge;
        auto* button = new Button(takesBack ? FindingRows::tr("Show again") : group.actionText);
        button->setSmall(true);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(group.title, button->text()));
        QObject::connect(button, &QPushButton::clicked, rows, [this] { emit m_rows->acted(m_group); });
        row->addWidget(button);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const bool bad = m_group.severity == domain::Severity::Bad;
        const bool caution = m_group.severity == domain::Severity::Caution;
        const Token ink = m_group.seen ? Token::Faint : bad ? Token::Bad : caution ? Token::Caution : Token::Info;
        paintIcon(painter, {1, kRow / 2.0 - 8, 15, 15}, bad ? "cross" : caution ? "caution" : "eye", color(ink));
        paintLine(painter, {0, kRow - 1.0}, {double(width()), kRow - 1.0}, color(Token::Grid));
    }
    void contextMenuEvent(QContextMenuEvent* event) override {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(m_group.seen ? FindingRows::tr("Show again") : m_group.actionText, m_rows,
                        [this] { emit m_rows->acted(m_group); });
        if (!m_group.files.empty())
            menu->addAction(FindingRows::tr("Show its pictures"), m_rows, [this] { emit m_rows->looked(m_group); });
        if (m_group.action == FindingAction::LeaveOut)
            menu->addAction(FindingRows::tr("It is fine as it is"), m_rows, [this] { emit m_rows->kept(m_group); });
        menu->popup(event->globalPos());
    }

private:
    void showLarge(QWidget* from, pictures::ThumbnailSource& source, int at) {
        auto* model = new pictures::PictureModel;
        model->setItems(static_cast<int>(m_group.files.size()), [detail = m_detail, group = &m_group](int row) {
            return itemOfFile(*detail, group->files[static_cast<std::size_t>(row)]);
        });
        model->setParent(pictures::PictureViewer::open(from, source, model, at));
    }

    DetailPtr m_detail;  // which holds the group: it can name many thousands of files
    const FindingGroup& m_group;
    FindingRows* m_rows;
};

}  // namespace

FindingRows::FindingRows(pictures::ThumbnailSource& source, QWidget* parent)
    : QWidget(parent), m_source(source), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void FindingRows::setDetail(const DetailPtr& detail, int atMost, bool seenToo) {
    while (QLayoutItem* item = m_column->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_shown = 0;
    if (!detail)
        return;
    for (const FindingGroup& group : detail->findings) {
        if (m_shown >= atMost || (group.seen && !seenToo))
            continue;
        m_column->addWidget(new Row(detail, group, m_source, this));
        ++m_shown;
    }
}

void FindingRows::setBusy(const QString& reason) {
    for (Button* button : findChildren<Button*>())
        button->setBlocked(reason);
}

}  // namespace flambeau::ui::datasets
