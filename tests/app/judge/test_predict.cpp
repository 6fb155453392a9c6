// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <sstream>

#include "flambeau/model/weights.h"
#include "judge_fixture.h"

using namespace flambeau;
using namespace flambeau::test;
using nlohmann::json;

namespace {

std::vector<std::string> predictArguments(const fs::path& folder, const fs::path& onnx) {
    return {"predict", "--onnx", onnx.string(), "--model", (folder / "model.json").string()};
}

/// What torchvision's logits of that row say.
std::map<std::string, double> expected(const fs::path& folder, std::size_t row) {
    const auto logits = must(model::readSafetensors(folder / "reference.safetensors")).tensors.at("logits").toFloats();
    const char* names[] = {"ant", "bee", "cat", "d\u00e9"};
    std::map<std::string, double> probabilities;
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i)
        sum += std::exp(double{logits[row * 4 + i]});
    for (std::size_t i = 0; i < 4; ++i)
        probabilities[names[i]] = std::exp(double{logits[row * 4 + i]}) / sum;
    return probabilities;
}

}  // namespace

TEST_CASE("Predictions are the softmax of torchvision's logits, the likeliest class first") {
    const fs::path folder = networkFolder("mobilenet_v2", 96);
    if (folder.empty())
        return;
    for (const std::vector<std::string>& flags :
         {std::vector<std::string>{}, {"--softmax"}, {"--portable", "--softmax", "--preprocess"}}) {
        auto arguments = predictArguments(folder, exported(folder, flags));
        arguments.insert(arguments.end(), {"--top", "4"});
        for (int i = 0; i < 10; ++i)
            arguments.push_back((folder / "pictures" / (std::to_string(i) + ".png")).string());
        const json answers = judged(arguments);
        REQUIRE(answers.size() == 10);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto truth = expected(folder, i);
            const json& top = answers[i]["top"];
            REQUIRE(top.size() == 4);
            double before = 1;
            for (const json& entry : top) {
                const double probability = entry["probability"];
                REQUIRE(probability == Approx(truth.at(entry["class"])).margin(1e-5));
                REQUIRE(probability <= before);
                before = probability;
            }
        }
    }
}

TEST_CASE("A file that cannot be read is reported in its place and does not stop the others") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    write(folder / "broken.jpg", "\xff\xd8\xff garbage");
    const std::string good = (folder / "pictures/3.png").string(), broken = (folder / "broken.jpg").string(),
                      missing = (folder / "missing.png").string();
    auto arguments = predictArguments(folder, exported(folder));
    arguments.push_back("-");
    const json answers =
        judged(arguments, broken + "\n" + good + "\n\n" + missing + "\n" + folder.string() + "\n" + good);
    REQUIRE(answers.size() == 5);
    REQUIRE(answers[0]["path"] == broken);
    REQUIRE_FALSE(answers[0]["error"]["message"].get<std::string>().empty());
    REQUIRE(answers[2]["error"]["code"] == "not_found");
    REQUIRE(answers[3].contains("error"));
    REQUIRE(answers[1]["top"] == answers[4]["top"]);
    REQUIRE(answers[1]["top"].size() == 4);
    REQUIRE_FALSE(answers[1].contains("error"));
}

TEST_CASE("With --jsonl each picture is a line of its own") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    auto arguments = predictArguments(folder, exported(folder));
    arguments.insert(arguments.end(), {"--jsonl", "--top", "1", "-"});
    std::string paths;
    for (int i = 0; i < 5; ++i)
        paths += (folder / "pictures" / (std::to_string(i) + ".png")).string() + "\n";
    const ProcessResult ran = judge(arguments, paths);
    REQUIRE(ran.exitCode == 0);
    std::istringstream lines(ran.out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        REQUIRE(json::parse(line)["top"].size() == 1);
    REQUIRE(count == 5);
}

TEST_CASE("ONNX Runtime predicts what OpenCV predicts") {
    const fs::path folder = networkFolder("mobilenet_v2", 96), python = onnxRuntimePython();
    if (folder.empty() || python.empty())
        return;
    auto arguments = predictArguments(folder, exported(folder, {"--preprocess"}));
    arguments.push_back((folder / "pictures/1.png").string());
    const json opencv = judged(arguments);
    arguments.insert(arguments.end(), {"--runtime", "onnxruntime", "--python", python.string()});
    const json other = judged(arguments);
    for (std::size_t i = 0; i < 4; ++i)
        REQUIRE(opencv[0]["top"][i]["probability"].get<double>() ==
                Approx(other[0]["top"][i]["probability"].get<double>()).margin(1e-5));
}

TEST_CASE("No pictures give an empty list, and a count of no classes is wrong usage") {
    const fs::path folder = networkFolder("tiny", 32);
    if (folder.empty())
        return;
    auto arguments = predictArguments(folder, exported(folder));
    arguments.push_back("-");
    REQUIRE(judged(arguments) == json::array());
    arguments.insert(arguments.end(), {"--top", "0"});
    refused(arguments, 2);
}
