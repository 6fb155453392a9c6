// SPDX-License-Identifier: GPL-3.0-or-later
// Protocol buffers' wire format, as much as writing ONNX takes: varints, 32-bit floats and length-delimited fields
// (https://protobuf.dev/programming-guides/encoding). Internal to core/onnx.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace flambeau::onnx {

class Proto {
public:
    void integer(int field, std::int64_t value) {
        varint(static_cast<std::uint64_t>(field) << 3);
        varint(static_cast<std::uint64_t>(value));
    }
    void real(int field, float value) {
        varint(static_cast<std::uint64_t>(field) << 3 | 5);
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        m_bytes.append(raw, sizeof raw);
    }
    void text(int field, std::string_view value) {
        open(field, value.size());
        m_bytes.append(value);
    }
    void message(int field, const Proto& value) { text(field, value.m_bytes); }
    /// The tag and length of a field whose `size` bytes the caller appends next.
    void open(int field, std::size_t size) {
        varint(static_cast<std::uint64_t>(field) << 3 | 2);
        varint(size);
    }
    void append(std::string_view bytes) { m_bytes.append(bytes); }
    void reserve(std::size_t size) { m_bytes.reserve(size); }
    const std::string& bytes() const { return m_bytes; }
    std::string take() { return std::move(m_bytes); }

private:
    void varint(std::uint64_t value) {
        while (value >= 0x80) {
            m_bytes.push_back(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        m_bytes.push_back(static_cast<char>(value));
    }
    std::string m_bytes;
};

}  // namespace flambeau::onnx
