// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/engine_prepare.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <thread>

#include <sys/sysinfo.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "engine_folder.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/id.h"
#include "flambeau/base/programs.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/launch/host_engine.h"
#include "flambeau/session/engine_choice.h"

namespace flambeau::session {

namespace {

constexpr const char* kTrainerProject = "app/trainer/CMakeLists.txt";
constexpr std::size_t kRememberedLines = 60;  ///< of the log, for an error's detail
/// A compiler that reads libtorch's headers takes up to 1.4 GB.
constexpr std::uint64_t kBytesEachCompiler = 1'500'000'000;
constexpr std::uint64_t kRoomForTorch = 9'000'000'000, kRoomForBuild = 1'500'000'000;

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// Folders that were begun by a process that is gone: nobody else has the lock.
void removeGarbage() {
    std::error_code error, ignored;
    std::vector<fs::path> garbage;
    for (fs::directory_iterator each(enginesFolder(), error); !error && each != fs::directory_iterator();
         each.increment(error)) {
        if (each->is_directory(ignored) && !isThere(each->path() / kEngineReady))
            garbage.push_back(each->path());
    }
    for (const fs::path& folder : garbage)
        fs::remove_all(folder, ignored);
}

void tellBuilt(const std::string& line, const ProgressCallback& progress) {
    if (const auto count = launch::buildCount(line); count && progress)
        progress("building the trainer", count->done, count->total);
}

class Preparation {
public:
    Preparation(const EnginePrepareOptions& options, std::stop_token stop, const ProgressCallback& progress,
                const LogLine& log)
        : m_options(options), m_stop(std::move(stop)), m_progress(progress), m_log(log) {}

    Result<PreparedEngine> run();

private:
    Status checkTools(bool ownTorch) const;
    Result<fs::path> makeTorch();
    Result<fs::path> torchFolderOf(const fs::path& python);
    Result<fs::path> givenTorch();
    Status build(const fs::path& sources, const fs::path& package);
    Result<EngineFacts> tryOut();
    /// Runs a program, its lines going to the log; `failed` and `hint` are the error where it ends badly.
    Status step(std::vector<std::string> argv, const std::string& failed, const std::string& hint,
                const std::function<void(const std::string&)>& onLine = {});
    void note(const std::string& line);
    void tell(const std::string& what) const {
        if (m_progress)
            m_progress(what, 0, 0);
    }
    std::string tail() const {
        std::string text;
        for (const std::string& line : m_last)
            text += line + "\n";
        return text;
    }

