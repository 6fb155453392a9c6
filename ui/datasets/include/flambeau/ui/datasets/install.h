// SPDX-License-Identifier: GPL-3.0-or-later
// What works before the page of datasets was ever opened: dropping folders and archives anywhere, the commands
// "dataset.import" (a folder), "dataset.importArchive", "dataset.importOptions" and "dataset.sample", search by name,
// and the imports themselves, which go on whichever page is shown. GUI thread.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::datasets {

/// All of it goes with `owner`; `host` and `desk` must outlive it.
void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::datasets
