// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's torchvision gives the answers, OpenCV and ONNX Runtime run the files: nobody judges himself.
#include <random>

#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"
#include "judge_fixture.h"

using namespace flambeau;
using namespace flambeau::test;
using nlohmann::json;

namespace {

struct Network {
    const char* arch;
    int size;
};
constexpr Network kNetworks[] = {{"resnet18", 64}, {"resnet34", 64}, {"resnet50", 64}, {"mobilenet_v2", 96},
                                 {"tiny", 32},     {"tiny", 128},    {"every", 16}};

const std::vector<std::vector<std::string>> kForms{
    {}, {"--softmax"}, {"--preprocess"}, {"--keep-batchnorm"}, {"--portable", "--softmax", "--preprocess"}};

void requireAgrees(const json& v) {
    INFO(v.dump());
    REQUIRE(v["agrees"] == true);
    REQUIRE(v["top1_agreement"] == 1.0);
    REQUIRE(v["max_abs_diff"].get<double>() <= 1e-4 * std::max(1.0, v["max_logit"].get<double>()));
    REQUIRE(v["batches"] == json({1, 8}));
}

/// A copy of the folder's reference with one change.
fs::path changedReference(const fs::path& folder, const std::string& name, void (*change)(model::Weights&)) {
    model::Weights reference = must(model::readSafetensors(folder / "reference.safetensors"));
    change(reference);
    must(model::writeSafetensors(folder / name, reference));
    return folder / name;
}

}  // namespace

TEST_CASE("OpenCV gives torchvision's logits for every architecture, at batch 1 and 8") {
    for (const Network& n : kNetworks) {
        const fs::path folder = networkFolder(n.arch, n.size);
        if (folder.empty())
            return;
        INFO(n.arch << " " << n.size);
        const json v = verdict(folder, exported(folder));
        requireAgrees(v);
        REQUIRE(v["pictures"] == 12);
        REQUIRE(v["verified_by"].get<std::string>().find("OpenCV DNN 4.") == 0);
        const bool clip = std::string(n.arch) == "mobilenet_v2" || std::string(n.arch) == "every";
        REQUIRE(v["twin"] == clip);
        REQUIRE((v["note"].get<std::string>().find("twin") != std::string::npos) == clip);
    }
}

TEST_CASE("OpenCV agrees with softmax, preprocessing, batch norm and the portable form in the file") {
    for (const Network& n : {Network{"resnet18", 64}, Network{"mobilenet_v2", 96}}) {
        const fs::path folder = networkFolder(n.arch, n.size);
        if (folder.empty())
            return;
        for (const auto& flags : kForms) {
            INFO(n.arch << " " << json(flags).dump());
            const json v = verdict(folder, exported(folder, flags));
            requireAgrees(v);
            const bool portable = !flags.empty() && flags[0] == "--portable";
            REQUIRE(v["twin"] == (std::string(n.arch) == "mobilenet_v2" && !portable));
        }
    }
}

TEST_CASE("ONNX Runtime gives torchvision's logits for every architecture in every form") {
    const fs::path python = onnxRuntimePython();
    if (python.empty())
        return;
    for (const Network& n : kNetworks) {
        const fs::path folder = networkFolder(n.arch, n.size);
        if (folder.empty())
            return;
        for (const auto& flags : kForms) {
            if (!flags.empty() && n.size != 96 && n.size != 16)
                continue;
            INFO(n.arch << " " << n.size << json(flags).dump());
            const json v =
                verdict(folder, exported(folder, flags), {"--runtime", "onnxruntime", "--python", python.string()});
            requireAgrees(v);
            REQUIRE(v["twin"] == false);
            REQUIRE(v["verified_by"] == "ONNX Runtime " + v["runtime_version"].get<std::string>());
            REQUIRE_FALSE(v["runtime_version"].get<std::string>().empty());
        }
    }
}

