// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a stream as it grows. Never stops at a bad line: it counts it and goes on; a torn last line is kept back; an
// event that it does not know is skipped. One object on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "flambeau/protocol/event.h"

namespace flambeau::protocol {

/// A metric line whose views live only during the callback: the fast path of ingestion.
struct MetricView {
    double time = 0;
    bool hasStep = false;
    std::int64_t step = 0;
    double epoch = 0;  ///< NaN: none
    const std::pair<std::string_view, double>* values = nullptr;
    std::size_t count = 0;
};

struct DecoderCounts {
    std::uint64_t lines = 0, events = 0, unknown = 0, bad = 0;
};

class StreamDecoder {
public:
    StreamDecoder();
    ~StreamDecoder();

    /// Decodes the whole lines of `bytes` and returns how many bytes they are: the caller keeps the rest (a torn last
    /// line) and gives it again with what follows. A line above `maxLine` bytes is counted as bad and skipped, torn or
    /// not. Callbacks may be empty; `onEvent` gets everything but metrics.
    std::size_t feed(std::string_view bytes, const std::function<void(const MetricView&)>& onMetric,
                     const std::function<void(const Event&)>& onEvent);
    const DecoderCounts& counts() const;

    static constexpr std::size_t maxLine = 16u << 20;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace flambeau::protocol
