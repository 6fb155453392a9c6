// SPDX-License-Identifier: GPL-3.0-or-later
// The list of known networks. To add one: write arch_<name>.cpp, declare its function in spec_builder.h, add it here.
#include <algorithm>

#include "flambeau/base/strings.h"
#include "spec_builder.h"

namespace flambeau::model {
namespace {

constexpr int kMaxImageSize = 1024;
constexpr int kMaxClasses = 100000;

const std::vector<Architecture>& all() {
    static const std::vector<Architecture> list{resnet18(), resnet34(), resnet50(), mobilenetV2(), tiny()};
    return list;
}

Error unknownArchitecture(std::string_view name) {
    std::vector<std::string> names;
    std::string nearest;
    std::size_t best = 4;
    for (const Architecture& a : all()) {
        names.push_back(a.info.name);
        if (const std::size_t distance = editDistance(name, a.info.name); distance < best) {
            best = distance;
            nearest = a.info.name;
        }
    }
    const std::string known = "Known are " + join(names, ", ") + ".";
    return {ErrorCode::InvalidArgument, "There is no architecture '" + toPlainText(name.substr(0, 100)) + "'.",
            nearest.empty() ? known : "Did you mean " + nearest + "? " + known, ""};
}

}  // namespace

const std::vector<ArchitectureInfo>& architectures() {
    static const std::vector<ArchitectureInfo> infos = [] {
        std::vector<ArchitectureInfo> list;
        for (const Architecture& a : all())
            list.push_back(a.info);
        return list;
    }();
    return infos;
}

const ArchitectureInfo* findArchitecture(std::string_view name) {
    const auto& infos = architectures();
    const auto found =
        std::find_if(infos.begin(), infos.end(), [&](const ArchitectureInfo& info) { return info.name == name; });
    return found == infos.end() ? nullptr : &*found;
}

Result<ModelSpec> buildModelSpec(std::string_view arch, int numClasses, int imageSize) {
    const auto& list = all();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Architecture& a) { return a.info.name == arch; });
    if (found == list.end())
        return unknownArchitecture(arch);
    if (numClasses < 1 || numClasses > kMaxClasses) {
        return Error{ErrorCode::InvalidArgument, "A model cannot have " + std::to_string(numClasses) + " classes.",
                     "Give 1 to " + formatCount(kMaxClasses) + " classes.", ""};
    }
    if (imageSize < found->minImageSize || imageSize > kMaxImageSize) {
        return Error{ErrorCode::InvalidArgument,
                     found->info.title + " cannot work on pictures of " + std::to_string(imageSize) + " pixels.",
                     "Choose an image size from " + std::to_string(found->minImageSize) + " to " +
                         std::to_string(kMaxImageSize) + " pixels.",
                     ""};
    }
    return found->build(numClasses, imageSize);
}

}  // namespace flambeau::model
