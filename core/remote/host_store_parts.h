// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of HostStore share.
#pragma once

#include "store_source.h"

namespace flambeau::remote {

/// What of `items` the host lacks, sorted by hash, each content once; of large files, what of them is there.
Result<std::vector<StorePlan>> plansOf(Transport& transport, const std::string& folder,
                                       const std::vector<StoreItem>& items, std::stop_token stop);

}  // namespace flambeau::remote
