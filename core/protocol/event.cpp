// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/protocol/event.h"

#include <cmath>

#include "flambeau/base/strings.h"

namespace flambeau::protocol {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

/// A JSON string, quotes included.
void appendString(std::string& out, std::string_view text) {
    const std::string valid = toValidUtf8(text);
    out += '"';
    for (const char c : valid) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHexDigits[byte >> 4];
            out += kHexDigits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendNumber(std::string& out, double value) {
    if (std::isnan(value))
        out += "\"nan\"";
    else if (std::isinf(value))
        out += value > 0 ? "\"inf\"" : "\"-inf\"";
    else if (value == 0 && std::signbit(value))
        out += "-0.0";  // "-0" is an integer to many readers, and those have no negative zero
    else
        out += formatDouble(value);
}

/// Builds `{"e":"<name>","t":<time>` and then one field after the other.
class Line {
public:
    explicit Line(std::string_view event, double time) {
        m_text.reserve(160);
        m_text += "{\"e\":\"";
        m_text += event;
        m_text += "\",\"t\":";
        appendNumber(m_text, time);
    }
    Line& text(std::string_view name, std::string_view value) {
        key(name);
        appendString(m_text, value);
        return *this;
    }
    Line& optionalText(std::string_view name, std::string_view value) {
        return value.empty() ? *this : text(name, value);
    }
    Line& integer(std::string_view name, std::int64_t value) {
        key(name);
        m_text += std::to_string(value);
        return *this;
    }
    Line& number(std::string_view name, double value) {
        key(name);
        appendNumber(m_text, value);
        return *this;
    }
    Line& values(std::string_view name, const std::vector<std::pair<std::string, double>>& values) {
        key(name);
        char separator = '{';
        for (const auto& [series, value] : values) {
            m_text += separator;
            appendString(m_text, series);
            m_text += ':';
            appendNumber(m_text, value);
            separator = ',';
        }
        m_text += values.empty() ? "{}" : "}";
        return *this;
    }
    std::string finish() {
        m_text += "}\n";
        return std::move(m_text);
    }

private:
    void key(std::string_view name) {
        m_text += ",\"";
        m_text += name;
        m_text += "\":";
    }
    std::string m_text;
};

std::string encodeOne(const HeaderEvent& event) {
    std::string text = "{\"flambeau\":" + std::to_string(event.version) + ",\"run\":";
    appendString(text, event.run);
    return text + ",\"rank\":" + std::to_string(event.rank) + "}\n";
}

std::string encodeOne(const MetricEvent& event) {
    Line line("metric", event.time);
    if (event.step)
        line.integer("step", *event.step);
    if (event.epoch && std::isfinite(*event.epoch))
        line.number("epoch", *event.epoch);
    return line.values("v", event.values).finish();
}

std::string encodeOne(const StateEvent& event) {
    return Line("state", event.time).text("state", event.state).optionalText("reason", event.reason).finish();
}

std::string encodeOne(const ProgressEvent& event) {
    return Line("progress", event.time)
        .integer("done", event.done)
        .integer("total", event.total)
        .text("what", event.what)
        .finish();
}

std::string encodeOne(const ArtifactEvent& event) {
    return Line("artifact", event.time)
        .text("path", event.path)
        .text("kind", event.kind)
        .text("sha256", event.sha256)
        .finish();
}

std::string encodeOne(const MediaEvent& event) {
    return Line(event.isTable ? "table" : "image", event.time)
        .integer("step", event.step)
        .text("name", event.name)
        .text("path", event.path)
        .finish();
}

std::string encodeOne(const TextEvent& event) {
    return Line("text", event.time).text("name", event.name).text("text", event.text).finish();
}

}  // namespace

std::string encode(const Event& event) {
    return std::visit([](const auto& one) { return encodeOne(one); }, event);
}

}  // namespace flambeau::protocol
