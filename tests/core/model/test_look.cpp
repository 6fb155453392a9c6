// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/look.h"
#include "flambeau/model/weights.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using flambeau::test::must;

namespace {

/// A field of protobuf's wire format with bytes in it.
std::string field(int number, const std::string& bytes) {
    return std::string(1, static_cast<char>(number << 3 | 2)) + std::string(1, static_cast<char>(bytes.size())) + bytes;
}

const std::string kVersion("\x08\x08", 2);

}  // namespace

TEST_CASE("A model file is told by its content, whatever its name is") {
    const test::TempDir dir;
    Weights weights;
    weights.tensors["a"] = Tensor::fromFloats({2}, {1, 2});
    weights.tensors["b"] = Tensor::fromFloats({3}, {1, 2, 3});
    must(writeSafetensors(dir / "named.onnx", weights));
    const FileLook look = must(lookAtModelFile(dir / "named.onnx"));
    CHECK(look.kind == FileKind::Safetensors);
    CHECK(look.tensors == 2);
    test::write(dir / "named.pt", kVersion + field(7, "a graph"));
    CHECK(must(lookAtModelFile(dir / "named.pt")).kind == FileKind::Onnx);
    const std::string legacy("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
    test::write(dir / "old.pth", legacy);
    CHECK(must(lookAtModelFile(dir / "old.pth")).kind == FileKind::LegacyPyTorch);
    CHECK(std::string(title(FileKind::Onnx)) == "ONNX");
}

TEST_CASE("What is no model is refused as such, what is cut off as cut off") {
    const test::TempDir dir;
    const auto codeOf = [&](const std::string& bytes) {
        test::write(dir / "file.pt", bytes);
        const auto look = lookAtModelFile(dir / "file.pt");
        return look.ok() ? std::string("a model") : std::string(toString(look.error().code));
    };
    CHECK(codeOf("") == "unsupported");
    CHECK(codeOf("Dear diary") == "unsupported");
    CHECK(codeOf(std::string(4000, '\0')) == "unsupported");
    CHECK(codeOf(std::string(4000, '\xff')) == "unsupported");
    CHECK(codeOf(kVersion + field(8, "no graph")) == "unsupported");
    CHECK(codeOf(kVersion + std::string("\x3a\x7f", 2) + "a graph that is longer than the file") == "unsupported");
    CHECK(codeOf("PK\x03\x04 and then nothing of an archive") == "corrupt");
    Weights weights;
    weights.tensors["a"] = Tensor::fromFloats({200}, std::vector<float>(200, 1));
    must(writeSafetensors(dir / "whole", weights));
    const std::string whole = test::read(dir / "whole");
    CHECK(codeOf(whole) == "a model");
    CHECK(codeOf(whole.substr(0, whole.size() - 1)) == "corrupt");
    CHECK(codeOf(whole.substr(0, 40)) == "corrupt");
    const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}})";
    CHECK(codeOf(std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header) == "corrupt");
    CHECK(lookAtModelFile(dir / "nothing").error().code == ErrorCode::NotFound);
}
