// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/compute/install.h"

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {

void install(PageHost& host, session::Desk&, QObject* owner) {
    host.commands().add({"disk.clean",
                         say("Clean up the disk"),
                         say("Compute"),
                         "trash",
                         {},
                         [&host] { host.openPage("compute", "clean"); },
                         say("free space cache orphans trash")},
                        owner);
}

}  // namespace flambeau::ui::compute
