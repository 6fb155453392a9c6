// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: every command with its key, and what pages let be found by name. Lies over the window as a child of it; Esc,
// a click beside it or a choice closes it and gives the focus back. GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListView;

namespace flambeau::ui {
class CommandRegistry;
}

namespace flambeau::ui::shell {

class PaletteModel;

class CommandPalette : public QWidget {
    Q_OBJECT
public:
    CommandPalette(CommandRegistry& commands, QWidget* window);
    void open();
    void close();
    QLineEdit* input() const { return m_input; }
    /// What is listed, as it is read out.
    QStringList listed() const;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent*) override;

private:
    void search();
    void choose();
    void place();
    void move(int by);

    CommandRegistry& m_commands;
    QWidget* m_panel;
    QLineEdit* m_input;
    QListView* m_list;
    PaletteModel* m_model;
    QPointer<QWidget> m_before;
};

}  // namespace flambeau::ui::shell
