// SPDX-License-Identifier: GPL-3.0-or-later
#include "clean_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr std::size_t kNamesShown = 8;

}  // namespace

CleanCard::CleanCard(const QString& title, PageHost& host, session::Desk& desk, QWidget* parent)
    : Card(title, {}, parent),
      m_host(host),
      m_desk(desk),
      m_list(new KeyValueList),
      m_bar(new ProgressLine),
      m_clean(new Button(tr("Clean up …"))),
      m_remark(textLabel(tr("Shows what would go before anything does."), TextKind::Small, Token::Secondary)),
      m_preview(new QWidget),
      m_text(textLabel({}, TextKind::Body)),
      m_box(new QCheckBox),
      m_boxRemark(textLabel({}, TextKind::Small, Token::Secondary)),
      m_free(new Button(tr("Free it"), Button::Kind::Danger)),
      m_keep(new Button(tr("Keep all"), Button::Kind::Quiet)) {
    build();
    connect(m_clean, &QPushButton::clicked, this, &CleanCard::preview);
    connect(m_box, &QCheckBox::toggled, this, &CleanCard::preview);
    connect(m_free, &QPushButton::clicked, this, &CleanCard::apply);
    connect(m_keep, &QPushButton::clicked, this, &CleanCard::closePreview);
}

CleanCard::~CleanCard() {
    stopCleaning();
}

void CleanCard::stopCleaning() {
    if (m_cleaning)
        m_cleaning->cancel();
}

void CleanCard::build() {
    m_list->setAccessibleName(title());
    m_text->setTextFormat(Qt::PlainText);
    body()->addWidget(m_list);
    body()->addWidget(m_bar);
    body()->addWidget(m_clean, 0, Qt::AlignLeft);
    body()->addWidget(m_remark);
    auto* column = new QVBoxLayout(m_preview);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_text);
    column->addWidget(m_box);
    column->addWidget(m_boxRemark);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_free);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    column->addLayout(buttons);
    body()->addWidget(m_preview);
    body()->addStretch(1);
    m_preview->hide();
    m_bar->hide();
    m_bar->setShare(-1);
}

void CleanCard::preview() {
    if (busy())
        return;
    m_bar->show();
    m_clean->setBlocked(tr("Looking what could go."));
    m_free->setBlocked(tr("Looking what could go."));
    m_box->setEnabled(false);  // what is being looked for is what it said
    m_cleaning = askPreview(m_box->isChecked());
}

void CleanCard::shown(const Preview& preview) {
    m_bar->hide();
    m_clean->setBlocked({});
    m_free->setBlocked({});
    m_box->setEnabled(true);
    const bool nothing = preview.goes.isEmpty();
    QStringList lines = preview.goes;
    lines.prepend(nothing ? tr("There is nothing to free.") : tr("This would go:"));
    m_text->setText((lines + preview.stays).join('\n'));
    m_box->setVisible(!preview.box.isEmpty());
    m_box->setText(preview.box);
    m_boxRemark->setVisible(!preview.boxRemark.isEmpty());
    m_boxRemark->setText(preview.boxRemark);
    m_free->setVisible(!nothing);
    m_free->setText(preview.bytes > 0 ? tr("Free %1").arg(format::bytes(preview.bytes)) : tr("Free it"));
    m_keep->setText(nothing ? tr("Close") : tr("Keep all"));
    m_clean->hide();
    m_remark->hide();
    m_preview->show();
    m_preview->updateGeometry();
}

void CleanCard::failed(const Error& error) {
    m_bar->hide();
    m_clean->setBlocked({});
    m_free->setBlocked({});
    m_box->setEnabled(true);
    if (error.code != ErrorCode::Canceled)
        m_host.showError(error);
}

bool CleanCard::closePreview() {
    if (m_preview->isHidden())
        return false;
    m_preview->hide();
    m_clean->show();
    m_remark->show();
    const QSignalBlocker quiet(m_box);
    m_box->setChecked(false);
    return true;
}

void CleanCard::apply() {
    if (busy())
        return;
    m_bar->show();
    m_free->setBlocked(tr("It is being freed."));
    m_box->setEnabled(false);
    m_cleaning = askClean(m_box->isChecked());
}

void CleanCard::cleaned(qint64 freed, std::size_t left) {
    m_bar->hide();
    m_free->setBlocked({});
    m_box->setEnabled(true);
    closePreview();
    const QString said = tr("%1 freed").arg(format::bytes(freed));
    m_host.say(left == 0   ? said
               : left == 1 ? tr("%1; 1 thing could not be removed").arg(said)
                           : tr("%1; %2 things could not be removed").arg(said).arg(left));
}

QString someOf(const std::vector<std::string>& names) {
    QStringList some;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
        some << text(names[i]);
    if (names.size() > kNamesShown)
        some << CleanCard::tr("%1 more").arg(names.size() - kNamesShown);
    return some.join(", ");
}

}  // namespace flambeau::ui::compute
