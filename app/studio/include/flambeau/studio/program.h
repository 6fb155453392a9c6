// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program between its start and its end: which workspace has the window, changing over to another one,
// moving one, one window a workspace. One object on the GUI thread.
#pragma once

#include <memory>
#include <optional>
#include <thread>

#include <QObject>
#include <QString>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::ui {
class ThemeController;
}

namespace flambeau::studio {

class ComeForward;
class MessageWindow;
class Studio;

enum class Opened {
    Here,       ///< this program has its window now
    Elsewhere,  ///< another program has it; it was asked to come forward
    Failed,     ///< a message says why
};

class Program : public QObject {
    Q_OBJECT
public:
    explicit Program(ui::ThemeController& themes, QObject* parent = nullptr);
    ~Program() override;

    /// The workspace that is open is closed when, and only when, the other one can be had. `make`: where the folder is
    /// not there, a new workspace is made in it.
    Opened open(const fs::path& workspace, bool make = true);
    Studio* studio() const { return m_studio.get(); }
    /// In the window, or, where there is none, in one of its own with what can be done.
    void showProblem(const Error& error);
    /// That one; nothing while there is a workspace's window.
    QWidget* message() const;
    /// As Ctrl+C or the end of the session ask for it: closes without a word.
    void end();

signals:
    void ended();

private:
    void make(const fs::path& workspace);
    void change(const QString& folder);
    void isOpen();
    void cannotOpen(const Error& error);
    void addWays(const std::optional<fs::path>& copy);
    void tryAgain();
    void leave();
    void restoreCopy(const fs::path& copy);
    void move(const QString& into);
    void moved(const fs::path& from, const fs::path& to, const Status& done);

    ui::ThemeController& m_themes;
    std::optional<FileLock> m_lock;
    std::unique_ptr<ComeForward> m_forward;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<MessageWindow> m_message;
    fs::path m_wanted;      ///< the workspace that was asked for last
    bool m_make = true;     ///< it may be made
    fs::path m_before;      ///< the one that was left for it
    bool m_chosen = false;  ///< the user chose it: opened again at the next start
    QString m_news;         ///< to be told once it is open
    std::jthread m_mover;
};

}  // namespace flambeau::studio
