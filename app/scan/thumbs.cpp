// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/dataset/facts.h"
#include "flambeau/dataset/inline_picture.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/encode.h"
#include "flambeau/image/resize.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::scan {
namespace {

constexpr int longSide = 256;

Result<image::Image> smallPicture(const std::string& path) {
    WholeFile file;
    FLAMBEAU_CHECK(readWhole(path, file));
    FLAMBEAU_TRY(const auto probe, image::probe(file.bytes));
    int scale = 1;
    while (scale < 8 && std::max(probe.width, probe.height) / (scale * 2) >= longSide)
        scale *= 2;
    FLAMBEAU_TRY(image::Image picture, image::decode(file.bytes, {true, scale}));
    const int side = std::max(picture.width, picture.height);
    if (side <= longSide)
        return picture;
    return image::resize(picture, std::max(1, picture.width * longSide / side),
                         std::max(1, picture.height * longSide / side));
}

/// Temp file and rename; no fsync: a thumbnail that a crash loses is drawn again.
Status writeQuickly(const fs::path& target, const std::string& bytes) {
    FLAMBEAU_CHECK(makeDirs(target.parent_path()));
    const fs::path scratch(target.string() + "." + std::to_string(::getpid()));
    {
        std::ofstream out(scratch, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out)
            return systemError(errno, "Cannot write " + scratch.string());
    }
    std::error_code problem;
    fs::rename(scratch, target, problem);
    return problem ? Status(systemError(problem.value(), "Cannot write " + target.string())) : Status();
}

/// Into the file, or, where the target is "-", into the answer.
Status makeThumbnail(const std::string& path, const std::string& target, std::string& inlined) {
    FLAMBEAU_TRY(const image::Image picture, smallPicture(path));
    FLAMBEAU_TRY(const std::string bytes, image::encodeJpeg(picture, 85));
    if (target != "-")
        return writeQuickly(target, bytes);
    inlined = dataset::toBase64(bytes);
    return {};
}

}  // namespace

int thumbs(const Options& options) {
    for (const auto& record : readRecords()) {
        const FileClock clock(options.seconds);
        const auto tab = record.find('\t');
        dataset::FileFacts facts;
        facts.path = tab == std::string::npos ? record : record.substr(tab + 1);
        std::string inlined;
        const Status status = tab == std::string::npos
                                  ? Status(Error{ErrorCode::InvalidArgument, "A record is TARGET TAB PATH", {}, {}})
                                  : makeThumbnail(options.root + "/" + facts.path, record.substr(0, tab), inlined);
        if (!status.ok()) {
            facts.error = "unreadable";
            facts.detail = Status(status).error().message;
        }
        nlohmann::json answer = toJson(facts);
        if (!inlined.empty())
            answer["jpeg"] = inlined;
        printLine(answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    return 0;
}

}  // namespace flambeau::scan
