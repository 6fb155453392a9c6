// SPDX-License-Identifier: GPL-3.0-or-later
// One window a workspace: the first one listens, a second one asks it to come forward. A socket in the kernel's own
// name space, named after the workspace and the user; nothing but "come forward" goes over it, and only from the same
// user. GUI thread.
#pragma once

#include <memory>

#include <QObject>

#include "flambeau/base/files.h"

class QSocketNotifier;

namespace flambeau::studio {

/// Whether a window of that workspace was there and was asked.
bool askToComeForward(const fs::path& workspace);

class ComeForward : public QObject {
    Q_OBJECT
public:
    explicit ComeForward(const fs::path& workspace, QObject* parent = nullptr);
    ~ComeForward() override;

signals:
    void wanted();

private:
    void answer();

    int m_socket = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace flambeau::studio
