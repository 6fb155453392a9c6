// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>
#include <random>

#include "flambeau/model/weights.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using test::must;

namespace {

Weights sample() {
    Weights weights;
    weights.tensors["a"] = Tensor::fromFloats({2, 3}, {1, 2, 3, 4, 5, -0.5f});
    weights.tensors["a.count"] = Tensor::fromInts({}, {9});
    weights.tensors["empty"] = Tensor::fromFloats({0, 4}, {});
    weights.tensors["odd"] = Tensor{DType::U8, {3}, std::vector<std::byte>(3, std::byte{7})};
    weights.metadata["paths"] = "[\"b\u00e9e.jpg\"]";
    return weights;
}

void requireEqual(const Weights& a, const Weights& b) {
    REQUIRE(a.metadata == b.metadata);
    REQUIRE(a.tensors.size() == b.tensors.size());
    for (const auto& [name, tensor] : a.tensors) {
        INFO(name);
        const Tensor& other = b.tensors.at(name);
        REQUIRE(tensor.type == other.type);
        REQUIRE(tensor.shape == other.shape);
        REQUIRE(tensor.bytes == other.bytes);
    }
}

std::string fileOf(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    return std::string(reinterpret_cast<const char*>(&length), 8) + header + data;
}

Tensor half(std::uint16_t bits) {
    Tensor tensor{DType::F16, {1}, std::vector<std::byte>(2)};
    std::memcpy(tensor.bytes.data(), &bits, 2);
    return tensor;
}

}  // namespace

TEST_CASE("Tensors and metadata come back from safetensors as they were") {
    test::TempDir dir;
    must(writeSafetensors(dir / "w.safetensors", sample()));
    requireEqual(sample(), must(readSafetensors(dir / "w.safetensors")));
    requireEqual(sample(), must(readWeights(dir / "w.safetensors")));
    const WeightsInfo seen = must(inspectWeights(dir / "w.safetensors"));
    REQUIRE(seen.tensors.size() == sample().tensors.size());
    for (const auto& [name, tensor] : sample().tensors) {
        REQUIRE(seen.tensors.at(name).type == tensor.type);
        REQUIRE(seen.tensors.at(name).shape == tensor.shape);
    }
    REQUIRE((8 + test::read(dir / "w.safetensors").find("}  ")) % 8 <= 8);
}

TEST_CASE("A safetensors file without tensors is read as one") {
    test::TempDir dir;
    must(writeSafetensors(dir / "w.safetensors", {}));
    REQUIRE(must(readSafetensors(dir / "w.safetensors")).tensors.empty());
}

TEST_CASE("Cutting a safetensors file off anywhere is noticed") {
    test::TempDir dir;
    must(writeSafetensors(dir / "w.safetensors", sample()));
    const std::string whole = test::read(dir / "w.safetensors");
    for (std::size_t keep = 0; keep < whole.size(); ++keep) {
        test::write(dir / "cut", whole.substr(0, keep));
        const auto read = readSafetensors(dir / "cut");
        INFO(keep);
        REQUIRE_FALSE(read.ok());
        REQUIRE(read.error().code == ErrorCode::Corrupt);
    }
    test::write(dir / "long", whole + "x");
    REQUIRE_FALSE(readSafetensors(dir / "long").ok());
}

TEST_CASE("A header that lies about shapes, places or types is refused") {
    test::TempDir dir;
    const std::string four(4, '\0');
    const std::string bad[] = {
        fileOf(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", four),
        fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", four + four),
        fileOf(
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            four),
        fileOf(R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", ""),
        fileOf(R"({"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}})", four),
        fileOf(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", four),
        fileOf(R"({"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})", four),
        fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", four),
        fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}})", four),
        fileOf(R"({"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}})", four),
        fileOf(R"({"a":{"shape":[1],"data_offsets":[0,4]}})", four),
        fileOf(R"({"__metadata__":{"x":1}})", ""),
        fileOf(R"([1,2])", ""),
        fileOf(R"({"a")", ""),
        std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10),
    };
    for (const std::string& bytes : bad) {
        INFO(bytes.substr(8));
        test::write(dir / "bad", bytes);
        const auto read = readSafetensors(dir / "bad");
        REQUIRE_FALSE(read.ok());
        REQUIRE_FALSE(read.error().hint.empty());
    }
}

TEST_CASE("Random damage to a safetensors file never crashes the reader") {
    test::TempDir dir;
    must(writeSafetensors(dir / "w.safetensors", sample()));
    const std::string whole = test::read(dir / "w.safetensors");
    std::mt19937 random(5);
    for (int i = 0; i < 1000; ++i) {
        std::string bytes = whole;
        for (int change = 0; change < 4; ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        test::write(dir / "bad", bytes);
        (void)readWeights(dir / "bad");
    }
    SUCCEED();
}

TEST_CASE("A tensor whose bytes do not fit its shape is not written") {
    test::TempDir dir;
    Weights weights;
    weights.tensors["a"] = Tensor{DType::F32, {3}, std::vector<std::byte>(8)};
    REQUIRE_FALSE(writeSafetensors(dir / "w.safetensors", weights).ok());
    REQUIRE_FALSE(fs::exists(dir / "w.safetensors"));
}

TEST_CASE("Half precision numbers become the floats they stand for") {
    REQUIRE(half(0x3c00).toFloats()[0] == 1.0f);
    REQUIRE(half(0xc000).toFloats()[0] == -2.0f);
    REQUIRE(half(0x7bff).toFloats()[0] == 65504.0f);
    REQUIRE(half(0x0001).toFloats()[0] == 0x1p-24f);
    REQUIRE(half(0x83ff).toFloats()[0] == -1023 * 0x1p-24f);
    REQUIRE(std::isinf(half(0x7c00).toFloats()[0]));
    REQUIRE(std::isnan(half(0x7e00).toFloats()[0]));
    Tensor brain{DType::BF16, {1}, {std::byte{0x80}, std::byte{0xbf}}};
    REQUIRE(brain.toFloats()[0] == -1.0f);
}
