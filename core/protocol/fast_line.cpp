// SPDX-License-Identifier: GPL-3.0-or-later
#include "fast_line.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace flambeau::protocol {

namespace {

// Powers of ten that a double holds exactly.
constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t kExactIntegers = std::uint64_t{1} << 53;

bool isDigit(char c) {
    return static_cast<unsigned char>(c - '0') < 10;
}

class Cursor {
public:
    explicit Cursor(std::string_view line) : m_at(line.data()), m_end(line.data() + line.size()) {}

    bool atEnd() const { return m_at == m_end; }
    void skipSpaces() {
        while (m_at < m_end && *m_at == ' ')
            ++m_at;
    }
    bool take(char c) {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }
    bool take(std::string_view text) {
        if (static_cast<std::size_t>(m_end - m_at) < text.size() || std::memcmp(m_at, text.data(), text.size()) != 0)
            return false;
        m_at += text.size();
        return true;
    }
    /// `"name":` and the spaces after it.
    bool takeKey(std::string_view quoted) {
        if (!take(quoted) || !take(':'))
            return false;
        skipSpaces();
        return true;
    }
    bool takeComma() {
        if (!take(','))
            return false;
        skipSpaces();
        return true;
    }

    /// A string of printable ASCII without escapes.
    bool takeString(std::string_view& text) {
        if (!take('"'))
            return false;
        const char* begin = m_at;
        while (m_at < m_end && *m_at != '"') {
            if (*m_at == '\\' || static_cast<unsigned char>(*m_at - 0x20) >= 0x5f)  // else 0x20 to 0x7e
                return false;
            ++m_at;
        }
        text = std::string_view(begin, static_cast<std::size_t>(m_at - begin));
        return take('"');
    }

    /// A JSON number, correctly rounded.
    bool takeNumber(double& value) {
        const char* begin = m_at;
        const bool negative = take('-');
        const char* digits = m_at;
        std::uint64_t mantissa = 0;
        takeDigits(mantissa);
        const auto whole = m_at - digits;
        if (whole == 0 || (whole > 1 && *digits == '0'))
            return false;
        std::ptrdiff_t fraction = 0;
        if (m_at < m_end && *m_at == '.') {
            const char* point = m_at++;
            takeDigits(mantissa);
            fraction = m_at - point - 1;
            if (fraction == 0)
                return false;
        }
        std::ptrdiff_t exponent = 0;
        if (m_at < m_end && (*m_at == 'e' || *m_at == 'E') && !takeExponent(exponent))
            return false;
        // Mantissa and power of ten are both exact, so one operation rounds once (Clinger 1990, the fast path).
        const std::ptrdiff_t power = exponent - fraction;
        if (whole + fraction <= 19 && mantissa <= kExactIntegers && power >= -22 && power <= 22) {
            value = static_cast<double>(mantissa);
            value = power < 0 ? value / kPowers[-power] : value * kPowers[power];
            if (negative)
                value = -value;
            return true;
        }
        const auto [end, error] = std::from_chars(begin, m_at, value);
        return error == std::errc() && end == m_at && std::isfinite(value);
    }

    bool takeInteger(std::int64_t& value) {
        const char* begin = m_at;
        take('-');
        const char* digits = m_at;
        while (m_at < m_end && isDigit(*m_at))
            ++m_at;
        if (m_at == digits || (m_at - digits > 1 && *digits == '0'))
            return false;
        const auto [end, error] = std::from_chars(begin, m_at, value);
        return error == std::errc() && end == m_at;
    }

    /// A number, or one of the strings that stand for what JSON has no number for.
    bool takeReal(double& value) {
        if (m_at == m_end || *m_at != '"')
            return takeNumber(value);
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if (take("\"nan\""))
            value = std::numeric_limits<double>::quiet_NaN();
        else if (take("\"inf\""))
            value = infinity;
        else if (take("\"-inf\""))
            value = -infinity;
        else
            return false;
        return true;
    }

private:
    void takeDigits(std::uint64_t& mantissa) {
        const char* at = m_at;
        while (at < m_end && isDigit(*at))
            mantissa = mantissa * 10 + static_cast<unsigned char>(*at++ - '0');  // wraps only above 19 digits
        m_at = at;
    }
    bool takeExponent(std::ptrdiff_t& exponent) {
        ++m_at;
        const bool negative = take('-');
        if (!negative)
            take('+');
        const char* digits = m_at;
        while (m_at < m_end && isDigit(*m_at) && m_at - digits < 6)
            exponent = exponent * 10 + (*m_at++ - '0');
        if (negative)
            exponent = -exponent;
        return m_at > digits && !(m_at < m_end && isDigit(*m_at));
    }

    const char* m_at;
    const char* m_end;
};

}  // namespace

bool readFastLine(std::string_view line, MetricView& view, std::vector<std::pair<std::string_view, double>>& values) {
    Cursor cursor(line);
    if (!cursor.take('{') || !cursor.takeKey("\"e\"") || !cursor.take("\"metric\"") || !cursor.takeComma() ||
        !cursor.takeKey("\"t\"") || !cursor.takeNumber(view.time) || !cursor.takeComma())
        return false;
    view.hasStep = cursor.takeKey("\"step\"");
    if (view.hasStep && !(cursor.takeInteger(view.step) && cursor.takeComma()))
        return false;
    view.epoch = std::numeric_limits<double>::quiet_NaN();
    if (cursor.takeKey("\"epoch\"") && !(cursor.takeNumber(view.epoch) && cursor.takeComma()))
        return false;
    if (!cursor.takeKey("\"v\"") || !cursor.take('{'))
        return false;
    values.clear();
    if (!cursor.take('}')) {
        do {
            auto& [name, value] = values.emplace_back();
            if (!cursor.takeString(name) || !cursor.take(':'))
                return false;
            cursor.skipSpaces();
            if (!cursor.takeReal(value))
                return false;
        } while (cursor.takeComma());
        if (!cursor.take('}'))
            return false;
    }
    view.values = values.data();
    view.count = values.size();
    return cursor.take('}') && cursor.atEnd();
}

}  // namespace flambeau::protocol
