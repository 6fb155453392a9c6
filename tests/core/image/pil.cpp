// SPDX-License-Identifier: GPL-3.0-or-later
#include "pil.h"

#include <cstdlib>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "test_support.h"

namespace flambeau::test {
namespace {

std::string python() {
    const std::string found = FLAMBEAU_PYTHON;
    return fs::exists("/usr/bin/python3") ? "/usr/bin/python3" : found;  // Debian's is the one that has PIL
}

}  // namespace

bool askPil(const std::vector<std::string>& arguments) {
    static const bool there = [] {
        ProcessSpec probe;
        probe.argv = {python(), "-c", "import PIL"};
        const auto result = runProcess(probe);
        return result.ok() && result->exitCode == 0;
    }();
    if (!there) {
        WARN("skipped: no Python with PIL");
        return false;
    }
    ProcessSpec spec;
    spec.argv = {python(), FLAMBEAU_SOURCE "/tests/core/image/reference.py"};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    const auto result = must(runProcess(spec));
    INFO(result.err);
    REQUIRE(result.exitCode == 0);
    return true;
}

image::Image readReference(const fs::path& path) {
    const std::string all = read(path);
    const auto lineEnd = all.find('\n');
    REQUIRE(lineEnd != std::string::npos);
    const auto size = split(all.substr(0, lineEnd), ' ');
    image::Image picture(std::atoi(size.at(0).c_str()), std::atoi(size.at(1).c_str()));
    REQUIRE(all.size() == lineEnd + 1 + picture.rgb.size());
    std::copy(all.begin() + static_cast<std::ptrdiff_t>(lineEnd) + 1, all.end(), picture.rgb.begin());
    return picture;
}

Difference compare(const image::Image& a, const image::Image& b) {
    if (a.width != b.width || a.height != b.height)
        return {256, 256};
    Difference difference;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        const int here = std::abs(int{a.rgb[i]} - int{b.rgb[i]});
        difference.largest = std::max(difference.largest, here);
        difference.mean += here;
    }
    difference.mean /= static_cast<double>(std::max<std::size_t>(1, a.rgb.size()));
    return difference;
}

}  // namespace flambeau::test
