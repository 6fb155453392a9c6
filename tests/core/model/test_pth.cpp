// SPDX-License-Identifier: GPL-3.0-or-later
// Files that Debian's PyTorch writes, in both formats, and what must not be read.
#include <sys/stat.h>

#include <iostream>
#include <memory>
#include <random>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using test::must;

namespace {

/// The folder that write_weights.py filled; written once, null (with a reason) where there is no PyTorch.
const test::TempDir* written() {
    static const std::unique_ptr<test::TempDir> folder = [] {
        auto dir = std::make_unique<test::TempDir>();
        ProcessSpec spec;
        spec.argv = {"/usr/bin/python3", SCRIPTS "/write_weights.py", dir->path().string()};
        const auto ran = runProcess(spec);
        if (!ran.ok() || ran->err.find("ModuleNotFoundError") != std::string::npos) {
            std::cout << "skipped: /usr/bin/python3 has no torch\n";
            return std::unique_ptr<test::TempDir>();
        }
        INFO(ran->err);
        REQUIRE(ran->exitCode == 0);
        return dir;
    }();
    return folder.get();
}

std::string torchName(DType type) {
    switch (type) {
        case DType::F64:
            return "float64";
        case DType::F32:
            return "float32";
        case DType::F16:
            return "float16";
        case DType::BF16:
            return "bfloat16";
        case DType::I64:
            return "int64";
        case DType::I32:
            return "int32";
        case DType::I16:
            return "int16";
        case DType::I8:
            return "int8";
        case DType::U8:
            return "uint8";
        case DType::Bool:
            return "bool";
    }
    return "";
}

/// In the form of the .txt files beside the weights.
std::string describe(const Weights& weights) {
    std::string text;
    for (const auto& [name, tensor] : weights.tensors) {
        std::vector<std::string> sides;
        for (const std::int64_t side : tensor.shape)
            sides.push_back(std::to_string(side));
        const std::string_view bytes(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
        text += name + "|" + torchName(tensor.type) + "|" + join(sides, ",") + "|" + sha256Hex(bytes) + "\n";
    }
    return text;
}

std::vector<fs::path> filesEnding(const std::string& ending) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(written()->path())) {
        if (endsWith(entry.path().string(), ending))
            found.push_back(entry.path());
    }
    return found;
}

/// What can be read whole must be seen the same way without its data.
void requireSeen(const Weights& weights, const Result<WeightsInfo>& seen) {
    REQUIRE(seen.ok());
    REQUIRE(seen->tensors.size() == weights.tensors.size());
    for (const auto& [name, tensor] : weights.tensors) {
        REQUIRE(seen->tensors.at(name).type == tensor.type);
        REQUIRE(seen->tensors.at(name).shape == tensor.shape);
    }
}

/// Good files and damaged ones, without PyTorch: a stored zip of the given members.
std::string pickleFile(const std::string& pickle) {
    return std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) +
           std::string("\x80\x02M\xe9\x03.", 6) + std::string("\x80\x02}.", 4) + pickle + std::string("\x80\x02].", 4);
}

}  // namespace

TEST_CASE("Every file that PyTorch writes in its two formats is read byte for byte") {
    if (!written())
        return;
    const auto files = filesEnding(".pth");
    REQUIRE(files.size() >= 18);
    for (const fs::path& path : files) {
        INFO(path.filename());
        const Weights weights = must(readWeights(path));
        REQUIRE(describe(weights) == test::read(path.string() + ".txt"));
        requireSeen(weights, inspectWeights(path));
    }
}

TEST_CASE("A pickle that would run a command is refused by name and runs nothing") {
    if (!written())
        return;
    for (const char* name : {"evil.zip.bad", "evil.legacy.bad"}) {
        const auto read = readWeights(*written() / name);
        REQUIRE_FALSE(read.ok());
        REQUIRE(read.error().code == ErrorCode::Unsupported);
        REQUIRE(read.error().message.find("posix.system") != std::string::npos);
    }
    REQUIRE_FALSE(readWeights(*written() / "evil.pickle.bad").ok());
    REQUIRE_FALSE(fs::exists(*written() / "executed"));
}

