// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX: writing, judging and predicting, all of it by running flambeau-judge.
#include <algorithm>
#include <chrono>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/domain/dataset.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/models.h"
#include "flambeau/store/workspace.h"
#include "registry_values.h"
#include "scratch_dir.h"

namespace flambeau::session {

namespace {

constexpr const char* kOnnxFile = "model.onnx";
constexpr const char* kReference = "reference.safetensors";

Error notUsable(const ModelVersion& version) {
    return {ErrorCode::Unsupported,
            version.reference() + " cannot be run by Flambeau: it has no model.json with weights beside it.",
            "Models of the built-in recipes have both. `flambeau-cli model show " + version.reference() +
                "` lists its files.",
            {}};
}

/// What flambeau-judge says when it fails: {"error":{code,message,hint}} as the last line of stderr.
Error judgeError(const ProcessResult& result) {
    Error error{ErrorCode::Failed, "flambeau-judge failed (exit " + std::to_string(result.exitCode) + ").",
                "The detail below is its own.", toPlainText(result.err)};
    if (result.signal != 0) {
        error.code = ErrorCode::Internal;  // the one code that the judge never says itself
        error.message = "flambeau-judge crashed (signal " + std::to_string(result.signal) + ").";
    }
    const std::vector<std::string> lines = split(std::string(trim(result.err)), '\n');
    const auto json = nlohmann::json::parse(lines.empty() ? "" : lines.back(), nullptr, false);
    if (!json.is_object() || !json.contains("error") || !json["error"].is_object())
        return error;
    const nlohmann::json& said = json["error"];
    const auto text = [&said](const char* key) {
        return said.contains(key) && said[key].is_string() ? toPlainText(said[key].get<std::string>()) : std::string();
    };
    if (!text("message").empty())
        error.message = text("message");
    error.hint = text("hint");
    error.detail.clear();
    for (const ErrorCode code : {ErrorCode::InvalidArgument, ErrorCode::NotFound, ErrorCode::Corrupt,
                                 ErrorCode::Unsupported, ErrorCode::Unavailable, ErrorCode::DiskFull, ErrorCode::Io}) {
        if (text("code") == toString(code))
            error.code = code;
    }
    return error;
}

double numberAt(const nlohmann::json& json, const char* key) {
    return json.contains(key) && json[key].is_number() ? json[key].get<double>() : 0;
}

bool agrees(const nlohmann::json& verdict) {
    return verdict.contains("agrees") && verdict["agrees"].is_boolean() && verdict["agrees"].get<bool>();
}

/// Where no picture was compared nothing was found wrong either.
bool disagrees(const nlohmann::json& verdict) {
    return !agrees(verdict) && numberAt(verdict, "pictures") > 0;
}

bool isAbout(const nlohmann::json& verdict, const std::string& onnx) {
    return verdict.is_object() && verdict.contains("onnx") && verdict["onnx"] == onnx;
}

/// Fewer pictures say something new only where they are the first to disagree.
bool replaces(const nlohmann::json& verdict, const nlohmann::json& before) {
    return numberAt(verdict, "pictures") >= numberAt(before, "pictures") || (disagrees(verdict) && agrees(before));
}

/// Which verdict speaks for the version: one that disagrees about its ONNX file before any that agrees, then that of
/// the stronger runtime.
nlohmann::json mergedVerdict(const nlohmann::json& before, const std::string& runtime, const nlohmann::json& verdict) {
    nlohmann::json judges = nlohmann::json::object();
    if (before.is_object() && before.contains("judges") && before["judges"].is_object())
        judges = before["judges"];
    const std::string onnx = verdict.value("onnx", "");
    if (!judges.contains(runtime) || !isAbout(judges[runtime], onnx) || replaces(verdict, judges[runtime]))
        judges[runtime] = verdict;
    nlohmann::json merged = judges[runtime];
    for (const auto& [name, judged] : judges.items()) {
        if (!isAbout(judged, onnx))
            continue;
        if (disagrees(judged) != disagrees(merged) ? disagrees(judged) : name == "onnxruntime")
            merged = judged;
    }
    merged["judges"] = judges;
    return merged;
}

}  // namespace

Result<nlohmann::json> RegistryService::runJudge(std::vector<std::string> arguments, std::string input,
                                                 std::stop_token stop) {
    FLAMBEAU_TRY(const fs::path judge, findProgram(Program::Judge));
    ProcessSpec spec;
    spec.argv = {judge.string()};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.input = std::move(input);
    spec.stop = stop;
    FLAMBEAU_TRY(const ProcessResult result, runProcess(spec));
    if (result.exitCode != 0)
        return judgeError(result);
    auto json = nlohmann::json::parse(result.out, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, "flambeau-judge printed something that is not understood.",
                     "Is it this version's? Build it again.", toPlainText(result.out.substr(0, 2000))};
    return json;
}

/// The folder of the validation pictures; empty where it is gone. A dataset keeps its version's name and content, but
/// not always its place.
std::string RegistryService::dataRoot(const ModelVersion& version) const {
    std::error_code ignored;
    if (!version.dataRoot.empty() && fs::is_directory(version.dataRoot, ignored))
        return version.dataRoot;
    if (version.dataset.name.empty() || version.dataset.version < 1)
        return {};
    const auto dataset = store::Datasets(m_workspace.store()).get(version.dataset.name, version.dataset.version);
    const bool same = dataset.ok() && dataset->fingerprint == version.dataset.fingerprint;
    return same && fs::is_directory(dataset->root, ignored) ? dataset->root : std::string();
}

Result<ModelVersion> RegistryService::withOnnx(const ModelVersion& version, std::stop_token stop) {
    if (version.file(kOnnxFile))
        return version;
    if (!version.usable())
        return notUsable(version);
    FLAMBEAU_TRY(const ScratchDir scratch, ScratchDir::make(m_workspace.paths().root));
    const fs::path file = scratch.path() / kOnnxFile;
    FLAMBEAU_TRY(const fs::path description, blob(*version.file("model.json")));
    FLAMBEAU_TRY(const fs::path weights, blob(*version.weights()));
    FLAMBEAU_TRY(const nlohmann::json said, runJudge({"export", "--model", description.string(), "--weights",
                                                      weights.string(), "--out", file.string()},
                                                     {}, stop));
    FLAMBEAU_TRY(const store::Artifact artifact,
                 store::Artifacts(m_workspace.store()).putFile(file, store::PutMode::LinkOrCopy, stop));
    FLAMBEAU_CHECK(store::Models(m_workspace.store())
                       .putFiles(version.name, version.version, {{kOnnxFile, artifact.sha256, artifact.bytes}}));
    return find(version.reference());
}

Result<ModelVersion> RegistryService::recordVerdict(const ModelVersion& version, const std::string& runtime,
                                                    const nlohmann::json& verdict) {
    // One transaction: two judges that end at the same time both stay on record.
    FLAMBEAU_CHECK(m_workspace.store().transaction([&]() -> Status {
        FLAMBEAU_TRY(const ModelVersion now, find(version.reference()));
        return store::Models(m_workspace.store())
            .setOnnx(version.name, version.version, jsonText(mergedVerdict(now.onnx, runtime, verdict)));
    }));
    return find(version.reference());
}

Result<ModelVersion> RegistryService::judge(const ModelVersion& given, Extent extent, const std::string& runtime,
                                            std::stop_token stop, const ProgressCallback& progress) {
    if (runtime != "opencv" && runtime != "onnxruntime")
        return Error{ErrorCode::InvalidArgument,
                     "There is no runtime '" + toPlainText(runtime) + "'.",
                     "It is opencv or onnxruntime.",
                     {}};
    const auto tell = [&progress](const std::string& what) {
        if (progress)
            progress(what, 0, 0);
    };
    tell("writing ONNX");
    FLAMBEAU_TRY(const ModelVersion version, withOnnx(given, stop));
    const ModelFileEntry* reference = version.file(kReference);
    if (!reference)
        return Error{ErrorCode::Unsupported,
                     version.reference() + " has no reference to be judged against.",
                     "Register the run's outputs as a whole: reference.safetensors lies among them.",
                     {}};
    const ModelFileEntry& onnx = *version.file(kOnnxFile);
    FLAMBEAU_TRY(const fs::path onnxBlob, blob(onnx));
    FLAMBEAU_TRY(const fs::path description, blob(*version.file("model.json")));
    FLAMBEAU_TRY(const fs::path weights, blob(*version.weights()));
    FLAMBEAU_TRY(const fs::path referenceBlob, blob(*reference));
    std::vector<std::string> arguments = {"judge",
                                          "--onnx",
                                          onnxBlob.string(),
                                          "--model",
                                          description.string(),
                                          "--weights",
                                          weights.string(),
                                          "--reference",
                                          referenceBlob.string(),
                                          "--runtime",
                                          runtime};
    std::optional<ScratchDir> fetched;
    if (extent == Extent::WholeValidationSet) {
        std::string root = dataRoot(version);
        if (root.empty() && !domain::datasetPlaceFrom(version.dataRoot).on.empty()) {
            FLAMBEAU_TRY(fetched, ScratchDir::make(m_workspace.paths().root));
            FLAMBEAU_TRY(root, fetchedDataRoot(version, fetched->path(), stop, progress));
        }
        if (root.empty())
            return Error{ErrorCode::NotFound,
                         "The validation pictures of " + version.reference() + " are not there" +
                             (version.dataRoot.empty() ? "." : ": " + version.dataRoot),
                         "The sixteen pictures that the run kept can still be judged.",
                         {}};
        arguments.insert(arguments.end(), {"--data-root", root, "--all"});
    }
    if (runtime == "onnxruntime") {
        if (!onnxRuntimeVersion())
            return Error{ErrorCode::Unavailable,
                         "ONNX Runtime is not prepared.",
                         "`flambeau-cli model judge --prepare` makes an environment for it (about 70 MB from PyPI).",
                         {}};
        arguments.insert(arguments.end(), {"--python", onnxRuntimePython().string()});
    }
    tell(extent == Extent::Sixteen ? "judging 16 pictures" : "judging the whole validation set");
    FLAMBEAU_TRY(nlohmann::json verdict, runJudge(arguments, {}, stop));
    if (!verdict.is_object() || !verdict.contains("agrees") || !verdict["agrees"].is_boolean())
        return Error{ErrorCode::Corrupt, "flambeau-judge gave no verdict.", "Build it again.", jsonText(verdict)};
    // What a runtime found wrong is never called verified; who found it stands beside it.
    if (!verdict["agrees"].get<bool>()) {
        verdict["judged_by"] = verdict.value("verified_by", nlohmann::json());
        verdict["verified_by"] = nullptr;
    }
    verdict["judged_at"] = unixNow();
    verdict["onnx"] = onnx.sha256;
    verdict["whole"] = extent == Extent::WholeValidationSet;
    return recordVerdict(version, runtime, verdict);
}

Result<ModelVersion> RegistryService::judgeNew(const ModelVersion& given, std::stop_token stop,
                                               const ProgressCallback& progress) {
    if (!given.usable())
        return given;  // a foreign file: nothing to say
    auto judged = judge(given, Extent::Sixteen, "opencv", stop, progress);
    if (!judged.ok() && judged.error().code == ErrorCode::Canceled)
        return judged.error();
    if (!judged.ok()) {
        FLAMBEAU_TRY(const ModelVersion now, find(given.reference()));
        const ModelFileEntry* onnx = now.file(kOnnxFile);
        return recordVerdict(now, "opencv",
                             {{"verified_by", nullptr},
                              {"agrees", false},
                              {"pictures", 0},
                              {"max_abs_diff", nullptr},
                              {"top1_agreement", nullptr},
                              {"note", "Not judged: " + judged.error().message},
                              {"judged_at", unixNow()},
                              {"onnx", onnx ? nlohmann::json(onnx->sha256) : nlohmann::json("")}});
    }
    auto whole = judge(*judged, Extent::WholeValidationSet, "opencv", stop, progress);
    if (whole.ok() || whole.error().code == ErrorCode::Canceled)
        return whole;
    nlohmann::json verdict = judged->onnx["judges"]["opencv"];
    verdict["note"] = "The whole validation set was not judged: " + whole.error().message;
    return recordVerdict(*judged, "opencv", verdict);
}

namespace {

constexpr int kCrashesAtMost = 20;  ///< in one prediction; beyond, it is not the pictures

nlohmann::json refusedRow(const std::string& path, const Error& error) {
    return {{"path", toValidUtf8(path)},
            {"error", {{"code", toString(error.code)}, {"message", error.message}, {"hint", error.hint}}}};
}

/// Nothing where the judge can be asked about it. A pipe or a device would keep it waiting.
std::optional<Error> noPicture(const fs::path& path) {
    const std::string shown = toPlainText(path.string());
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found || path.empty())
        return Error{ErrorCode::NotFound, "There is no picture at " + shown + ".", "Check the path.", {}};
    if (status.type() == fs::file_type::none)
        return systemError(failed.value(), "Cannot look at " + shown);
    if (fs::is_directory(status))
        return Error{ErrorCode::InvalidArgument, shown + " is a folder.", "Name its pictures.", {}};
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::InvalidArgument, shown + " is no ordinary file.", "Name a picture.", {}};
    if (path.string().find('\n') != std::string::npos)
        return Error{ErrorCode::Unsupported,
                     "A file name with a line break in it cannot be given to the judge.",
                     "Rename the file: " + shown,
                     {}};
    return std::nullopt;
}

}  // namespace

