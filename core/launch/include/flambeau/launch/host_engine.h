// SPDX-License-Identifier: GPL-3.0-or-later
// An engine on a host, as pure text: scripts that look for one, try, build and keep it, the readers of their answers,
// and the choice among the host's libtorches. Each answer is hostile: bounded and checked. Stateless, any thread.
//
// On the host: <folder>/trainer/<key>/{bin/flambeau-trainer, lib/, log.txt, READY}; READY is written last, a folder
// without it is garbage. <folder>/trainer/choices/<digest> names the key that was chosen for a question.
// <folder>/env/<key> holds a private Python environment, with READY likewise.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/launch/host_facts.h"

namespace flambeau::launch {

/// What READY says.
struct EngineReady {
    std::string key;
    std::string torch;                 ///< "2.13.0"
    std::string library;               ///< the file with libtorch's kernels
    std::string identity;              ///< that file's size and time when the engine was made
    std::string from;                  ///< "sent" or "built"
    bool cuda = false;                 ///< it can use a GPU there
    int gpus = 0;                      ///< how many
    std::vector<std::string> formats;  ///< of pictures that it reads; empty: not said
};
std::string trainerOf(const std::string& hostFolder, const std::string& key);
std::string titleOf(const EngineReady& ready);  ///< "libtorch 2.13.0, CUDA"

/// The engine that was chosen for `choice` (64 hexadecimal digits), if it is there and its libtorch is unchanged.
std::string lookScript(const std::string& hostFolder, const std::string& choice);
Result<std::optional<EngineReady>> parseLook(std::string_view out);
std::string rememberScript(const std::string& hostFolder, const std::string& choice, const std::string& key);

/// A libtorch as it was found on the host.
struct HostTorch {
    std::string asked;     ///< what was looked at: a Python, an environment, a prefix, a library
    std::string folder;    ///< of its libraries
    std::string package;   ///< of TorchConfig.cmake; empty: without headers, nothing can be built with it
    std::string version;   ///< "2.13.0", of its headers
    std::string abi;       ///< "new", "old"
    bool cuda = false;     ///< it has CUDA kernels
    std::string library;   ///< libtorch_cpu, links resolved
    std::string identity;  ///< its size and time
    std::uint64_t bytes = 0;
};
struct HostTool {
    std::string path, version;
};
struct HostWorkshop {
    std::vector<HostTorch> torches;
    std::vector<std::string> without;         ///< of what was looked at: what has no libtorch
    std::vector<HostTool> gcc, clang, cmake;  ///< each first the one that is meant by the plain name
    std::string ninja, make, flock, ccache;   ///< paths; empty: not there
};
/// Looks at `places` and at the private environments of the host's folder.
std::string workshopScript(const std::string& hostFolder, const std::vector<std::string>& places);
Result<HostWorkshop> parseWorkshop(std::string_view out);

/// Where facts saw a libtorch: libraries, then Pythons with torch.
std::vector<std::string> torchPlaces(const HostFacts& facts);
/// The best first: those that can be built with or are the desktop's own, CUDA where `gpus`, newer versions; without
/// doubles and those that are older than 1.13.
std::vector<HostTorch> rankTorches(std::vector<HostTorch> torches, bool gpus);
/// A compiler and a CMake that are new enough, and what goes with them; or what is missing, with the command that mends
/// it.
struct BuildTools {
    std::string compiler, cmake, generator, ccache;
    int jobs = 1;  ///< as processors and memory allow
};
Result<BuildTools> buildTools(const HostWorkshop& workshop, const HostFacts& facts);

/// The desktop's own engine: what must be the same on a host for it to run there.
struct DesktopEngine {
    std::string arch, abi, torch;
    std::string library;  ///< real path there
    std::uint64_t libraryBytes = 0;
    bool cuda = false;                 ///< it links CUDA kernels
    std::string glibc = "0";           ///< the newest that it needs
    std::vector<std::string> sonames;  ///< of libtorch that it names
};
/// Empty: it may run there on `torch`. Otherwise why it cannot.
std::string whyNotSent(const DesktopEngine& engine, const HostFacts& facts, const HostTorch& torch);

/// Makes trainer/<name>/{bin,lib} (name: ".new-<uuid>"), and removes what others left there a day ago.
std::string beginScript(const std::string& hostFolder, const std::string& name);
Status parseBegin(std::string_view out);
/// What the loader finds for the trainer that was put to trainer/<name>/bin: names that it does not find.
std::string traceScript(const std::string& hostFolder, const std::string& name, const std::string& torchFolder);
Result<std::vector<std::string>> parseTrace(std::string_view out);

struct FinishOrder {
    std::string hostFolder, name;      ///< trainer/<name> becomes trainer/<key>
    std::vector<std::string> choices;  ///< digests that it answers
    std::string library;               ///< the libtorch that it must load
    std::string sources;               ///< SHA-256 of what it was built from
    std::string from;                  ///< "sent", "built"
    std::string wrap;                  ///< folder of libtorch for the loader's path; empty: it finds all by itself
};
/// Starts the trainer with every symbol bound, and keeps it as an engine if it says what it is; else it is removed.
std::string finishScript(const FinishOrder& order);
/// Unavailable with the loader's words where it does not start.
Result<EngineReady> parseFinish(std::string_view out);
/// Ends what still builds <subfolder>/<name> and removes it.
/// `mark`: what is being made was started under it; empty: under its name.
std::string discardScript(const std::string& hostFolder, const std::string& subfolder, const std::string& name,
                          const std::string& mark = {});

struct BuildOrder {
    FinishOrder finish;   ///< of it `wrap` does not count
    std::string tag;      ///< digest of (sources, libtorch): whoever waited for the lock takes what the other made
    std::string package;  ///< Torch_DIR
    BuildTools tools;
    std::string mark;  ///< begins the script's own lines
};
/// For Transport::stream: the sources' archive is its input.
std::string fetchScript(const std::string& hostFolder, const std::string& name);
/// For Transport::stream: prints the build's lines, and lines of its own for BuildReader.
std::string buildScript(const BuildOrder& order);
/// Likewise: a private environment in env/<name> with `requirement`.
std::string venvScript(const std::string& hostFolder, const std::string& name, const std::string& mark,
                       const std::string& python, const std::string& requirement);

/// Starts the engine again to ask whether it can use a GPU now, and keeps its answer; answered like lookScript. For an
/// engine with CUDA kernels that found no GPU when it was made.
std::string refreshScript(const std::string& hostFolder, const std::string& key);

/// "[12/40] …" of ninja, "[ 30%] …" of make.
struct BuildCount {
    std::uint64_t done = 0, total = 0;
};
std::optional<BuildCount> buildCount(std::string_view line);

/// Reads what a build prints, line by line.
class BuildReader {
public:
    explicit BuildReader(std::string mark) : m_mark(std::move(mark)) {}
    struct Line {
        std::string text;   ///< plain; empty for a line of our own
        bool step = false;  ///< another step began
        std::optional<BuildCount> count;
    };
    Line take(std::string_view line);
    /// "waiting", "configure", "build", "install", "try", "venv", "pip"
    const std::string& step() const { return m_step; }
    /// It came to its end; an engine's answer is then for parseFinish.
    bool answered() const { return m_answered; }
    const std::string& answer() const { return m_answer; }
    /// The first line that names an error with those after it; where none does, the last lines.
    std::string firstError() const;

private:
    std::string m_mark, m_step, m_answer;
    bool m_answered = false;
    std::vector<std::string> m_error;
    std::deque<std::string> m_last;
};

}  // namespace flambeau::launch