TEST_CASE("What holds no plain weights is refused with what to do") {
    if (!written())
        return;
    const auto files = filesEnding(".bad");
    REQUIRE(files.size() >= 10);
    for (const fs::path& path : files) {
        INFO(path.filename());
        const auto read = readWeights(path);
        REQUIRE_FALSE(read.ok());
        REQUIRE(read.error().code == ErrorCode::Unsupported);
        REQUIRE_FALSE(read.error().hint.empty());
        const auto seen = inspectWeights(path, "what was given");
        REQUIRE(seen.error().code == ErrorCode::Unsupported);
        REQUIRE(startsWith(seen.error().message, "what was given"));
    }
    REQUIRE(readWeights(*written() / "script.bad").error().message.find("TorchScript") != std::string::npos);
    REQUIRE(readWeights(*written() / "no_tensors.bad").error().hint.find("epoch") != std::string::npos);
    REQUIRE(readWeights(*written() / "whole_module.bad").error().message.find("Sequential") != std::string::npos);
}

TEST_CASE("A file cut off anywhere is refused as damaged") {
    if (!written())
        return;
    for (const char* name : {"plain.zip.pth", "plain.legacy.pth"}) {
        const std::string whole = test::read(*written() / name);
        test::TempDir dir;
        for (std::size_t keep = 0; keep < whole.size(); keep += 13) {
            test::write(dir / "cut", whole.substr(0, keep));
            const auto read = readPth(dir / "cut");
            INFO(name << " " << keep);
            REQUIRE_FALSE(read.ok());
            REQUIRE((read.error().code == ErrorCode::Corrupt || keep < 20));
            REQUIRE_FALSE(inspectWeights(dir / "cut").ok());
        }
    }
}

