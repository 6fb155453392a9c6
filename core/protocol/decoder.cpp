// SPDX-License-Identifier: GPL-3.0-or-later
// Two readers for one grammar. Most lines of a stream are metrics as a writer's loop prints them: fast_line.h reads
// these in one pass. Whatever it does not recognise at once goes to simdjson, which decides what the line is.
#include "flambeau/protocol/decoder.h"

#include <simdjson.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "fast_line.h"

namespace flambeau::protocol {

namespace {

namespace dom = simdjson::dom;

constexpr double kNoEpoch = std::numeric_limits<double>::quiet_NaN();

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// A number, or one of the strings that stand for what JSON has no number for.
std::optional<double> real(const dom::element& element) {
    double value = 0;
    if (element.get_double().get(value) == simdjson::SUCCESS)
        return value;
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS)
        return std::nullopt;
    if (text == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "inf")
        return std::numeric_limits<double>::infinity();
    if (text == "-inf")
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

/// A whole number, written as one or as 12.0.
std::optional<std::int64_t> integer(const dom::element& element) {
    std::int64_t whole = 0;
    if (element.get_int64().get(whole) == simdjson::SUCCESS)
        return whole;
    double value = 0;
    if (!element.is_double() || element.get_double().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    if (value != std::floor(value) || std::fabs(value) > 9007199254740992.0)
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

/// JSON's integers have no bound, the parser's have: outside of strings, those of more than 18 digits get a fraction.
std::string widenIntegers(std::string_view line) {
    std::string wide;
    bool inString = false;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i;
        while (!inString && end < line.size() && line[end] >= '0' && line[end] <= '9')
            ++end;
        if (end > i) {
            const std::string_view before = line.substr(0, i), after = line.substr(end);
            const bool whole = (before.empty() || before.find_last_of(".eE+") != before.size() - 1) &&
                               (after.empty() || after.find_first_of(".eE") != 0);
            wide += line.substr(i, end - i);
            if (whole && end - i > 18)
                wide += ".0";
            i = end;
            continue;
        }
        if (inString && line[i] == '\\' && i + 1 < line.size())
            wide += line[i++];
        else if (line[i] == '"')
            inString = !inString;
        wide += line[i++];
    }
    return wide;
}

/// Reads an object's fields; a field of the wrong type, or a required one that is missing, makes the line bad.
class Fields {
public:
    explicit Fields(const dom::object& object) : m_object(object) {}
    bool ok() const { return m_ok; }

    std::string text(const char* key, bool required) {
        std::string_view text;
        const auto found = m_object[key];
        if (found.error() == simdjson::NO_SUCH_FIELD && !required)
            return {};
        if (found.get_string().get(text) != simdjson::SUCCESS)
            m_ok = false;
        return std::string(text);
    }
    double time() {
        dom::element element;
        std::optional<double> value;
        if (m_object["t"].get(element) == simdjson::SUCCESS)
            value = real(element);
        if (!value || !std::isfinite(*value))
            m_ok = false;
        return value.value_or(0);
    }
    std::optional<std::int64_t> whole(const char* key) {
        dom::element element;
        if (m_object[key].get(element) != simdjson::SUCCESS || element.is_null())
            return std::nullopt;
        const std::optional<std::int64_t> value = integer(element);
        m_ok = m_ok && value;
        return value;
    }
    std::int64_t wholeOr(const char* key, bool required) {
        const std::optional<std::int64_t> value = whole(key);
        m_ok = m_ok && (value || !required);
        return value.value_or(0);
    }
    double epoch() {
        dom::element element;
        if (m_object["epoch"].get(element) != simdjson::SUCCESS || element.is_null())
            return kNoEpoch;
        const std::optional<double> value = real(element);
        m_ok = m_ok && value;
        return value.value_or(0);
    }

private:
    dom::object m_object;
    bool m_ok = true;
};

}  // namespace

struct StreamDecoder::State {
    DecoderCounts counts;
    bool skipping = false;  ///< inside a line that is too long
    dom::parser parser;
    std::vector<char> padded;
    std::vector<std::pair<std::string_view, double>> values;

