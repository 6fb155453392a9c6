// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <fstream>

#include "flambeau/base/files.h"
#include "flambeau/image/encode.h"
#include "guards.h"
#include "modes.h"
#include "shapes.h"

namespace flambeau::scan {
namespace {

Status writePicture(const fs::path& path, const image::Image& picture) {
    FLAMBEAU_TRY(const std::string bytes, image::encodePng(picture));
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    return out ? Status() : Status(systemError(errno, "Cannot write " + path.string()));
}

/// Every fifth picture of a class goes to val.
Status drawAll(const Options& options) {
    const fs::path root(options.first);
    std::error_code ignored;
    if (fs::exists(root, ignored) && !fs::is_empty(root, ignored))
        return Error{ErrorCode::AlreadyExists, root.string() + " is not empty", "Name a new folder.", {}};
    for (const char* split : {"train", "val"}) {
        for (const auto name : shapeNames)
            FLAMBEAU_CHECK(makeDirs(root / split / name));
    }
    for (int i = 0; i < options.images; ++i) {
        const std::size_t shape = static_cast<std::size_t>(i) % shapeNames.size();
        const int number = i / static_cast<int>(shapeNames.size());
        char name[32];
        std::snprintf(name, sizeof name, "%05d.png", number);
        const fs::path path = root / (number % 5 == 4 ? "val" : "train") / shapeNames[shape] / name;
        const std::uint64_t seed = (options.seed << 24) + static_cast<std::uint64_t>(number);
        FLAMBEAU_CHECK(writePicture(path, drawShape(shape, seed, options.size)));
        if ((i + 1) % 100 == 0 || i + 1 == options.images)
            printLine("{\"done\":" + std::to_string(i + 1) + ",\"total\":" + std::to_string(options.images) + "}");
    }
    return {};
}

}  // namespace

int sample(const Options& options) {
    Status status = drawAll(options);
    return status.ok() ? 0
                       : fail(std::string(toString(status.error().code)), status.error().message, status.error().hint);
}

}  // namespace flambeau::scan
