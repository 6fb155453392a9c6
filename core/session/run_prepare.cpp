// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_prepare.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights_match.h"

namespace flambeau::session {

Error problemsError(const std::vector<domain::Problem>& problems) {
    Error error{ErrorCode::InvalidArgument, "", "", ""};
    std::vector<std::string> parts;
    for (const auto& problem : problems) {
        const bool named = problem.message.find(problem.field) != std::string::npos;
        parts.push_back(named ? problem.message : problem.field + ": " + problem.message);
        if (!problem.hint.empty() && error.hint.empty())
            error.hint = problem.hint;
        if (problems.size() > 1)
            error.detail +=
                problem.field + ": " + problem.message + (problem.hint.empty() ? "" : ". " + problem.hint) + "\n";
    }
    error.message = join(parts, "; ");
    return error;
}

domain::Parameters parameterValues(const std::string& recipe, const std::map<std::string, std::string>& set,
                                   const domain::Parameters& base, std::vector<domain::Problem>& problems) {
    domain::Parameters values = base;
    const auto& specs = domain::recipeParameters(recipe);
    for (const auto& [name, text] : set) {
        const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.name == name; });
        if (spec == specs.end()) {
            values[name] = text;  // validateParameters below names the nearest known one
            continue;
        }
        auto value = domain::parseParameter(*spec, text);
        if (value)
            values[name] = *value;
        else
            problems.push_back({name, value.error().message, value.error().hint});
    }
    for (auto& problem : domain::validateParameters(recipe, values))
        problems.push_back(std::move(problem));
    if (!problems.empty())
        return values;
    return domain::withDefaults(recipe, values);
}

