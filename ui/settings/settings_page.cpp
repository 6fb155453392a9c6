// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/settings/settings_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "cards.h"
#include "diagnostics.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/settings/install.h"

namespace flambeau::ui::settings {
namespace {

constexpr int kGap = 14;

}  // namespace

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    host.commands().add({"settings.copy-diagnostics",
                         SettingsPage::tr("Copy diagnostics"),
                         SettingsPage::tr("General"),
                         "copy",
                         {},
                         [&host, &desk, owner] {
                             desk.ask(
                                 session::Lane::Chores, owner,
                                 [](session::Services& services, const session::Work& work) -> Result<QString> {
                                     return diagnostics(services, work);
                                 },
                                 [&host](const Result<QString>& text) {
                                     if (!text) {
                                         host.showError(text.error());
                                         return;
                                     }
                                     QGuiApplication::clipboard()->setText(*text);
                                     host.say(SettingsPage::tr("Versions, machine and sizes are on the clipboard."));
                                 });
                         },
                         SettingsPage::tr("versions bug report")},
                        owner);
}

SettingsPage::SettingsPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_appearance(new AppearanceCard(host)),
      m_queue(new QueueCard(host, desk)),
      m_engines(new EnginesCard(host, desk)),
      m_storage(new StorageCard(host, desk)),
      m_workspaces(new WorkspacesCard(host, desk)) {
    auto* row = new QHBoxLayout(this);
    row->setSpacing(kGap);
    auto* left = new QVBoxLayout;
    left->setSpacing(kGap);
    for (Card* card : {static_cast<Card*>(m_appearance), static_cast<Card*>(m_queue), static_cast<Card*>(m_engines),
                       static_cast<Card*>(m_workspaces)})
        left->addWidget(card);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(kGap);
    right->addWidget(m_storage);
    right->addWidget(new AboutCard(host));
    right->addStretch(1);
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (isVisible() && topic == session::Topic::Engines)
            m_engines->refresh();
        if (isVisible() && topic == session::Topic::Disk)
            m_storage->refresh();
    });
}

PageHeader SettingsPage::header() const {
    PageHeader header;
    header.title = tr("Settings");
    header.subtitle = tr("theme and runs for all workspaces, the rest for this one");
    return header;
}

void SettingsPage::refresh() {
    m_appearance->refresh();
    m_queue->refresh();
    m_engines->refresh();
    m_storage->refresh();
    m_workspaces->refresh();
}

}  // namespace flambeau::ui::settings
