// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-view: opens one foreign picture for the window, which opens none itself. Writes a line "flambeau-view 1
// WIDTH HEIGHT FULLWIDTH FULLHEIGHT" and then WIDTH x HEIGHT x 3 bytes of RGB, upright; what is larger than it may be
// is made smaller. The guards are flambeau-scan's: a file that ends this process ends nothing else.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/strings.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/resize.h"
#include "guards.h"

namespace flambeau::view {
namespace {

constexpr std::string_view usage = "usage: flambeau-view [--pixels N] [--seconds N] FILE\n";

struct Options {
    std::string file;
    double pixels = 24e6;  ///< at most so many are written
    double seconds = 60;
};

int fail(const std::string& why, int code) {
    std::fprintf(stderr, "%s\n", toPlainText(why).c_str());
    return code;
}

struct Seen {
    image::Image picture;
    int fullWidth = 0, fullHeight = 0;
};

Result<Seen> see(const Options& options) {
    scan::WholeFile file;
    FLAMBEAU_CHECK(scan::readWhole(options.file, file));
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

int run(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool number = arguments[i] == "--pixels" || arguments[i] == "--seconds";
        if (!number && options.file.empty() && !startsWith(arguments[i], "-")) {
            options.file = arguments[i];
            continue;
        }
        const auto value = number && i + 1 < arguments.size() ? parseDouble(arguments[i + 1]) : std::nullopt;
        if (!value || !(*value > 0))
            return fail("Cannot use " + arguments[i] + "\n" + std::string(usage), 2);
        (arguments[i] == "--pixels" ? options.pixels : options.seconds) = *value;
        ++i;
    }
    if (options.file.empty())
        return fail(std::string(usage), 2);
    scan::limitMemory();
    const scan::FileClock clock(options.seconds);
    try {
        const auto seen = see(options);
        if (!seen.ok())
            return fail(seen.error().message, 1);
        const image::Image& picture = seen->picture;
        std::printf("flambeau-view 1 %d %d %d %d\n", picture.width, picture.height, seen->fullWidth, seen->fullHeight);
        const bool whole = std::fwrite(picture.rgb.data(), 1, picture.rgb.size(), stdout) == picture.rgb.size();
        return whole && std::fflush(stdout) == 0 ? 0 : fail("Nobody takes the picture.", 1);
    } catch (const std::bad_alloc&) {
        return fail("Opening it needs more memory than a picture may have.", 1);
    }
}

}  // namespace
}  // namespace flambeau::view

int main(int argc, char** argv) {
    return flambeau::view::run({argv + 1, argv + argc});
}
