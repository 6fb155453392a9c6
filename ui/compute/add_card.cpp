// SPDX-License-Identifier: GPL-3.0-or-later
#include "add_card.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr double kShowAfter = 0.5;

}  // namespace

AddCard::AddCard(HostWork& work, session::Desk& desk, QWidget* parent)
    : Card(tr("Add a host"), {}, parent),
      m_work(work),
      m_desk(desk),
      m_address(new QLineEdit),
      m_known(new QStringListModel(this)),
      m_options(new QWidget),
      m_remark(textLabel(tr("An ssh command, user@host, or a name from your ssh config. Nothing is installed there by "
                            "an administrator."),
                         TextKind::Small, Token::Secondary)),
      m_connect(new Button(tr("Connect and test"), Button::Kind::Primary)),
      m_more(new Button(tr("More options"), Button::Kind::Quiet)),
      m_busy(new QWidget),
      m_bar(new ProgressLine),
      m_doing(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_cancel(new Button(tr("Cancel"))),
      m_error(new ErrorBlock) {
    m_address->setFont(ui::font(TextKind::Mono));
    m_address->setPlaceholderText("ssh -p 2222 me@10.0.0.7");
    m_address->setAccessibleName(tr("ssh command, or user@host"));
    auto* completer = new QCompleter(m_known, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_address->setCompleter(completer);
    m_more->setMenuMark(true);
    m_more->setSmall(true);
    m_cancel->setSmall(true);
    buildOptions();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_connect);
    buttons->addWidget(m_more);
    buttons->addStretch(1);
    auto* busy = new QVBoxLayout(m_busy);
    busy->setContentsMargins(0, 0, 0, 0);
    busy->setSpacing(8);
    busy->addWidget(m_bar);
    auto* told = new QHBoxLayout;
    told->addWidget(m_doing, 1);
    told->addWidget(m_cancel);
    busy->addLayout(told);
    body()->addWidget(m_address);
    body()->addWidget(m_remark);
    body()->addLayout(buttons);
    body()->addWidget(m_options);
    body()->addWidget(m_busy);
    body()->addWidget(m_error);
    m_options->hide();
    m_bar->setShare(-1);
    connect(m_more, &QPushButton::clicked, this, [this] { m_options->setVisible(m_options->isHidden()); });
    connect(m_connect, &QPushButton::clicked, this, &AddCard::start);
    connect(m_address, &QLineEdit::returnPressed, this, &AddCard::start);
    connect(m_cancel, &QPushButton::clicked, &m_work, &HostWork::cancel);
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        if (!m_work.progress().failure.message.empty())
            m_work.clearFailure();
        show();
    });
    connect(&m_work, &HostWork::progressed, this, &AddCard::show);
    connect(&m_work, &HostWork::added, this, &AddCard::clear);
    show();
}

QLineEdit* AddCard::option(const QString& label, const QString& placeholder) {
    auto* edit = new QLineEdit;
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(label);
    auto* column = static_cast<QVBoxLayout*>(m_options->layout());
    column->addWidget(new ElidedLabel(label, TextKind::Small, Token::Secondary));
    column->addWidget(edit);
    return edit;
}

void AddCard::buildOptions() {
    auto* column = new QVBoxLayout(m_options);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_name = option(tr("Name"), tr("the host's"));
    m_key = option(tr("Key file"), tr("your agent's and the usual ones"));
    m_jumps = option(tr("Jump hosts, the first first"), "door,me@inner:2200");
    m_folder = option(tr("Folder there"), "~/.flambeau");
    m_libtorch = option(tr("PyTorch there"), tr("the best that is found"));
    for (QLineEdit* edit : {m_name, m_key, m_jumps, m_folder, m_libtorch})
        connect(edit, &QLineEdit::returnPressed, this, &AddCard::start);
}

void AddCard::askKnown() {
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services&, const session::Work&) -> Result<std::vector<std::string>> {
            return session::ComputeService::knownHosts();
        },
        [this](Result<std::vector<std::string>> names) {
            QStringList all;
            if (names)
                for (const std::string& name : *names)
                    all << text(name);
            if (m_known->stringList() != all)
                m_known->setStringList(all);
        });
}

void AddCard::clear() {
    for (QLineEdit* edit : {m_address, m_name, m_key, m_jumps, m_folder, m_libtorch})
        edit->clear();
    m_options->hide();
    show();
}

void AddCard::start() {
    if (m_work.progress().running || m_address->text().trimmed().isEmpty())
        return;
    session::ComputeRequest request;
    request.address = m_address->text().trimmed().toStdString();
    request.name = m_name->text().trimmed().toStdString();
    if (const QString key = m_key->text().trimmed(); !key.isEmpty())
        request.identities = {key.toStdString()};
    request.jumps = m_jumps->text().trimmed().toStdString();
    request.folder = m_folder->text().trimmed().toStdString();
    request.libtorch = m_libtorch->text().trimmed().toStdString();
    m_work.add(request);
}

void AddCard::show() {
    const HostWork::Progress progress = m_work.progress();
    const bool adding = progress.running && progress.name.isEmpty();
    m_connect->setBlocked(adding             ? tr("It is being connected to.")
                          : progress.running ? tr("%1 is being tested.").arg(progress.name)
                          : m_address->text().trimmed().isEmpty()
                              ? tr("Type or paste how you reach it, such as user@host.")
                              : QString());
    for (QLineEdit* edit : {m_address, m_name, m_key, m_jumps, m_folder, m_libtorch})
        edit->setReadOnly(adding);
    m_busy->setVisible(adding && progress.seconds >= kShowAfter);
    if (adding)
        m_doing->setText(tr("%1, %2").arg(progress.doing, format::duration(progress.seconds)));
    m_error->show(progress.name.isEmpty() && !progress.running ? progress.failure : Error{});
}

void AddCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_work.progress().running && m_work.progress().name.isEmpty()) {
        m_work.cancel();
        return;
    }
    Card::keyPressEvent(event);
}

}  // namespace flambeau::ui::compute