TEST_CASE("With --all every picture of the reference is decoded anew and agrees") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    const std::vector<std::string> all{"--all", "--data-root", (folder / "pictures").string()};
    for (const char* flag : {"--softmax", "--preprocess"}) {
        const json v = verdict(folder, exported(folder, {flag}), all);
        requireAgrees(v);
        REQUIRE(v["pictures"] == 12);
    }
    fs::copy(folder / "pictures/", folder / "fewer", fs::copy_options::recursive);
    fs::remove(folder / "fewer/7.png");
    const json error = refused(
        {"judge", "--onnx", exported(folder).string(), "--model", (folder / "model.json").string(), "--reference",
         (folder / "reference.safetensors").string(), "--all", "--data-root", (folder / "fewer").string()});
    INFO(error.dump());
    REQUIRE(error["message"].get<std::string>().find("'7.png'") != std::string::npos);
}

TEST_CASE("A file of other weights does not agree, and the verdict says why") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    model::Weights weights = must(model::readWeights(folder / "weights.pth"));
    std::vector<float> bias = weights.tensors["classifier.bias"].toFloats();
    bias[2] += 0.001f;
    weights.tensors["classifier.bias"] = model::Tensor::fromFloats({4}, bias);
    must(model::writeSafetensors(folder / "other.safetensors", weights));
    judged({"export", "--model", (folder / "model.json").string(), "--weights", (folder / "other.safetensors").string(),
            "--out", (folder / "other.onnx").string()});
    const json v = verdict(folder, folder / "other.onnx");
    REQUIRE(v["agrees"] == false);
    REQUIRE(v["max_abs_diff"].get<double>() == Approx(0.001).epsilon(0.05));
    REQUIRE(v["note"].get<std::string>().find("not written from these weights") != std::string::npos);
}

TEST_CASE("Top classes may differ only where they are nearer than the tolerance") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    const fs::path onnx = exported(folder);
    const auto judgeWith = [&](const fs::path& reference) {
        return judged({"judge", "--onnx", onnx.string(), "--model", (folder / "model.json").string(), "--reference",
                       reference.string()});
    };
    // The second best is lifted to just above the best: a tie within the tolerance, with another class on top.
    const auto tie = changedReference(folder, "tie.safetensors", [](model::Weights& w) {
        std::vector<float> logits = w.tensors["logits"].toFloats();
        const auto best = std::max_element(logits.begin(), logits.begin() + 4) - logits.begin();
        logits[static_cast<std::size_t>((best + 1) % 4)] = logits[static_cast<std::size_t>(best)] + 1e-5f;
        w.tensors["logits"] = model::Tensor::fromFloats(w.tensors["logits"].shape, logits);
    });
    // The network itself does not put them that near, so the logit is off; the tie alone would be excused.
    REQUIRE(judgeWith(tie)["agrees"] == false);
    const auto shifted = changedReference(folder, "shifted.safetensors", [](model::Weights& w) {
        std::vector<float> logits = w.tensors["logits"].toFloats();
        logits[0] += 5e-5f;
        w.tensors["logits"] = model::Tensor::fromFloats(w.tensors["logits"].shape, logits);
    });
    REQUIRE(judgeWith(shifted)["agrees"] == true);
}

TEST_CASE("A reference that is missing, foreign or broken is an error and never a verdict") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    const fs::path onnx = exported(folder);
    const auto with = [&](const fs::path& reference, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{
            "judge",       "--onnx",          onnx.string(), "--model", (folder / "model.json").string(),
            "--reference", reference.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return refused(arguments);
    };
    REQUIRE(with(folder / "nowhere.safetensors")["code"] == "not_found");
    with(folder / "weights.pth");
    with(changedReference(folder, "a", [](model::Weights& w) { w.tensors.erase("logits"); }));
    with(changedReference(folder, "b", [](model::Weights& w) { w.tensors.erase("inputs"); }));
    with(changedReference(folder, "c", [](model::Weights& w) {
        w.tensors["logits"] = model::Tensor::fromFloats({12, 3}, std::vector<float>(36));
    }));
    with(changedReference(folder, "d", [](model::Weights& w) {
        w.tensors["inputs"] = model::Tensor::fromFloats({1, 3, 2, 2}, std::vector<float>(12));
    }));
    with(changedReference(folder, "e", [](model::Weights& w) {
        w.tensors["logits"] = model::Tensor::fromFloats({12, 4}, std::vector<float>(48, NAN));
    }));
    with(changedReference(folder, "f", [](model::Weights& w) { w.metadata["paths"] = "[\"../../etc/passwd\"]"; }));
    with(changedReference(folder, "g", [](model::Weights& w) { w.metadata["paths"] = "[\"one.png\"]"; }));
    with(changedReference(folder, "h", [](model::Weights& w) { w.metadata.clear(); }),
         {"--all", "--data-root", (folder / "pictures").string()});
    with(folder / "reference.safetensors", {"--all"});
    with(folder / "reference.safetensors", {"--runtime", "onnxruntime"});
    with(folder / "reference.safetensors", {"--runtime", "onnxruntime", "--python", "/usr/bin/python3"});
}

