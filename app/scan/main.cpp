// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-scan: the program that opens foreign pictures and archives, so that nothing else has to. A file that ends it
// ends this process alone.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::scan {
namespace {

constexpr std::string_view usage =
    "usage: flambeau-scan MODE\n"
    "  check [--root DIR] [--seconds N]         paths on stdin (NUL or LF between them); one JSON line for each\n"
    "  thumbs [--root DIR] [--seconds N]        records TARGET TAB PATH on stdin; writes JPEG thumbnails\n"
    "  view FILE [--pixels N] [--seconds N]     one picture in full on stdout: a line with its sizes, then RGB\n"
    "  unpack ARCHIVE DEST                      zip or tar into a new folder; no links, nothing outside it\n"
    "  sample DIR [--seed N] [--images N] [--size N]   draws the sample dataset: circle, square, star, triangle\n"
    "  version\n";

int wrongUsage(const std::string& why) {
    std::fprintf(stderr, "flambeau-scan: %s\n%.*s", why.c_str(), static_cast<int>(usage.size()), usage.data());
    return 2;
}

/// Fills one option; false where name or value is wrong.
bool setOption(Options& options, const std::string& name, const std::string& value) {
    if (name == "--root") {
        options.root = value;
        return true;
    }
    if (name == "--pixels") {
        const auto pixels = parseDouble(value);
        options.pixels = pixels.value_or(0);
        return pixels && *pixels >= 1 && *pixels <= 1e9;
    }
    if (name == "--seconds") {
        const auto seconds = parseDouble(value);
        options.seconds = seconds.value_or(0);
        return seconds && *seconds > 0;
    }
    const auto number = parseInt(value);
    if (!number || *number < 0)
        return false;
    if (name == "--seed")
        options.seed = static_cast<std::uint64_t>(*number);
    else if (name == "--images" && *number >= 8 && *number <= 1'000'000)
        options.images = static_cast<int>(*number);
    else if (name == "--size" && *number >= 24 && *number <= 1024)
        options.size = static_cast<int>(*number);
    else
        return false;
    return true;
}

int run(const std::vector<std::string>& arguments) {
    if (arguments.empty())
        return wrongUsage("which mode?");
    const std::string& mode = arguments[0];
    Options options;
    std::vector<std::string> places;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (!startsWith(arguments[i], "--")) {
            places.push_back(arguments[i]);
        } else if (i + 1 >= arguments.size() || !setOption(options, arguments[i], arguments[i + 1])) {
            return wrongUsage("cannot use " + arguments[i]);
        } else {
            ++i;
        }
    }
    const std::size_t wanted = mode == "unpack" ? 2 : mode == "sample" || mode == "view" ? 1 : 0;
    if (places.size() != wanted)
        return wrongUsage("wrong number of arguments for " + mode);
    options.first = wanted > 0 ? places[0] : "";
    options.second = wanted > 1 ? places[1] : "";
    limitMemory();
    if (mode == "check")
        return check(options);
    if (mode == "thumbs")
        return thumbs(options);
    if (mode == "view")
        return view(options);
    if (mode == "unpack")
        return unpack(options);
    if (mode == "sample")
        return sample(options);
    if (mode == "version") {
        std::puts("flambeau-scan 1");
        return 0;
    }
    if (mode == "help" || mode == "-h") {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    return wrongUsage("there is no mode " + mode);
}

}  // namespace

int fail(const std::string& code, const std::string& message, const std::string& hint) {
    const nlohmann::json json = {
        {"error", {{"code", code}, {"message", toPlainText(message)}, {"hint", toPlainText(hint)}}}};
    std::fprintf(stderr, "%s\n", json.dump().c_str());
    return 1;
}

}  // namespace flambeau::scan

int main(int argc, char** argv) {
    return flambeau::scan::run({argv + 1, argv + argc});
}
