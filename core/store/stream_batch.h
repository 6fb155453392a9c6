// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of StreamBatch. Private to core/store.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "flambeau/store/metrics.h"
#include "series_rows.h"

namespace flambeau::store {

struct StreamBatch::State {
    std::vector<NewPoints> series;
    std::unordered_map<std::string, std::uint32_t> index;
    std::vector<std::uint32_t> slots;  ///< the series of the n-th value of the last line: mostly that of the next line
    std::vector<protocol::Event> events;
    std::optional<protocol::ProgressEvent> progress;
    std::uint64_t points = 0;
    std::uint64_t badLines = 0;

    NewPoints& find(std::string_view name, std::size_t position);
};

}  // namespace flambeau::store
