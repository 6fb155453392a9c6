// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/compute/install.h"

#include <QCoreApplication>

#include "flambeau/ui/common/commands.h"

namespace flambeau::ui::compute {

void install(PageHost& host, session::Desk&, QObject* owner) {
    const auto words = [](const char* text) { return QCoreApplication::translate("flambeau", text); };
    host.commands().add({"disk.clean",
                         words("Clean up the disk"),
                         words("Compute"),
                         "trash",
                         {},
                         [&host] { host.openPage("compute", "clean"); },
                         words("free space cache orphans trash")},
                        owner);
}

}  // namespace flambeau::ui::compute
