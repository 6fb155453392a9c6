// SPDX-License-Identifier: GPL-3.0-or-later
// A picture in full, from `flambeau-scan view`. What comes over the pipe is checked as if it came from the file itself.
#include <algorithm>

#include <QFile>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/paths.h"
#include "thumbnail_load.h"

namespace flambeau::ui::pictures {
namespace {

constexpr std::int64_t kMostPixels = 24'000'000;
constexpr std::size_t kMostHead = 100;
constexpr int kMostSide = 1 << 20, kLeastLevel = 700;
constexpr std::chrono::seconds kLongest{90};

struct Head {
    std::size_t bytes = 0;  ///< of the line itself
    QSize shown, full;
};

std::optional<Head> headOf(const std::string& answer) {
    const auto end = answer.find('\n');
    if (end == std::string::npos || end > kMostHead)
        return std::nullopt;
    const auto words = split(answer.substr(0, end), ' ');
    if (words.size() != 6 || words[0] != "flambeau-view" || words[1] != "1")
        return std::nullopt;
    int sides[4];
    for (std::size_t i = 0; i < 4; ++i) {
        const auto side = parseInt(words[i + 2]);
        if (!side || *side < 1 || *side > kMostSide)
            return std::nullopt;
        sides[i] = static_cast<int>(*side);
    }
    Head head{end + 1, {sides[0], sides[1]}, {sides[2], sides[3]}};
    const std::int64_t pixels = std::int64_t{sides[0]} * sides[1];
    if (pixels > kMostPixels || answer.size() - head.bytes != static_cast<std::size_t>(pixels) * 3)
        return std::nullopt;
    return head;
}

}  // namespace

Result<FullPicture> openFull(const fs::path& file, std::stop_token stop) {
    ProcessSpec spec;
    FLAMBEAU_TRY(const fs::path program, session::findProgram(session::Program::Scan));
    spec.argv = {program.string(), "view", "--pixels", std::to_string(kMostPixels), file.string()};
    spec.timeout = kLongest;
    spec.maxOutput = static_cast<std::size_t>(kMostPixels) * 3 + kMostHead;
    spec.stop = stop;
    FLAMBEAU_TRY(const ProcessResult answer, runProcess(spec));
    if (answer.exitCode != 0) {
        const std::string why = answer.exitCode == 1 ? toPlainText(split(answer.err, '\n').front())
                                : answer.exitCode == 75
                                    ? std::string("Opening it took too long.")
                                    : std::string("Opening it ended the program that opens pictures.");
        return Error{ErrorCode::Corrupt, why, {}, {}};
    }
    const auto head = headOf(answer.out);
    if (!head)
        return Error{ErrorCode::Corrupt, "What flambeau-scan said of it is not understood.", {}, {}};
    FullPicture picture;
    picture.size = head->full;
    picture.file = pathText(file.string());
    const auto* pixels = reinterpret_cast<const uchar*>(answer.out.data() + head->bytes);
    picture.levels.push_back(QImage(pixels, head->shown.width(), head->shown.height(),
                                    qsizetype{3} * head->shown.width(), QImage::Format_RGB888)
                                 .convertToFormat(QImage::Format_RGB32));
    if (picture.levels.front().isNull())
        return Error{ErrorCode::Unavailable, "There is not enough memory to show it.", {}, {}};
    // Halves of halves: a large picture is shown small without grain and without waiting for it.
    while (std::max(picture.levels.back().width(), picture.levels.back().height()) > kLeastLevel) {
        const QImage& last = picture.levels.back();
        QImage half = last.scaled(std::max(1, last.width() / 2), std::max(1, last.height() / 2), Qt::IgnoreAspectRatio,
                                  Qt::SmoothTransformation);
        picture.levels.push_back(std::move(half));
    }
    return picture;
}

}  // namespace flambeau::ui::pictures