TEST_CASE("An ONNX file that is none, or of another model, is refused") {
    const fs::path folder = networkFolder("tiny", 32), other = networkFolder("every", 16);
    if (folder.empty())
        return;
    const auto with = [&](const fs::path& onnx) {
        return refused({"judge", "--onnx", onnx.string(), "--model", (folder / "model.json").string(), "--reference",
                        (folder / "reference.safetensors").string()});
    };
    REQUIRE(with(folder / "nowhere.onnx")["code"] == "not_found");
    REQUIRE(with(folder / "weights.pth")["code"] == "corrupt");
    REQUIRE(with(exported(other))["code"] == "invalid_argument");
    const std::string whole = read(exported(folder));
    write(folder / "cut.onnx", whole.substr(0, whole.size() / 2));
    REQUIRE(with(folder / "cut.onnx")["code"] == "corrupt");
    write(folder / "empty.onnx", "");
    REQUIRE(with(folder / "empty.onnx")["code"] == "corrupt");
}

TEST_CASE("A damaged ONNX file ends in an answer or an error") {
    const fs::path folder = networkFolder("every", 16);
    if (folder.empty())
        return;
    const std::string whole = read(exported(folder));
    std::mt19937 random(9);
    for (int i = 0; i < 25; ++i) {
        std::string bytes = whole;
        for (int change = 0; change < 3; ++change)
            bytes[random() % 2500] = static_cast<char>(random());
        write(folder / "damaged.onnx", bytes);
        const ProcessResult ran =
            judge({"judge", "--onnx", (folder / "damaged.onnx").string(), "--model", (folder / "model.json").string(),
                   "--reference", (folder / "reference.safetensors").string()});
        INFO(ran.exitCode << ran.err);
        REQUIRE((ran.exitCode == 0 || ran.exitCode == 1));
    }
}

TEST_CASE("Export refuses what it cannot write and leaves no file") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    const fs::path out = folder / "never.onnx";
    const auto with = [&](const fs::path& model, const fs::path& weights) {
        const json error =
            refused({"export", "--model", model.string(), "--weights", weights.string(), "--out", out.string()});
        REQUIRE_FALSE(fs::exists(out));
        return error;
    };
    with(folder / "model.json", folder / "reference.safetensors");
    with(folder / "model.json", folder / "model.json");
    with(folder / "weights.pth", folder / "weights.pth");
    REQUIRE(with(folder / "nowhere.json", folder / "weights.pth")["code"] == "not_found");
    refused({"export", "--model", (folder / "model.json").string(), "--weights", (folder / "weights.pth").string(),
             "--out", (folder / "no/such/folder.onnx").string()});
}

TEST_CASE("Wrong usage is said as JSON with exit 2, and versions are told") {
    refused({"judge"}, 2);
    refused({"export", "--nothing"}, 2);
    refused({}, 2);
    refused({"judge", "--onnx", "a", "--model", "b", "--reference", "c", "--runtime", "tea"}, 2);
    const json versions = judged({"version"});
    REQUIRE(versions["opset"] == 17);
    REQUIRE(versions["opencv"].get<std::string>().find("4.") == 0);
}
