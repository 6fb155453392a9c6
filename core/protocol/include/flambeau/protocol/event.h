// SPDX-License-Identifier: GPL-3.0-or-later
// The event stream, version 1: what a program (events.jsonl, events-<n>.jsonl) and the supervisor (state.jsonl) tell.
// One JSON object a line, UTF-8, closed by LF. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace flambeau::protocol {

inline constexpr int streamVersion = 1;

/// The first line of a stream.
struct HeaderEvent {
    int version = streamVersion;
    std::string run;
    int rank = 0;
};

/// `step` is absent for a value logged without one; the reader then counts 0, 1, 2, … in each series.
struct MetricEvent {
    double time = 0;  ///< seconds since 1970
    std::optional<std::int64_t> step;
    std::optional<double> epoch;
    std::vector<std::pair<std::string, double>> values;
};

struct StateEvent {
    double time = 0;
    std::string state;
    std::string reason;
};

struct ProgressEvent {
    double time = 0;
    std::int64_t done = 0, total = 0;
    std::string what;
};

struct ArtifactEvent {
    double time = 0;
    std::string path, kind, sha256;
};

/// An image or a table that lies under outputs/.
struct MediaEvent {
    double time = 0;
    bool isTable = false;
    std::int64_t step = 0;
    std::string name, path;
};

struct TextEvent {
    double time = 0;
    std::string name, text;
};

using Event = std::variant<HeaderEvent, MetricEvent, StateEvent, ProgressEvent, ArtifactEvent, MediaEvent, TextEvent>;

/// The line with its LF. Doubles are the shortest that read back equal; NaN and infinities the strings "nan", "inf",
/// "-inf". Invalid UTF-8 is replaced.
std::string encode(const Event& event);

}  // namespace flambeau::protocol
