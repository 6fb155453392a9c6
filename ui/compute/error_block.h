// SPDX-License-Identifier: GPL-3.0-or-later
// An error in its place: what failed and why, what to do, and the detail with a button that copies all of it. Hidden
// while there is none. Owned by its parent, GUI thread.
#pragma once

#include <QPlainTextEdit>

#include "flambeau/base/result.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::compute {

class ErrorBlock : public QWidget {
    Q_OBJECT
public:
    explicit ErrorBlock(QWidget* parent = nullptr);
    /// An empty message hides it.
    void show(const Error& error);
    QLabel* message() const { return m_message; }
    QLabel* hint() const { return m_hint; }
    QPlainTextEdit* detail() const { return m_detail; }

private:
    QString m_all;
    QLabel* m_message;
    QLabel* m_hint;
    QPlainTextEdit* m_detail;
    Button* m_copy;
};

/// Long paths and ids may be broken where people would; only what is copied is the text as it is.
QString breakable(QString text);
/// What is said for the command line, said for the window.
Error forWindow(Error error);

}  // namespace flambeau::ui::compute