    const EnginePrepareOptions& m_options;
    std::stop_token m_stop;
    const ProgressCallback& m_progress;
    const LogLine& m_log;
    fs::path m_folder;
    std::ofstream m_file;
    std::deque<std::string> m_last;
};

void Preparation::note(const std::string& line) {
    m_file << line << '\n' << std::flush;
    m_last.push_back(line);
    if (m_last.size() > kRememberedLines)
        m_last.pop_front();
    if (m_log)
        m_log(line);
}

Status Preparation::step(std::vector<std::string> argv, const std::string& failed, const std::string& hint,
                         const std::function<void(const std::string&)>& onLine) {
    note("$ " + shellJoin(argv));
    ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.stop = m_stop;
    // What a terminal would colour is plain here; the venv of whoever started us is not the one meant.
    spec.environment = {{"PYTHONNOUSERSITE", "1"}, {"VIRTUAL_ENV", ""}, {"PYTHONHOME", ""},
                        {"PYTHONPATH", ""},        {"CLICOLOR", "0"},   {"TERM", "dumb"}};
    const auto take = [&](std::string_view bytes) {
        const std::string line = toPlainText(bytes);
        note(line);
        if (onLine)
            onLine(line);
    };
    spec.onStdoutLine = take;
    spec.onStderrLine = take;
    FLAMBEAU_TRY(const ProcessResult result, runProcess(spec));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, failed, hint, tail()};
    return {};
}

Status Preparation::checkTools(bool ownTorch) const {
    std::vector<std::string> missing;
    if (onPath("cmake").empty())
        missing.emplace_back("cmake");
    if (onPath("c++").empty() && onPath("g++").empty() && onPath("clang++").empty() && !std::getenv("CXX"))
        missing.emplace_back("g++");
    if (onPath("ninja").empty() && onPath("make").empty())
        missing.emplace_back("make");
    if (ownTorch && onPath("python3").empty())
        missing.emplace_back("python3");
    if (!missing.empty())
        return Error{
            ErrorCode::Unavailable,
            "An engine is built on this machine, which lacks " + join(missing, ", ") + ".",
            "On Debian: apt install cmake g++ make python3-venv nlohmann-json3-dev libturbojpeg0-dev libpng-dev "
            "libtiff-dev libwebp-dev",
            {}};
    FLAMBEAU_TRY(const std::uint64_t room, freeDiskBytes(enginesFolder()));
    const std::uint64_t needed = ownTorch ? kRoomForTorch : kRoomForBuild;
    if (room < needed)
        return Error{ErrorCode::DiskFull,
                     "An engine takes up to " + formatBytes(needed) + " and only " + formatBytes(room) +
                         " are free at " + enginesFolder().string() + ".",
                     "Free some space, or name a PyTorch that is installed already.",
                     {}};
    return {};
}

Result<fs::path> Preparation::makeTorch() {
    tell("making a Python environment");
    // Debian's Python first: one earlier on PATH may be a build without venv.
    const std::string python = access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
    FLAMBEAU_CHECK(step({python, "-m", "venv", (m_folder / "venv").string()},
                        "The Python environment could not be made.", "On Debian it needs the package python3-venv."));
    const fs::path own = m_folder / "venv" / "bin" / "python3";
    tell("installing " + m_options.requirement + " from PyPI");
    const auto pipLine = [this](const std::string& line) {
        const std::string_view text = trim(line);
        if (startsWith(text, "Downloading ") || startsWith(text, "Installing "))
            tell(std::string(text.substr(0, 160)));
    };
    FLAMBEAU_CHECK(step({own.string(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
                         "--progress-bar", "off", m_options.requirement},
                        "PyTorch could not be installed.",
                        "It needs the network once. Behind a mirror, pip's own settings (PIP_INDEX_URL) are used. The "
                        "log's last lines say what pip met.",
                        pipLine));
    return torchFolderOf(own);
}

Result<fs::path> Preparation::torchFolderOf(const fs::path& python) {
    // Looked up, not imported: importing starts the whole of PyTorch.
    ProcessSpec spec;
    spec.argv = {python.string(), "-c",
                 "import importlib.util as u\ns = u.find_spec('torch')\n"
                 "print(list(s.submodule_search_locations)[0] if s else '')"};
    spec.timeout = std::chrono::minutes(1);
    spec.stop = m_stop;
    FLAMBEAU_TRY(const ProcessResult result, runProcess(spec));
    const std::string folder(trim(result.out));
    if (result.exitCode != 0 || folder.empty())
        return Error{ErrorCode::NotFound, python.string() + " has no PyTorch.",
                     "Install torch in it, or leave the place empty: then it is installed into a new environment.",
                     toPlainText(result.err)};
    return fs::path(folder);
}

Result<fs::path> Preparation::givenTorch() {
    std::error_code ignored;
    const fs::path given = fs::absolute(m_options.torch, ignored).lexically_normal();
    if (fs::is_regular_file(given, ignored) && access(given.c_str(), X_OK) == 0)
        return torchFolderOf(given);
    if (isThere(given / "bin" / "python3") && isThere(given / "pyvenv.cfg"))
        return torchFolderOf(given / "bin" / "python3");
    return given;
}

/// The folder with TorchConfig.cmake of a PyTorch package or a libtorch prefix.
Result<fs::path> packageOf(const fs::path& torch) {
    std::vector<fs::path> places = {torch / "share" / "cmake" / "Torch", torch / "lib" / "cmake" / "Torch", torch};
    std::error_code error;
    for (fs::directory_iterator each(torch / "lib", error); !error && each != fs::directory_iterator();
         each.increment(error))
        places.push_back(each->path() / "cmake" / "Torch");  // lib/x86_64-linux-gnu
    for (const fs::path& place : places) {
        if (isThere(place / "TorchConfig.cmake"))
            return place;
    }
    return Error{ErrorCode::NotFound,
                 "There is no libtorch to build with at " + torch.string() + ".",
                 "Name the folder of the Python package torch, an environment that has it, or a libtorch.",
                 {}};
}

int compilersAtOnce(int wanted) {
    if (wanted > 0)
        return wanted;
    struct sysinfo info {};
    const std::uint64_t memory =
        sysinfo(&info) == 0 ? static_cast<std::uint64_t>(info.freeram + info.bufferram) * info.mem_unit : 0;
    const auto byMemory = static_cast<int>(std::min<std::uint64_t>(memory / kBytesEachCompiler, 64));
    return std::max(1, std::min(byMemory, static_cast<int>(std::thread::hardware_concurrency())));
}

Status Preparation::build(const fs::path& sources, const fs::path& package) {
    tell("configuring the trainer");
    const std::string folder = (m_folder / "build").string();
    std::vector<std::string> configure = {"cmake",
                                          "-S",
                                          (sources / "app" / "trainer").string(),
                                          "-B",
                                          folder,
                                          "-DTorch_DIR=" + package.string(),
                                          "-DCMAKE_BUILD_TYPE=Release",
                                          "-DCMAKE_INSTALL_PREFIX=" + m_folder.string(),
                                          "-DCMAKE_INSTALL_BINDIR=bin"};
    if (!onPath("ninja").empty())
        configure.insert(configure.end(), {"-G", "Ninja"});
    FLAMBEAU_CHECK(step(configure, "The trainer could not be configured for this PyTorch.",
                        "The log's last lines name what is missing. On Debian: apt install nlohmann-json3-dev "
                        "libturbojpeg0-dev libpng-dev libtiff-dev libwebp-dev"));
    tell("building the trainer");
    FLAMBEAU_CHECK(step({"cmake", "--build", folder, "--parallel", std::to_string(compilersAtOnce(m_options.jobs)),
                         "--target", "flambeau-trainer"},
                        "The trainer could not be built against this PyTorch.",
                        "The log's last lines are the compiler's. PyTorch 1.13 and newer is supported.",
                        [this](const std::string& line) { tellBuilt(line, m_progress); }));
    FLAMBEAU_CHECK(
        step({"cmake", "--install", folder}, "The trainer was built and could not be installed.", "Is the disk full?"));
    std::error_code ignored;
    fs::remove_all(folder, ignored);  // half a gigabyte of precompiled headers
    return {};
}

Result<EngineFacts> Preparation::tryOut() {
    tell("trying the engine");
    FLAMBEAU_TRY(const EngineFacts facts, EngineService::factsOf(preparedTrainer(m_folder), m_stop));
    note(facts.engine.title + ", " + facts.torchLibrary + ", key " + facts.engine.key);
    for (const std::string& device : facts.devices)
        note(device);
    if (m_options.cuda && !facts.cuda)
        return Error{ErrorCode::Unavailable, "The engine was built, but it cannot use a GPU.",
                     "The driver may be too old for this PyTorch (a newer driver, or an older PyTorch such as "
                     "torch==2.6.0, helps), or this PyTorch has no CUDA.",
                     tail()};
    return facts;
}

Result<PreparedEngine> Preparation::run() {
    const bool ownTorch = m_options.torch.empty();
    if (startsWith(trim(m_options.requirement), "-") || trim(m_options.requirement).empty())
        return Error{ErrorCode::InvalidArgument,
                     "pip is given a package, not '" + m_options.requirement + "'.",
                     "Such as torch or torch==2.6.0.",
                     {}};
    FLAMBEAU_TRY(const fs::path sources, trainerSources());
    FLAMBEAU_CHECK(makeDirs(enginesFolder()));
    FLAMBEAU_CHECK(checkTools(ownTorch));
    FLAMBEAU_TRY(const std::optional<FileLock> onlyOne, FileLock::tryAcquire(enginesFolder() / "lock"));
    if (!onlyOne)
        return Error{
            ErrorCode::Conflict, "Another engine is being prepared right now.", "Wait for its end, or cancel it.", {}};
    removeGarbage();
    m_folder = enginesFolder() / newUuid();
    FLAMBEAU_CHECK(makeDirs(m_folder));
    m_file.open(m_folder / "log.txt");
    const auto work = [&]() -> Result<PreparedEngine> {
        FLAMBEAU_TRY(const fs::path torch, ownTorch ? makeTorch() : givenTorch());
        FLAMBEAU_TRY(const fs::path package, packageOf(torch));
        FLAMBEAU_CHECK(build(sources, package));
        FLAMBEAU_TRY(const EngineFacts facts, tryOut());
        const nlohmann::json ready = {{"made", unixNow()},
                                      {"source", ownTorch ? m_options.requirement + " from PyPI" : torch.string()},
                                      {"torch", facts.torch},
                                      {"cuda", facts.cuda},
                                      {"key", facts.engine.key}};
        FLAMBEAU_CHECK(writeFileAtomic(m_folder / kEngineReady,
                                       ready.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
        return PreparedEngine{m_folder, facts};
    };
    auto made = work();
    if (!made) {
        m_file.close();
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    return made;
}

}  // namespace

Result<fs::path> trainerSources() {
    std::vector<fs::path> places;
    if (const char* given = std::getenv("FLAMBEAU_SOURCES"); given && *given)
        places.emplace_back(given);
    places.push_back(executableDir().parent_path() / "share" / "flambeau" / "sources");
    // From <tree>/build/<preset>/bin upwards.
    for (fs::path folder = executableDir(); folder.has_relative_path(); folder = folder.parent_path())
        places.push_back(folder);
    for (const fs::path& place : places) {
        if (isThere(place / kTrainerProject) && isThere(place / "core/base/CMakeLists.txt"))
            return place;
    }
    return Error{
        ErrorCode::NotFound,
        "The trainer's sources are not there: looked in " + places.front().string() + " and above " +
            executableDir().string() + ".",
        "They come with Flambeau's package; or name a copy of its source tree in the variable FLAMBEAU_SOURCES.",
        {}};
}

Result<PreparedEngine> prepareEngine(const EnginePrepareOptions& options, std::stop_token stop,
                                     const ProgressCallback& progress, const LogLine& log) {
    return Preparation(options, std::move(stop), progress, log).run();
}

}  // namespace flambeau::session
