// SPDX-License-Identifier: GPL-3.0-or-later
// The rail at the left: the name, the workspace, the pages with their counts, Settings at the bottom. Owned by the
// window.
#pragma once

#include <QHash>
#include <QPushButton>
#include <QWidget>

class QVBoxLayout;

namespace flambeau::ui::shell {

/// A page in the rail; paints itself.
class NavigationButton : public QPushButton {
    Q_OBJECT
public:
    NavigationButton(const QString& label, const QString& iconName, QWidget* parent = nullptr);
    void setCount(qint64 count);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_icon, m_count;
};

/// The workspace's name with a chevron; a press opens the menu.
class WorkspaceButton : public QPushButton {
    Q_OBJECT
public:
    explicit WorkspaceButton(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {100, 30}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;
};

class NavigationRail : public QWidget {
    Q_OBJECT
public:
    explicit NavigationRail(QWidget* parent = nullptr);
    void add(const QString& id, const QString& label, const QString& iconName, bool bottom);
    void setCurrent(const QString& id);
    void setCount(const QString& id, qint64 count);
    void setWorkspaces(const QStringList& names, int current);
    void addWorkspaceAction(QAction* action);
    NavigationButton* button(const QString& id) const { return m_buttons.value(id); }

signals:
    void chosen(const QString& id);
    void workspaceChosen(int index);

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void fillMenu();

    QVBoxLayout* m_top;
    QVBoxLayout* m_bottom;
    WorkspaceButton* m_workspace;
    QStringList m_names;
    int m_currentWorkspace = -1;
    QList<QAction*> m_workspaceActions;
    QHash<QString, NavigationButton*> m_buttons;
};

}  // namespace flambeau::ui::shell