TEST_CASE("A flipped bit in a stored tensor is noticed in the zip format") {
    if (!written())
        return;
    test::TempDir dir;
    std::string bytes = test::read(*written() / "plain.zip.pth");
    const Tensor tensor = must(readPth(*written() / "plain.zip.pth")).tensors.at("a");
    const std::string_view stored(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
    const std::size_t place = bytes.find(stored);
    REQUIRE(place != std::string::npos);
    bytes[place + 5] ^= 4;
    test::write(dir / "flipped", bytes);
    REQUIRE(readPth(dir / "flipped").error().code == ErrorCode::Corrupt);
}

TEST_CASE("Random damage to PyTorch's files never crashes the reader") {
    if (!written())
        return;
    test::TempDir dir;
    std::mt19937 random(3);
    for (const char* name : {"views.zip.pth", "views.legacy.pth", "checkpoint.zip.pth", "checkpoint.legacy.pth"}) {
        const std::string whole = test::read(*written() / name);
        for (int i = 0; i < 800; ++i) {
            std::string bytes = whole;
            const std::size_t span = i % 2 ? bytes.size() : std::min<std::size_t>(bytes.size(), 1500);
            for (int change = 0; change < 1 + i % 5; ++change)
                bytes[random() % span] = static_cast<char>(random());
            test::write(dir / "bad", bytes);
            const auto read = readWeights(dir / "bad");
            const auto seen = inspectWeights(dir / "bad");
            if (read.ok())
                requireSeen(*read, seen);
        }
    }
    SUCCEED();
}

TEST_CASE("Hand-made pickles that misuse the machine are refused") {
    test::TempDir dir;
    const std::string tensor = "ctorch._utils\n_rebuild_tensor_v2\n";
    const std::string bad[] = {
        ".",                                    // takes from an empty stack
        "(.",                                   // a mark is no value
        "\x85.",                                // a tuple of nothing
        "u.",                                   // a mark that is not there
        "}(K\x01u.",                            // a key without a value
        "h\x05.",                               // never remembered
        "cos\nsystem\n.",                       // a global off the list, not even called
        "(cos\nsystem\nX\x01\x00\x00\x00xtR.",  // and called
        "(X\x01\x00\x00\x00xios\nsystem\n.",    // the old way
        "K\x01)R.",                             // calls a number
        tensor + ")R.",                         // a tensor of nothing
        tensor + "(NK\x00))\x89Nt" + "R.",      // a tensor without storage
        "ccollections\nOrderedDict\n(](K\x01K\x02\x85"
        "e\x85R.",
        std::string("X\xff\xff\xff\x7fx.", 7),  // a text longer than the file
        std::string("\x8e\xff\xff\xff\xff\xff\xff\xff\xff.", 10),
        std::string("\xee.", 2),  // no opcode
        "K\x01Q.",                // a persistent id that is a number
    };
    for (const std::string& pickle : bad) {
        INFO(toPlainText(pickle));
        test::write(dir / "bad", pickleFile(pickle));
        REQUIRE_FALSE(readPth(dir / "bad").ok());
    }
}

TEST_CASE("A dict that holds itself ends in an answer") {
    test::TempDir dir;
    test::write(dir / "loop", pickleFile(std::string("}q\x00X\x05\x00\x00\x00modelh\x00s.", 17)));
    REQUIRE(readPth(dir / "loop").error().code == ErrorCode::Unsupported);
    test::write(dir / "list", pickleFile(std::string("]q\x00h\x00"
                                                     "a.",
                                                     7)));
    REQUIRE(readPth(dir / "list").error().code == ErrorCode::Unsupported);
}

TEST_CASE("A dict that holds itself a thousand times is looked into once") {
    test::TempDir dir;
    std::string pickle("}q\x00(", 4);
    for (int i = 0; i < 1000; ++i)
        pickle += std::string("X\x05\x00\x00\x00modelh\x00", 12);
    test::write(dir / "loop", pickleFile(pickle + "u."));
    REQUIRE(readPth(dir / "loop").error().code == ErrorCode::Unsupported);
}

TEST_CASE("What is no file of weights at all is told apart") {
    test::TempDir dir;
    test::write(dir / "page", "<!DOCTYPE html><html></html>");
    REQUIRE(readWeights(dir / "page").error().message.find("web page") != std::string::npos);
    test::write(dir / "lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
    REQUIRE(readWeights(dir / "lfs").error().message.find("LFS") != std::string::npos);
    test::write(dir / "empty", "");
    REQUIRE(readWeights(dir / "empty").error().code == ErrorCode::Corrupt);
    test::write(dir / "text", "hello");
    REQUIRE(readWeights(dir / "text").error().code == ErrorCode::Unsupported);
    REQUIRE(readWeights(dir / "missing").error().code == ErrorCode::NotFound);
    REQUIRE(readWeights(dir.path()).error().code == ErrorCode::InvalidArgument);
    REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
    REQUIRE(readWeights(dir / "pipe").error().code == ErrorCode::InvalidArgument);
    for (const char* name : {"page", "lfs", "empty", "text", "missing", "pipe"})
        REQUIRE_FALSE(inspectWeights(dir / name).ok());
}

TEST_CASE("The real MobileNetV2 backbone fits the network but for its classifier") {
    const auto path = test::testData("weights/mobilenet_v2_imagenet_features.pth");
    if (!path)
        return;
    const Weights weights = must(readWeights(*path));
    std::size_t matched = 0;
    const ModelSpec spec = must(buildModelSpec("mobilenet_v2", 2, 224));
    for (const ParameterInfo& p : parametersOf(spec)) {
        const auto found = weights.tensors.find(p.name);
        if (spec.isHead(p.name)) {
            REQUIRE(found == weights.tensors.end());
            continue;
        }
        INFO(p.name);
        REQUIRE(found != weights.tensors.end());
        REQUIRE(found->second.shape == p.shape);
        ++matched;
    }
    REQUIRE(matched == weights.tensors.size());
}

TEST_CASE("The real checkpoint that is cut off says so") {
    const auto path = test::testData("weights/truncated_resnet18.pth");
    if (!path)
        return;
    const auto read = readWeights(*path);
    REQUIRE(read.error().code == ErrorCode::Corrupt);
    REQUIRE(read.error().message.find("cut off") != std::string::npos);
}
