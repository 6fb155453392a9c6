// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/weights_service.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "flambeau/session/registry_service.h"

namespace flambeau::session {

namespace {

/// Where torchvision publishes its weights; another place with the same file names can be named for a mirror.
constexpr const char* kPublished = "https://download.pytorch.org/models";
constexpr const char* kBaseVariable = "FLAMBEAU_WEIGHTS_URL";
constexpr const char* kModelPrefix = "model:";

std::string baseUrl() {
    const char* given = std::getenv(kBaseVariable);
    std::string url = given && *given ? given : kPublished;
    while (endsWith(url, "/"))
        url.pop_back();
    return url;
}

/// A hash that begins as the file's name says; the name is what torchvision itself trusts.
Result<LocalWeights> verified(const fs::path& file, const std::string& prefix) {
    FLAMBEAU_TRY(std::string hash, sha256File(file));
    if (!startsWith(hash, prefix))
        return Error{ErrorCode::Corrupt,
                     file.string() + " is not the file that its name says: its SHA-256 begins with " +
                         hash.substr(0, prefix.size()) + ", not " + prefix + ".",
                     "Delete the file and try again; it is then downloaded anew.", {}};
    return LocalWeights{file, std::move(hash)};
}

std::string archesWithWeights() {
    std::vector<std::string> names;
    for (const model::ArchitectureInfo& info : model::architectures()) {
        if (!info.imagenetFile.empty())
            names.push_back(info.name);
    }
    return join(names, ", ");
}

Result<LocalWeights> fromFile(const std::string& source) {
    std::error_code error;
    const fs::path path = fs::absolute(source, error);
    const auto status = fs::status(path, error);
    if (!fs::exists(status))
        return Error{ErrorCode::NotFound, "There is no file of weights at " + path.string() + ".",
                     "weights is none, imagenet, model:NAME[@VERSION], or the path of a .pth or .safetensors file.", {}};
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::InvalidArgument, path.string() + " is no file.",
                     "Give one .pth or .safetensors file.", {}};
    FLAMBEAU_TRY(std::string hash, sha256File(path));
    return LocalWeights{path, std::move(hash)};
}

}  // namespace

fs::path torchHubFolder() {
    if (const char* home = std::getenv("TORCH_HOME"); home && *home)
        return fs::path(home) / "hub" / "checkpoints";
    return userCacheDir() / "torch" / "hub" / "checkpoints";
}

Result<LocalWeights> WeightsService::imagenet(const std::string& arch, std::stop_token stop,
                                              const ProgressCallback& progress) {
    const model::ArchitectureInfo* info = model::findArchitecture(arch);
    if (!info)
        return Error{ErrorCode::InvalidArgument, "There is no architecture '" + arch + "'.",
                     "`flambeau-cli recipe show image-classification` lists them.", {}};
    if (info->imagenetFile.empty())
        return Error{ErrorCode::Unsupported, "No ImageNet weights are published for '" + arch + "'.",
                     "Use weights=none, or one of these architectures: " + archesWithWeights() + ".", {}};
    const fs::path target = torchHubFolder() / info->imagenetFile;
    std::error_code ignored;
    if (fs::is_regular_file(target, ignored)) {
        if (progress)
            progress("checking " + info->imagenetFile, 0, 0);
        return verified(target, info->imagenetSha256Prefix);
    }
    return downloadWeights(baseUrl() + "/" + info->imagenetFile, target, info->imagenetSha256Prefix, stop, progress);
}

Result<LocalWeights> WeightsService::resolve(const std::string& source, const std::string& arch, std::stop_token stop,
                                             const ProgressCallback& progress) {
    if (source == "imagenet")
        return imagenet(arch, stop, progress);
    if (startsWith(source, kModelPrefix)) {
        FLAMBEAU_TRY(const ModelVersion version, m_registry.find(source.substr(std::string(kModelPrefix).size())));
        const ModelFileEntry* weights = version.weights();
        if (!weights)
            return Error{ErrorCode::Unsupported, version.reference() + " holds no file of weights.",
                         "Its files: `flambeau-cli model show " + version.reference() + "`.", {}};
        FLAMBEAU_TRY(const fs::path blob, m_registry.blob(*weights));
        return LocalWeights{blob, weights->sha256};
    }
    if (source.empty() || source == "none")
        return Error{ErrorCode::InvalidArgument, "There are no weights to look for: weights is 'none'.", {}, {}};
    return fromFile(source);
}

}  // namespace flambeau::session
