// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/model_file.h"

#include <cmath>
#include <set>

#include "flambeau/base/strings.h"

namespace flambeau::model {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr int kMaxDepth = 64;
constexpr std::uint64_t kMaxFileBytes = 64ull << 20;

Error bad(const std::string& what) {
    return {ErrorCode::Corrupt, "model.json cannot be used: " + what, "Take the file that the run wrote, unchanged.",
            ""};
}

Result<int> sideAt(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer() || found->get<double>() < 1 || found->get<double>() > 8192)
        return bad(std::string("preprocessing: '") + key + "' is not a number of pixels.");
    return found->get<int>();
}

Result<std::array<float, 3>> channelsAt(const json& object, const char* key, bool positive) {
    std::array<float, 3> values{};
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array() || found->size() != 3)
        return bad(std::string("preprocessing: '") + key + "' is not three numbers.");
    for (std::size_t i = 0; i < 3; ++i) {
        const json& item = (*found)[i];
        const double value = item.is_number() ? item.get<double>() : NAN;
        if (!(std::abs(value) < 1e6) || (positive && value < 1e-6))
            return bad(std::string("preprocessing: '") + key + "' has a number out of range.");
        values[i] = static_cast<float>(value);
    }
    return values;
}

Result<Preprocessing> preprocessingFromJson(const json& object) {
    if (!object.is_object())
        return bad("'preprocessing' is no object.");
    Preprocessing p;
    FLAMBEAU_TRY(p.resize, sideAt(object, "resize"));
    FLAMBEAU_TRY(p.crop, sideAt(object, "crop"));
    FLAMBEAU_TRY(p.mean, channelsAt(object, "mean", false));
    FLAMBEAU_TRY(p.std, channelsAt(object, "std", true));
    if (p.crop > p.resize)
        return bad("preprocessing: the crop is larger than the resized picture.");
    return p;
}

/// The shortest decimal that is this float again, so that 0.485f is written as 0.485.
json decimals(const std::array<float, 3>& values) {
    json list = json::array();
    for (const float value : values) {
        for (int digits = 6; digits <= 9; ++digits) {
            char text[32];
            std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
            const auto parsed = parseDouble(text);
            if (digits == 9 || (parsed && static_cast<float>(*parsed) == value)) {
                list.push_back(parsed.value_or(value));
                break;
            }
        }
    }
    return list;
}

Result<std::vector<std::string>> classesFromJson(const json& object, int numClasses) {
    const auto found = object.find("classes");
    if (found == object.end() || !found->is_array())
        return bad("'classes' is no list.");
    if (static_cast<std::int64_t>(found->size()) != numClasses)
        return bad("it names " + std::to_string(found->size()) + " classes for a network of " +
                   std::to_string(numClasses) + ".");
    std::vector<std::string> classes;
    std::set<std::string> seen;
    for (const json& item : *found) {
        if (!item.is_string() || item.get_ref<const std::string&>().empty() ||
            item.get_ref<const std::string&>().size() > 1000 || !seen.insert(item.get<std::string>()).second)
            return bad("a class has no name, or one that is taken.");
        classes.push_back(item.get<std::string>());
    }
    return classes;
}

}  // namespace

Preprocessing defaultPreprocessing(int imageSize) {
    Preprocessing p;
    p.crop = imageSize;
    p.resize = static_cast<int>(std::lround(imageSize * 256.0 / 224.0));
    return p;
}

json toJson(const ModelFile& file) {
    return {{"flambeau_model", kVersion},
            {"spec", toJson(file.spec)},
            {"classes", file.classes},
            {"preprocessing",
             {{"resize", file.preprocessing.resize},
              {"crop", file.preprocessing.crop},
              {"mean", decimals(file.preprocessing.mean)},
              {"std", decimals(file.preprocessing.std)}}},
            {"training", file.training}};
}

Result<ModelFile> modelFileFromJson(const json& object) {
    if (!object.is_object())
        return bad("it is no JSON object.");
    const auto version = object.find("flambeau_model");
    if (version == object.end() || !version->is_number_integer())
        return bad("it is not a Flambeau model description.");
    if (*version != kVersion)
        return Error{ErrorCode::Unsupported, "model.json has a version that this Flambeau does not know.",
                     "Update Flambeau, or register the model from a run of this version.", ""};
    ModelFile file;
    if (!object.contains("spec"))
        return bad("'spec' is missing.");
    FLAMBEAU_TRY(file.spec, modelSpecFromJson(object["spec"]));
    FLAMBEAU_TRY(file.classes, classesFromJson(object, file.spec.numClasses));
    if (!object.contains("preprocessing"))
        return bad("'preprocessing' is missing.");
    FLAMBEAU_TRY(file.preprocessing, preprocessingFromJson(object["preprocessing"]));
    if (file.preprocessing.crop != file.spec.imageSize)
        return bad("the crop and the network's image size differ.");
    if (const auto training = object.find("training"); training != object.end()) {
        if (!training->is_object())
            return bad("'training' is no object.");
        file.training = *training;
    }
    return file;
}

Result<ModelFile> readModelFile(const fs::path& path) {
    FLAMBEAU_TRY(const std::string text, readFile(path, kMaxFileBytes));
    // Writing JSON back recurses, so that a file nested without end would overflow the stack.
    bool deep = false;
    const auto shallow = [&](int depth, json::parse_event_t, json&) {
        deep = deep || depth > kMaxDepth;
        return !deep;
    };
    const json object = json::parse(text, shallow, false);
    if (deep)
        return bad("'" + path.string() + "' is nested too deeply.");
    if (object.is_discarded())
        return bad("'" + path.string() + "' is not JSON.");
    return modelFileFromJson(object);
}

}  // namespace flambeau::model
