// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "flambeau/model/weights.h"

namespace flambeau::model {
namespace {

template <class T>
T at(const std::vector<std::byte>& bytes, std::size_t index) {
    T value;
    std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

float fromBits(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

/// IEEE 754 binary16; every value is exact in a float.
float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1f;
    std::uint32_t mantissa = half & 0x3ffu;
    if (exponent == 0x1f)
        return fromBits(sign | 0x7f800000u | (mantissa << 13));
    if (exponent != 0)
        return fromBits(sign | ((exponent + 112) << 23) | (mantissa << 13));
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;  // subnormal or zero
    return sign ? -magnitude : magnitude;
}

float elementAt(const Tensor& tensor, std::size_t i) {
    switch (tensor.type) {
        case DType::F64:
            return static_cast<float>(at<double>(tensor.bytes, i));
        case DType::F32:
            return at<float>(tensor.bytes, i);
        case DType::F16:
            return halfToFloat(at<std::uint16_t>(tensor.bytes, i));
        case DType::BF16:
            return fromBits(std::uint32_t{at<std::uint16_t>(tensor.bytes, i)} << 16);
        case DType::I64:
            return static_cast<float>(at<std::int64_t>(tensor.bytes, i));
        case DType::I32:
            return static_cast<float>(at<std::int32_t>(tensor.bytes, i));
        case DType::I16:
            return at<std::int16_t>(tensor.bytes, i);
        case DType::I8:
            return at<std::int8_t>(tensor.bytes, i);
        case DType::U8:
            return at<std::uint8_t>(tensor.bytes, i);
        case DType::Bool:
            return at<std::uint8_t>(tensor.bytes, i) != 0 ? 1.0f : 0.0f;
    }
    return 0;
}

}  // namespace

std::size_t sizeOf(DType type) {
    switch (type) {
        case DType::F64:
        case DType::I64:
            return 8;
        case DType::F32:
        case DType::I32:
            return 4;
        case DType::F16:
        case DType::BF16:
        case DType::I16:
            return 2;
        case DType::I8:
        case DType::U8:
        case DType::Bool:
            return 1;
    }
    return 1;
}

std::string_view toString(DType type) {
    switch (type) {
        case DType::F64:
            return "F64";
        case DType::F32:
            return "F32";
        case DType::F16:
            return "F16";
        case DType::BF16:
            return "BF16";
        case DType::I64:
            return "I64";
        case DType::I32:
            return "I32";
        case DType::I16:
            return "I16";
        case DType::I8:
            return "I8";
        case DType::U8:
            return "U8";
        case DType::Bool:
            return "BOOL";
    }
    return "?";
}

std::int64_t Tensor::count() const {
    std::int64_t total = 1;
    for (const std::int64_t side : shape)
        total *= side;
    return total;
}

std::vector<float> Tensor::toFloats() const {
    std::vector<float> values(bytes.size() / sizeOf(type));
    if (type == DType::F32) {
        if (!values.empty())
            std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
        return values;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = elementAt(*this, i);
    return values;
}

Tensor Tensor::fromFloats(std::vector<std::int64_t> shape, const std::vector<float>& values) {
    Tensor tensor{DType::F32, std::move(shape), std::vector<std::byte>(values.size() * sizeof(float))};
    if (!values.empty())
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

Tensor Tensor::fromInts(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& values) {
    Tensor tensor{DType::I64, std::move(shape), std::vector<std::byte>(values.size() * sizeof(std::int64_t))};
    if (!values.empty())
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

}  // namespace flambeau::model
