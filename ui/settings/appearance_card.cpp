// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "cards.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"

namespace flambeau::ui::settings {

QWidget* settingRow(const QString& title, const QString& sentence, QWidget* control) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 2, 0, 2);
    line->setSpacing(16);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(textLabel(title, TextKind::BodyMedium));
    if (!sentence.isEmpty())
        texts->addWidget(textLabel(sentence, TextKind::Small, Token::Secondary));
    line->addLayout(texts, 1);
    line->addWidget(control, 0, Qt::AlignVCenter);
    return row;
}

AppearanceCard::AppearanceCard(PageHost& host)
    : Card(tr("Appearance")),
      m_host(host),
      m_theme(new Segmented({tr("System"), tr("Light"), tr("Dark")})),
      m_language(new QComboBox) {
    m_theme->setAccessibleName(tr("Theme"));
    body()->addWidget(
        settingRow(tr("Theme"), tr("System follows the desktop, also while the window is open."), m_theme));
    m_language->setAccessibleName(tr("Language"));
    m_language->setMinimumWidth(200);
    QWidget* language =
        settingRow(tr("Language"), tr("Where a text is not translated yet it stays in English."), m_language);
    body()->addWidget(language);
    for (QAction* action : m_host.commands().actions()) {
        const QString id = CommandRegistry::id(action);
        if (id.startsWith("language."))
            m_language->addItem(action->text(), id);
    }
    language->setVisible(m_language->count() > 2);  // "system" and English alone are no choice
    connect(m_theme, &Segmented::currentChanged, this, [this](int index) {
        const ThemeMode modes[] = {ThemeMode::System, ThemeMode::Light, ThemeMode::Dark};
        if (QAction* action = m_host.commands().find("theme." + toString(modes[index])))
            action->trigger();
    });
    connect(m_language, &QComboBox::activated, this, [this](int index) {
        if (QAction* action = m_host.commands().find(m_language->itemData(index).toString()))
            action->trigger();
    });
}

void AppearanceCard::refresh() {
    const QSignalBlocker quiet(m_theme), quietToo(m_language);
    switch (themeModeFrom(m_host.settings().value("theme").toString())) {
        case ThemeMode::System:
            m_theme->setCurrent(0);
            break;
        case ThemeMode::Light:
            m_theme->setCurrent(1);
            break;
        case ThemeMode::Dark:
            m_theme->setCurrent(2);
    }
    const QString code = m_host.settings().value("language").toString();
    m_language->setCurrentIndex(std::max(0, m_language->findData("language." + (code.isEmpty() ? "system" : code))));
}

}  // namespace flambeau::ui::settings