    simdjson::error_code parse(std::string_view line, dom::object& object);
    /// Tells what the line says, or counts it as bad or unknown.
    void decodeSlowly(std::string_view line, const std::function<void(const MetricView&)>& onMetric,
                      const std::function<void(const Event&)>& onEvent);
    /// False: the line is bad.
    bool metric(const dom::object& object, const std::function<void(const MetricView&)>& onMetric);
    void event(Event event, bool good, const std::function<void(const Event&)>& onEvent);
    void named(std::string_view name, const dom::object& object, const std::function<void(const Event&)>& onEvent);
};

bool StreamDecoder::State::metric(const dom::object& object, const std::function<void(const MetricView&)>& onMetric) {
    Fields fields(object);
    MetricView view;
    view.time = fields.time();
    const std::optional<std::int64_t> step = fields.whole("step");
    view.hasStep = step.has_value();
    view.step = step.value_or(0);
    view.epoch = fields.epoch();
    dom::object series;
    if (!fields.ok() || object["v"].get_object().get(series) != simdjson::SUCCESS)
        return false;
    values.clear();
    for (const auto field : series) {
        const std::optional<double> value = real(field.value);
        if (!value)
            return false;
        values.emplace_back(field.key, *value);
    }
    view.values = values.data();
    view.count = values.size();
    ++counts.events;
    if (onMetric)
        onMetric(view);
    return true;
}

void StreamDecoder::State::event(Event event, bool good, const std::function<void(const Event&)>& onEvent) {
    if (!good) {
        ++counts.bad;
        return;
    }
    ++counts.events;
    if (onEvent)
        onEvent(event);
}

void StreamDecoder::State::named(std::string_view name, const dom::object& object,
                                 const std::function<void(const Event&)>& onEvent) {
    Fields fields(object);
    if (name == "state") {
        StateEvent state{fields.time(), fields.text("state", true), fields.text("reason", false)};
        event(std::move(state), fields.ok(), onEvent);
    } else if (name == "progress") {
        ProgressEvent progress{fields.time(), fields.wholeOr("done", true), fields.wholeOr("total", false),
                               fields.text("what", false)};
        event(std::move(progress), fields.ok(), onEvent);
    } else if (name == "artifact") {
        ArtifactEvent artifact{fields.time(), fields.text("path", true), fields.text("kind", false),
                               fields.text("sha256", false)};
        event(std::move(artifact), fields.ok(), onEvent);
    } else if (name == "image" || name == "table") {
        MediaEvent media{fields.time(), name == "table", fields.wholeOr("step", false), fields.text("name", true),
                         fields.text("path", true)};
        event(std::move(media), fields.ok(), onEvent);
    } else if (name == "text") {
        TextEvent text{fields.time(), fields.text("name", false), fields.text("text", true)};
        event(std::move(text), fields.ok(), onEvent);
    } else {
        ++counts.unknown;
    }
}

simdjson::error_code StreamDecoder::State::parse(std::string_view line, dom::object& object) {
    // The parser may read a little past the end, so it gets a copy with room behind it.
    if (padded.size() < line.size() + simdjson::SIMDJSON_PADDING)
        padded.resize(line.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(padded.data(), line.data(), line.size());
    std::memset(padded.data() + line.size(), ' ', simdjson::SIMDJSON_PADDING);
    return parser.parse(padded.data(), line.size(), false).get_object().get(object);
}

void StreamDecoder::State::decodeSlowly(std::string_view line, const std::function<void(const MetricView&)>& onMetric,
                                        const std::function<void(const Event&)>& onEvent) {
    dom::object object;
    simdjson::error_code failure = parse(line, object);
    if (failure == simdjson::NUMBER_ERROR)
        failure = parse(widenIntegers(line), object);
    if (failure != simdjson::SUCCESS) {
        ++counts.bad;
        return;
    }
    std::string_view name;
    if (object["e"].get_string().get(name) == simdjson::SUCCESS) {
        if (name != "metric")
            named(name, object, onEvent);
        else if (!metric(object, onMetric))
            ++counts.bad;
        return;
    }
    Fields fields(object);
    HeaderEvent header;
    header.version = static_cast<int>(fields.wholeOr("flambeau", true));
    header.run = fields.text("run", true);
    header.rank = static_cast<int>(fields.wholeOr("rank", false));
    event(std::move(header), fields.ok(), onEvent);
}

StreamDecoder::StreamDecoder() : m_state(std::make_unique<State>()) {}
StreamDecoder::~StreamDecoder() = default;

const DecoderCounts& StreamDecoder::counts() const {
    return m_state->counts;
}

std::size_t StreamDecoder::feed(std::string_view bytes, const std::function<void(const MetricView&)>& onMetric,
                                const std::function<void(const Event&)>& onEvent) {
    State& state = *m_state;
    std::size_t at = 0;
    while (at < bytes.size()) {
        const void* found = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
        if (!found) {
            if (!state.skipping && bytes.size() - at <= maxLine)
                break;
            // What is here of a line that is too long is used up; its end is awaited without keeping it.
            if (!state.skipping) {
                ++state.counts.lines;
                ++state.counts.bad;
            }
            state.skipping = true;
            return bytes.size();
        }
        const std::size_t end = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
        const std::string_view line = bytes.substr(at, end - at);
        at = end + 1;
        if (state.skipping) {
            state.skipping = false;
            continue;
        }
        if (isBlank(line))
            continue;
        ++state.counts.lines;
        if (line.size() > maxLine) {
            ++state.counts.bad;
            continue;
        }
        MetricView view;
        if (readFastLine(line, view, state.values)) {
            ++state.counts.events;
            if (onMetric)
                onMetric(view);
        } else {
            state.decodeSlowly(line, onMetric, onEvent);
        }
    }
    return at;
}

}  // namespace flambeau::protocol
