// SPDX-License-Identifier: GPL-3.0-or-later
// Reads fields of JSON that may be hostile: a field that is missing, of another type or out of bounds becomes an
// error that names it, kept until it is asked for. Private to the folder.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"

namespace flambeau::domain {

class Fields {
public:
    Fields(const nlohmann::json& json, std::string what) : m_json(json), m_what(std::move(what)) {
        if (!json.is_object())
            fail("is not a JSON object");
    }

    std::string text(const char* name, std::size_t maxLength = 65536) {
        const auto* field = find(name);
        if (field && field->is_string() && field->get_ref<const std::string&>().size() <= maxLength)
            return field->get<std::string>();
        fail(std::string("has no text '") + name + "'");
        return {};
    }
    std::string textOr(const char* name, std::string otherwise) { return find(name) ? text(name) : otherwise; }

    std::int64_t integer(const char* name, std::int64_t min, std::int64_t max) {
        const auto* field = find(name);
        if (field && field->is_number_integer() &&
            (!field->is_number_unsigned() || field->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX))) {
            const auto value = field->get<std::int64_t>();
            if (value >= min && value <= max)
                return value;
        }
        fail(std::string("has no whole number '") + name + "' between " + std::to_string(min) + " and " + std::to_string(max));
        return min;
    }
    double real(const char* name) {
        const auto* field = find(name);
        if (field && field->is_number())
            return field->get<double>();
        fail(std::string("has no number '") + name + "'");
        return 0;
    }
    /// Null where it is missing, which is an error unless `optional`.
    const nlohmann::json* list(const char* name, std::size_t maxSize, bool optional = false) {
        const auto* field = find(name);
        if (field && field->is_array() && field->size() <= maxSize)
            return field;
        if (field || !optional)
            fail(std::string("has no list '") + name + "'");
        return nullptr;
    }
    const nlohmann::json* find(const char* name) const {
        if (!m_json.is_object())
            return nullptr;
        const auto it = m_json.find(name);
        return it == m_json.end() || it->is_null() ? nullptr : &*it;
    }
    void fail(const std::string& why) {
        if (!m_error)
            m_error = Error{ErrorCode::Corrupt, m_what + " " + why, "It was written by something else, or is damaged.", {}};
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    const nlohmann::json& m_json;
    std::string m_what;
    std::optional<Error> m_error;
};

}  // namespace flambeau::domain
