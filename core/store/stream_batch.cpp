// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream_batch.h"

#include "flambeau/base/strings.h"

namespace flambeau::store {

namespace {

// What a stream may name at most: it comes from a host that is not trusted. What is above is counted as a bad line.
constexpr std::size_t kMaxNameBytes = 500;
constexpr std::size_t kMaxBatchSeries = 100'000;

}  // namespace

StreamBatch::StreamBatch() : m_state(std::make_unique<State>()) {}
StreamBatch::StreamBatch(StreamBatch&&) noexcept = default;
StreamBatch& StreamBatch::operator=(StreamBatch&&) noexcept = default;
StreamBatch::~StreamBatch() = default;

NewPoints& StreamBatch::State::find(std::string_view name, std::size_t position) {
    if (position < slots.size() && series[slots[position]].name == name)
        return series[slots[position]];
    const auto [entry, isNew] = index.try_emplace(toValidUtf8(name), static_cast<std::uint32_t>(series.size()));
    if (isNew) {
        series.emplace_back();
        series.back().name = entry->first;
    }
    if (position < 1000) {
        if (slots.size() <= position)
            slots.resize(position + 1, entry->second);
        slots[position] = entry->second;
    }
    return series[entry->second];
}

void StreamBatch::add(const protocol::MetricView& metric) {
    State& state = *m_state;
    for (std::size_t i = 0; i < metric.count; ++i) {
        const auto& [name, value] = metric.values[i];
        if (name.empty() || name.size() > kMaxNameBytes || state.series.size() >= kMaxBatchSeries) {
            ++state.badLines;
            continue;
        }
        NewPoints& target = state.find(name, i);
        if (!metric.hasStep)
            target.unstepped.push_back(static_cast<std::uint32_t>(target.points.size()));
        target.points.push_back(series::Point{metric.step, metric.time, value, metric.epoch});
        ++state.points;
    }
}

void StreamBatch::add(std::string_view series, std::optional<std::int64_t> step, double epoch, double time,
                      double value) {
    const std::pair<std::string_view, double> one{series, value};
    add(protocol::MetricView{.time = time,
                             .hasStep = step.has_value(),
                             .step = step.value_or(0),
                             .epoch = epoch,
                             .values = &one,
                             .count = 1});
}

void StreamBatch::add(const protocol::Event& event) {
    if (const auto* progress = std::get_if<protocol::ProgressEvent>(&event))
        m_state->progress = *progress;
    else if (std::holds_alternative<protocol::ArtifactEvent>(event) ||
             std::holds_alternative<protocol::MediaEvent>(event) || std::holds_alternative<protocol::TextEvent>(event))
        m_state->events.push_back(event);
}

void StreamBatch::addBadLines(std::uint64_t count) {
    m_state->badLines += count;
}

std::uint64_t StreamBatch::points() const {
    return m_state->points;
}

bool StreamBatch::empty() const {
    return m_state->points == 0 && m_state->events.empty() && !m_state->progress && m_state->badLines == 0;
}

void StreamBatch::clear() {
    State& state = *m_state;
    for (NewPoints& series : state.series) {
        series.points.clear();
        series.unstepped.clear();
    }
    // Names pile up where a batch serves many runs.
    if (state.series.size() > 2000) {
        state.series.clear();
        state.index.clear();
        state.slots.clear();
    }
    state.events.clear();
    state.progress.reset();
    state.points = 0;
    state.badLines = 0;
}

}  // namespace flambeau::store