std::string nextRunName(const std::string& stem, const std::vector<std::string>& taken) {
    std::int64_t highest = 0;
    for (const auto& name : taken) {
        if (!startsWith(name, stem + "-"))
            continue;
        const auto tail = name.substr(stem.size() + 1);
        if (tail.size() > 9 || tail.empty() ||
            !std::all_of(tail.begin(), tail.end(), [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        highest = std::max(highest, parseInt(tail).value_or(0));
    }
    const auto number = std::to_string(highest + 1);
    return stem + "-" + (number.size() < 2 ? "0" : "") + number;
}

namespace {

/// Empty: the file is as the manifest says (its time is taken over); else what is wrong with it.
std::string fileProblem(const fs::path& root, domain::DatasetFile& file, std::atomic<std::size_t>& hashed) {
    struct stat info {};
    const auto path = root / file.path;
    if (::stat(path.c_str(), &info) != 0)
        return errno == ENOENT || errno == ENOTDIR ? "is not there any more" : "cannot be looked at";
    if (!S_ISREG(info.st_mode))
        return "is no regular file any more";
    const auto mtime = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
    if (static_cast<std::uint64_t>(info.st_size) == file.bytes && mtime == file.mtimeNs)
        return "";
    ++hashed;
    auto sum = sha256File(path);
    if (!sum)
        return "cannot be read";
    if (*sum != file.sha256)
        return "has other content than at the import";
    file.mtimeNs = mtime;
    return "";
}

}  // namespace

Result<ContentReport> checkContent(domain::DatasetManifest& manifest, std::stop_token stop,
                                   const ProgressCallback& progress) {
    ContentReport report{manifest.files.size(), 0};
    std::atomic<std::size_t> next{0}, hashed{0};
    std::mutex mutex;
    std::map<std::string, std::string> wrong;  // path -> what; sorted, so that the report is the same each time
    const fs::path root = manifest.root;
    const auto work = [&](bool reports) {
        for (std::size_t i; !stop.stop_requested() && (i = next++) < manifest.files.size();) {
            auto& file = manifest.files[i];
            if (auto problem = fileProblem(root, file, hashed); !problem.empty()) {
                const std::lock_guard lock(mutex);
                wrong.emplace(file.path, std::move(problem));
            }
            if (reports && progress && i % 256 == 0)
                progress("Checking the dataset", i, manifest.files.size());
        }
    };
    {
        // Sixteen thousand stat calls take 20 ms; only re-hashing is worth a second thread.
        const auto count = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < count && manifest.files.size() > 512; ++i)
            threads.emplace_back([&] { work(false); });
        work(true);
    }
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "Checking the dataset was stopped", "", ""};
    report.hashed = hashed;
    if (wrong.empty())
        return report;
    Error error{ErrorCode::Conflict, "", "Import the folder again (`dataset add`): that makes a new version.", ""};
    const auto& [path, what] = *wrong.begin();
    error.message = "The dataset changed since its import: " + (root / path).string() + " " + what;
    if (wrong.size() > 1)
        error.message += ", and " + formatCount(static_cast<std::int64_t>(wrong.size() - 1)) + " more files";
    std::size_t shown = 0;
    for (const auto& [each, problem] : wrong) {
        if (++shown > 100)
            break;
        error.detail += each + " " + problem + "\n";
    }
    return error;
}

namespace {

/// The network that the run will train.
Result<model::ModelSpec> networkOf(const domain::RunDefinition& definition, const domain::DatasetManifest& manifest) {
    const auto& arch = domain::textOf(definition.parameters, "arch");
    auto size = domain::integerOf(definition.parameters, "image_size");
    const auto* info = model::findArchitecture(arch);
    if (size <= 0)
        size = info ? info->defaultImageSize : 224;
    return model::buildModelSpec(arch, std::max<int>(1, static_cast<int>(manifest.classes.size())),
                                 static_cast<int>(size));
}

}  // namespace

Result<std::string> checkWeights(const domain::RunDefinition& definition, const domain::DatasetManifest& manifest,
                                 const std::string& source, const fs::path& file) {
    // The file of a registered model lies under its hash; what the user gave is the model.
    const bool registered = startsWith(source, "model:");
    const auto shown = registered ? "the model " + source.substr(6) : "'" + toPlainText(file.string()) + "'";
    auto held = model::inspectWeights(file, shown);
    if (!held) {
        auto error = held.error();
        error.message = "The run cannot begin with these weights: " + error.message;
        return error;
    }
    FLAMBEAU_TRY(const auto network, networkOf(definition, manifest));
    FLAMBEAU_TRY(const auto match, model::checkWeightsFit(network, *held, shown));
    return match.summary();
}

Result<std::uint64_t> estimateRunBytes(const domain::RunDefinition& definition, const domain::DatasetManifest& manifest,
                                       std::uint64_t weightsBytes) {
    FLAMBEAU_TRY(const auto spec, networkOf(definition, manifest));
    std::uint64_t weights = 0;
    for (const auto& parameter : model::parametersOf(spec)) {
        std::uint64_t count = 1;
        for (const auto n : parameter.shape)
            count *= static_cast<std::uint64_t>(n);
        weights += count * (parameter.integer ? 8 : 4);
    }
    std::uint64_t val = 0;
    for (const auto& file : manifest.files)
        val += file.split == "val" ? 1 : 0;
    // best, last, state_dict.pt, model.ts; a checkpoint holds weights, best weights and up to two moments of each
    // parameter, and stands twice while it is replaced.
    const std::uint64_t outputs = 4 * weights + 2 * 4 * weights;
    const auto side = static_cast<std::uint64_t>(spec.imageSize);
    const std::uint64_t reference = val * (manifest.classes.size() * 4 + 200) + 16 * 3 * side * side * 4;
    const std::uint64_t streams = 32u << 20;
    return outputs + reference + streams + weightsBytes;
}

Status checkSpace(std::uint64_t needed, std::uint64_t available, const fs::path& where) {
    constexpr std::uint64_t reserve = 200'000'000;
    if (needed + reserve <= available)
        return {};
    return Error{
        ErrorCode::DiskFull,
        "The run needs up to " + formatBytes(needed) + " and " + formatBytes(reserve) + " in reserve, but only " +
            formatBytes(available) + " are free at " + where.string(),
        "Free some space, remove old runs (`run remove`, then `workspace clean`), or use a workspace on another disk.",
        ""};
}

namespace {

std::int64_t nextStepOf(const nlohmann::json& metadata) {
    const auto read = [](const nlohmann::json& value) -> std::int64_t {
        if (value.is_number_integer())
            return value.get<std::int64_t>();
        if (value.is_string())
            return parseInt(value.get_ref<const std::string&>()).value_or(-1);
        return -1;
    };
    if (metadata.contains("next_step"))
        return read(metadata["next_step"]);
    // safetensors' metadata holds texts only: a checkpoint's state is one JSON text among them.
    for (const auto& [key, value] : metadata.items()) {
        if (!value.is_string())
            continue;
        const auto inner = nlohmann::json::parse(value.get_ref<const std::string&>(), nullptr, false);
        if (inner.is_object() && inner.contains("next_step"))
            return read(inner["next_step"]);
    }
    return -1;
}

}  // namespace

Result<CheckpointInfo> readCheckpointInfo(const fs::path& file) {
    const auto corrupt = [&](const std::string& why) {
        return Error{ErrorCode::Corrupt, "The checkpoint " + file.string() + " cannot be used: " + why,
                     "Start a new run instead (`run clone`).", ""};
    };
    std::error_code failed;
    CheckpointInfo info{file, 0, fs::file_size(file, failed)};
    if (failed)
        return Error{ErrorCode::NotFound, "There is no checkpoint at " + file.string(), "", failed.message()};
    std::ifstream in(file, std::ios::binary);
    std::uint8_t head[8]{};
    if (!in.read(reinterpret_cast<char*>(head), sizeof head))
        return corrupt("it is cut off");
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i)
        length = length << 8 | head[i];
    if (length > (64u << 20) || length + 8 > info.bytes)
        return corrupt("its header is cut off");
    std::string text(length, '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(length)))
        return corrupt("its header is cut off");
    const auto header = nlohmann::json::parse(text, nullptr, false);
    if (!header.is_object())
        return corrupt("its header is no JSON");
    std::uint64_t end = 0;
    for (const auto& [name, tensor] : header.items()) {
        if (name == "__metadata__" || !tensor.is_object() || !tensor.contains("data_offsets"))
            continue;
        const auto& offsets = tensor["data_offsets"];
        if (!offsets.is_array() || offsets.size() != 2 || !offsets[1].is_number_unsigned())
            return corrupt("its header is damaged");
        end = std::max(end, offsets[1].get<std::uint64_t>());
    }
    if (end > info.bytes - 8 - length)
        return corrupt("it is cut off");
    info.nextStep = nextStepOf(header.value("__metadata__", nlohmann::json::object()));
    if (info.nextStep < 1)
        return corrupt("it does not say at which step training goes on");
    return info;
}

void settleWeightsPath(domain::Parameters& parameters) {
    const auto found = parameters.find("weights");
    if (found == parameters.end() || !std::holds_alternative<std::string>(found->second))
        return;
    auto& source = std::get<std::string>(found->second);
    if (source == "none" || source == "imagenet" || startsWith(source, "model:") || source.empty())
        return;
    std::error_code ignored;
    source = fs::absolute(source, ignored).lexically_normal().string();
}

}  // namespace flambeau::session
