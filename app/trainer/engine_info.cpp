// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_info.h"

#include <dlfcn.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "build_info.h"
#include "device.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/image/decode.h"
#include "torch_version.h"

namespace flambeau::trainer {
namespace {

/// The file that holds libtorch's kernels, as the loader found it.
std::string loadedLibrary() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&at::globalContext), &info) == 0 || !info.dli_fname)
        return {};
    std::error_code failed;
    const auto path = std::filesystem::canonical(info.dli_fname, failed);
    return failed ? info.dli_fname : path.string();
}

}  // namespace

std::string torchVersion() {
    return TORCH_VERSION;
}

nlohmann::json engineInfo() {
    const std::string library = loadedLibrary();
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(library, failed);
    nlohmann::json devices = nlohmann::json::array();
    for (const auto& gpu : listGpus())
        devices.push_back({{"name", gpu.name}, {"memory", gpu.memoryBytes}});
    // Two builds of one release differ in the size of their kernels' library.
    const std::string identity = std::string(sourcesSha256) + "\n" + torchVersion() + " " + torchAbi + " " +
                                 (at::hasCUDA() ? "cuda " : "cpu ") + std::to_string(failed ? 0 : bytes) + "\n" +
                                 compilerName + "\n" + targetArch + "\n" + join(image::readableFormats(), " ") + "\n";
    return {{"torch", torchVersion()},
            {"torch_library", library},
            {"abi", torchAbi},
            {"cuda", cudaAvailable()},
            {"devices", std::move(devices)},
            {"sources", sourcesSha256},
            {"compiler", compilerName},
            {"arch", targetArch},
            {"formats", image::readableFormats()},
            {"key", sha256Hex(identity)}};
}

}  // namespace flambeau::trainer
