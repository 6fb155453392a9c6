// SPDX-License-Identifier: GPL-3.0-or-later
// One foreign picture in full for the window, which opens none itself: a line "flambeau-view 1 WIDTH HEIGHT FULLWIDTH
// FULLHEIGHT" and then WIDTH x HEIGHT x 3 bytes of RGB, upright; what is larger than it may be is made smaller. Where
// it cannot be opened, stderr says why in plain words and nothing is written.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <new>

#include "flambeau/base/strings.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/resize.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::scan {
namespace {

int refuse(const std::string& why) {
    std::fprintf(stderr, "%s\n", toPlainText(why).c_str());
    return 1;
}

struct Seen {
    image::Image picture;
    int fullWidth = 0, fullHeight = 0;
};

Result<Seen> see(const Options& options) {
    WholeFile file;
    FLAMBEAU_CHECK(readWhole(options.first, file));
    FLAMBEAU_TRY(const auto probe, image::probe(file.bytes));
    const double all = double(probe.width) * probe.height;
    int scale = 1;
    while (scale < 8 && all / (4.0 * scale * scale) >= options.pixels)
        scale *= 2;
    Seen seen;
    const bool turned = probe.orientation >= 5;
    seen.fullWidth = turned ? probe.height : probe.width;
    seen.fullHeight = turned ? probe.width : probe.height;
    FLAMBEAU_TRY(seen.picture, image::decode(file.bytes, {true, scale}));
    const double pixels = double(seen.picture.width) * seen.picture.height;
    if (pixels > options.pixels) {
        const double factor = std::sqrt(options.pixels / pixels);
        seen.picture = image::resize(seen.picture, std::max(1, int(seen.picture.width * factor)),
                                     std::max(1, int(seen.picture.height * factor)));
    }
    return seen;
}

}  // namespace

int view(const Options& options) {
    const FileClock clock(options.seconds);
    try {
        const auto seen = see(options);
        if (!seen.ok())
            return refuse(seen.error().message);
        const image::Image& picture = seen->picture;
        std::printf("flambeau-view 1 %d %d %d %d\n", picture.width, picture.height, seen->fullWidth, seen->fullHeight);
        const bool whole = std::fwrite(picture.rgb.data(), 1, picture.rgb.size(), stdout) == picture.rgb.size();
        return whole && std::fflush(stdout) == 0 ? 0 : refuse("Nobody takes the picture.");
    } catch (const std::bad_alloc&) {
        return refuse("Opening it needs more memory than a picture may have.");
    }
}

}  // namespace flambeau::scan
