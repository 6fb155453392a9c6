// SPDX-License-Identifier: GPL-3.0-or-later
// Which libtorch of a host, whether the desktop's trainer fits it, and what builds one.
#include <algorithm>
#include <array>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/launch/host_engine.h"

namespace flambeau::launch {
namespace {

/// A compiler that reads libtorch's headers takes up to 1.4 GB.
constexpr std::int64_t kBytesEachCompiler = 1'500'000'000;

/// "2.13.0" -> {2, 13, 0}; what is no number counts 0.
std::array<std::int64_t, 4> numbers(std::string_view version) {
    std::array<std::int64_t, 4> all{};
    std::size_t at = 0;
    for (const std::string& part : split(version, '.')) {
        const auto end = part.find_first_not_of("0123456789");
        if (at < all.size())
            all[at++] = parseInt(std::string_view(part).substr(0, end)).value_or(0);
        if (end != std::string::npos)
            break;
    }
    return all;
}

bool isAtLeast(std::string_view version, std::string_view wanted) {
    return numbers(version) >= numbers(wanted);
}

std::string fileName(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// How the distribution installs it; empty: we do not know.
std::string install(const HostFacts& facts, const std::vector<std::string>& what) {
    const std::string os = toLowerAscii(facts.os + " " + facts.distribution);
    const auto is = [&](const char* name) { return os.find(name) != std::string::npos; };
    std::vector<std::string> packages;
    const bool debian = is("debian") || is("ubuntu"), fedora = is("fedora") || is("rhel") || is("red hat");
    for (const std::string& one : what) {
        if (one == "flock")
            packages.emplace_back("util-linux");
        else if (one == "g++" && fedora)
            packages.emplace_back("gcc-c++");
        else
            packages.push_back(one);
    }
    if (debian)
        return "sudo apt-get install " + join(packages, " ");
    if (fedora)
        return "sudo dnf install " + join(packages, " ");
    return {};
}

}  // namespace

std::vector<std::string> torchPlaces(const HostFacts& facts) {
    std::vector<std::string> places = facts.libtorch;
    for (const PythonFacts& python : facts.pythons)
        if (!python.torchFolder.empty())
            places.push_back(python.torchFolder);
    return places;
}

std::vector<HostTorch> rankTorches(std::vector<HostTorch> torches, bool gpus) {
    const auto order = [gpus](const HostTorch& torch) {
        return std::tuple(torch.package.empty() ? 0 : 1, gpus && torch.cuda ? 1 : 0, numbers(torch.version),
                          torch.cuda ? 0 : 1);
    };
    std::stable_sort(torches.begin(), torches.end(),
                     [&](const HostTorch& a, const HostTorch& b) { return order(a) > order(b); });
    std::vector<HostTorch> ranked;
    std::set<std::string> seen;
    for (HostTorch& torch : torches)
        if ((torch.version.empty() || isAtLeast(torch.version, "1.13")) && seen.insert(torch.library).second)
            ranked.push_back(std::move(torch));
    return ranked;
}

Result<BuildTools> buildTools(const HostWorkshop& workshop, const HostFacts& facts) {
    const auto first = [](const std::vector<HostTool>& tools, std::string_view wanted) {
        const auto found = std::find_if(tools.begin(), tools.end(),
                                        [&](const HostTool& tool) { return isAtLeast(tool.version, wanted); });
        return found == tools.end() ? std::string() : found->path;
    };
    BuildTools tools;
    tools.compiler = first(workshop.gcc, "10");
    if (tools.compiler.empty())
        tools.compiler = first(workshop.clang, "14");
    tools.cmake = first(workshop.cmake, "3.18");
    tools.generator = !workshop.ninja.empty() ? "Ninja" : "Unix Makefiles";
    tools.ccache = workshop.ccache;
    std::vector<std::string> missing, packages;
    const auto lacks = [&](const std::string& what, const std::string& package, const std::vector<HostTool>& old) {
        missing.push_back(what + (old.empty() ? "" : " (it has " + old.front().version + ")"));
        packages.push_back(package);
    };
    if (tools.compiler.empty())
        lacks("g++ 10 or newer", "g++", workshop.gcc);
    if (tools.cmake.empty())
        lacks("CMake 3.18 or newer", "cmake", workshop.cmake);
    if (workshop.ninja.empty() && workshop.make.empty())
        lacks("make or ninja", "make", {});
    if (workshop.flock.empty())
        lacks("flock", "flock", {});
    if (!missing.empty()) {
        const std::string command = install(facts, packages);
        return Error{
            ErrorCode::Unavailable,
            "The trainer has to be built on the host, which lacks " + join(missing, ", ") + ".",
            command.empty() ? "Ask who runs the host for: " + join(packages, ", ") + "." : "On the host: " + command,
            {}};
    }
    const auto byMemory = facts.memoryAvailable < 0 ? 1 : facts.memoryAvailable / kBytesEachCompiler;
    tools.jobs = static_cast<int>(std::clamp<std::int64_t>(std::min<std::int64_t>(byMemory, facts.cpus), 1, 64));
    return tools;
}

std::string whyNotSent(const DesktopEngine& engine, const HostFacts& facts, const HostTorch& torch) {
    if (facts.arch != engine.arch)
        return "this machine is " + engine.arch + ", the host " + facts.arch;
    const std::string libc = toLowerAscii(facts.libc);
    const auto digits = libc.find_first_of("0123456789");
    if (libc.find("glibc") == std::string::npos && libc.find("gnu") == std::string::npos)
        return "the host has another C library";
    if (digits == std::string::npos || !isAtLeast(std::string_view(libc).substr(libc.rfind(' ') + 1), engine.glibc))
        return "it needs glibc " + engine.glibc + ", the host has " + facts.libc;
    if (torch.abi != engine.abi || torch.cuda != engine.cuda)
        return "the libtorch at " + torch.folder + " is of another kind";
    // The soname is in the file's name: one release of one distribution, or of one wheel.
    const bool sameFile = fileName(torch.library) == fileName(engine.library) && torch.bytes == engine.libraryBytes;
    if (!sameFile &&
        (torch.version.empty() || torch.version != engine.torch || fileName(torch.library) != fileName(engine.library)))
        return "the libtorch at " + torch.folder + " is another one";
    if (torch.folder.find_first_of(":;$") != std::string::npos)
        return "the loader cannot be told of " + torch.folder;
    return {};
}

}  // namespace flambeau::launch
