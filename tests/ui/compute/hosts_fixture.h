// SPDX-License-Identifier: GPL-3.0-or-later
// A person with a home of their own in front of the page, and hosts that are real sshds on loopback.
#pragma once

#include <cstdlib>
#include <optional>

#include <QAction>
#include <QApplication>
#include <QTest>

#include "add_card.h"
#include "cluster_form.h"
#include "cluster_view.h"
#include "flambeau/session/desk.h"
#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/compute/compute_page.h"
#include "flambeau/ui/compute/host_notes.h"
#include "flambeau/ui/compute/install.h"
#include "flambeau/ui/shell/main_window.h"
#include "gpu_host.h"
#include "host_list.h"
#include "host_view.h"
#include "looks.h"
#include "question_card.h"
#include "sshd.h"
#include "ui_support.h"

namespace flambeau::ui::compute::test {

using namespace flambeau::ui::test;
using flambeau::test::GpuHost;
using flambeau::test::must;
using flambeau::test::Sshd;
using flambeau::test::TempDir;
using flambeau::test::userName;

/// A host is asked for all that it has: that may take longer than one step of a window.
inline bool soon(const std::function<bool()>& done) {
    for (int i = 0; i < 12; ++i) {
        if (waitFor(done))
            return true;
    }
    return false;
}

/// A variable of the environment that has its old value again afterwards.
class Variable {
public:
    Variable(const char* name, const std::string& value) : m_name(name) {
        if (const char* before = std::getenv(name))
            m_before = before;
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (m_before)
            ::setenv(m_name, m_before->c_str(), 1);
        else
            ::unsetenv(m_name);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* m_name;
    std::optional<std::string> m_before;
};

/// A person with a home of their own, who opens the page.
struct Bench {
    explicit Bench(const Sshd* sshd = nullptr) {
        fs::create_directories(ssh());
        fs::permissions(ssh(), fs::perms::owner_all);
        if (sshd != nullptr) {
            fs::copy_file(sshd->key(), ssh() / "id_ed25519");
            fs::permissions(ssh() / "id_ed25519", fs::perms::owner_read | fs::perms::owner_write);
        }
        open();
    }
    ~Bench() { close(); }

    fs::path ssh() const { return dir / "home/.ssh"; }
    void open() {
        desk = std::make_unique<session::Desk>(dir / "workspace");
        window = std::make_unique<shell::MainWindow>(
            themes, shell::WindowOptions{QString::fromStdString((dir / "window.ini").string()), "w"});
        window->addPage({"compute", "Compute", "compute", {}, {}, [this](PageHost& host) {
                             return new compute::ComputePage(host, *desk);
                         }});
        compute::install(*window, *desk, window.get());
        window->start();
        window->show();
        window->resize(1440, 900);
        QApplication::setActiveWindow(window.get());
        settle();
    }
    void close() {
        if (window)
            window->close();
        window.reset();
        desk.reset();
    }
    template <class T>
    T* find() {
        return window->findChild<T*>();
    }
    compute::AddCard& add() { return *find<compute::AddCard>(); }
    compute::QuestionCard& question() { return *find<compute::QuestionCard>(); }
    compute::MachineList& list() { return *find<compute::MachineList>(); }
    compute::HostView& view() { return *find<compute::HostView>(); }

    void type(const QString& address) {
        add().address()->setFocus();
        add().address()->clear();
        QTest::keyClicks(add().address(), address);
    }
    bool asked() {
        return soon([&] { return question().isVisible(); });
    }
    bool failed() {
        return soon([&] { return add().error()->isVisible(); });
    }
    bool added() {
        const bool done = soon([&] {
            return add().error()->isVisible() ||
                   (list().rows().size() == 2 && list().chosen() == list().rows()[1].name);
        });
        UNSCOPED_INFO(add().error()->message()->text() << " | " << add().error()->hint()->text());
        return done && add().error()->isHidden();
    }

    TempDir dir;
    Variable home{"HOME", (dir / "home").string()}, agent{"SSH_AUTH_SOCK", ""};
    Variable config{"XDG_CONFIG_HOME", (dir / "config").string()}, data{"XDG_DATA_HOME", (dir / "data").string()};
    ThemeController themes;
    std::unique_ptr<session::Desk> desk;
    std::unique_ptr<shell::MainWindow> window;
};

inline QString commandTo(const Sshd& sshd) {
    return QString("ssh -p %1 %2@127.0.0.1").arg(sshd.port()).arg(QString::fromStdString(userName()));
}

}  // namespace flambeau::ui::compute::test