/// Where the judge crashes, the pictures are halved until it is known which one it was.
Result<nlohmann::json> RegistryService::predictSome(const std::vector<std::string>& arguments,
                                                    const std::vector<std::string>& paths, int& crashes,
                                                    std::stop_token stop) {
    auto answers = runJudge(arguments, join(paths, "\n") + "\n", stop);
    if (answers.ok()) {
        if (answers->is_array() && answers->size() == paths.size())
            return answers;
        return Error{ErrorCode::Corrupt,
                     "flambeau-judge answered for other pictures than it was asked about.",
                     "Build it again.",
                     {}};
    }
    if (answers.error().code != ErrorCode::Internal || ++crashes > kCrashesAtMost)
        return answers;
    if (paths.size() == 1) {
        Error error = answers.error();
        error.message += " It was reading this picture.";
        error.hint = "The other pictures are not touched by it.";
        return nlohmann::json::array({refusedRow(paths[0], error)});
    }
    const auto middle = paths.begin() + static_cast<std::ptrdiff_t>(paths.size() / 2);
    FLAMBEAU_TRY(nlohmann::json all, predictSome(arguments, {paths.begin(), middle}, crashes, stop));
    FLAMBEAU_TRY(const nlohmann::json rest, predictSome(arguments, {middle, paths.end()}, crashes, stop));
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

Result<nlohmann::json> RegistryService::predict(const ModelVersion& given, const std::vector<fs::path>& pictures,
                                                int top, std::stop_token stop, const ProgressCallback& progress) {
    if (progress)
        progress("predicting", 0, pictures.size());
    FLAMBEAU_TRY(const ModelVersion version, withOnnx(given, stop));
    const ModelFileEntry* describing = version.file("model.json");
    if (!describing)
        return notUsable(version);
    FLAMBEAU_TRY(const fs::path onnx, blob(*version.file(kOnnxFile)));
    FLAMBEAU_TRY(const fs::path description, blob(*describing));
    std::vector<nlohmann::json> rows(pictures.size());
    std::vector<std::string> asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (const auto error = noPicture(pictures[i])) {
            rows[i] = refusedRow(pictures[i].string(), *error);
            continue;
        }
        asked.push_back(pictures[i].string());
        places.push_back(i);
    }
    if (!asked.empty()) {
        int crashes = 0;
        FLAMBEAU_TRY(nlohmann::json answers, predictSome({"predict", "--onnx", onnx.string(), "--model",
                                                          description.string(), "--top", std::to_string(top), "-"},
                                                         asked, crashes, stop));
        for (std::size_t i = 0; i < places.size(); ++i)
            rows[places[i]] = std::move(answers[i]);
    }
    return nlohmann::json(std::move(rows));
}

}  // namespace flambeau::session
