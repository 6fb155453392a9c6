// SPDX-License-Identifier: GPL-3.0-or-later
// Says over the whole window what letting go would do. Owned by the window.
#pragma once

#include <QWidget>

namespace flambeau::ui::shell {

class DropOverlay : public QWidget {
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* window);
    void offer(const QString& text, const QString& iconName);
    void refuse(const QString& text);
    QString text() const { return isHidden() ? QString() : m_text; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void put(const QString& text, const QString& iconName, bool accepted);

    QString m_text, m_icon;
    bool m_accepted = false;
};

}  // namespace flambeau::ui::shell
