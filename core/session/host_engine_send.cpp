// SPDX-License-Identifier: GPL-3.0-or-later
// This machine's own trainer on a host: whether it fits, and what goes with it.
#include <algorithm>
#include <chrono>

#include "elf_needs.h"
#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "host_engine_work.h"

namespace flambeau::session {
namespace {

constexpr std::size_t kMostRounds = 8;  ///< a library that was sent may name another

/// libtorch's own are the host's; the C library and the loader are never sent.
bool isTorch(const std::string& name) {
    return startsWith(name, "libtorch") || startsWith(name, "libc10") || startsWith(name, "libshm");
}
bool isSystem(const std::string& name) {
    for (const char* part : {"libc.so", "libm.so", "libpthread.so", "libdl.so", "librt.so", "libutil.so", "ld-linux",
                             "libnsl.so", "libresolv.so", "linux-vdso"})
        if (startsWith(name, part))
            return true;
    return false;
}

void raise(std::string& newest, const std::string& version) {
    const auto number = [](const std::string& text) {
        const auto dot = text.find('.');
        return std::pair(parseInt(text.substr(0, dot)).value_or(0),
                         dot == std::string::npos
                             ? 0
                             : parseInt(text.substr(dot + 1, text.find('.', dot + 1) - dot - 1)).value_or(0));
    };
    if (number(version) > number(newest))
        newest = version;
}

}  // namespace

Status HostEngineWork::readDesktops() {
    if (m_desktops.trainer.empty())
        return Error{ErrorCode::NotFound, "there is none.", {}, {}};
    FLAMBEAU_TRY(const ElfNeeds needs, elfNeeds(m_desktops.trainer));
    FLAMBEAU_TRY(const EngineFacts facts, EngineService::factsOf(m_desktops.trainer, m_stop));
    launch::DesktopEngine engine;
    engine.arch = facts.arch;
    engine.abi = facts.abi;
    engine.torch = facts.torch;
    engine.library = facts.torchLibrary;
    std::error_code error;
    engine.libraryBytes = fs::file_size(engine.library, error);
    if (error || engine.library.empty())
        return Error{ErrorCode::NotFound, "its libtorch is not known.", {}, engine.library};
    if (const auto glibc = needs.versions.find("GLIBC"); glibc != needs.versions.end())
        engine.glibc = glibc->second;
    for (const std::string& name : needs.libraries) {
        if (isTorch(name))
            engine.sonames.push_back(name);
        engine.cuda = engine.cuda || startsWith(name, "libtorch_cuda");
    }
    m_desktop = std::move(engine);
    return {};
}

/// What the loader takes here: name -> file.
Result<std::map<std::string, fs::path>> HostEngineWork::loadedHere() const {
    ProcessSpec spec;
    spec.argv = {m_desktops.trainer.string()};
    spec.environment = {{"LD_TRACE_LOADED_OBJECTS", "1"}};
    spec.timeout = std::chrono::minutes(2);
    spec.stop = m_stop;
    FLAMBEAU_TRY(const ProcessResult said, runProcess(spec));
    std::map<std::string, fs::path> loaded;
    for (const std::string& line : split(said.out, '\n')) {
        const auto arrow = line.find(" => "), end = line.rfind(" (0x");
        if (arrow != std::string::npos && end != std::string::npos && end > arrow + 4)
            loaded[std::string(trim(line.substr(0, arrow)))] = line.substr(arrow + 4, end - arrow - 4);
    }
    return loaded;
}

Status HostEngineWork::sendFile(const fs::path& file, const std::string& to, const std::string& what) {
    std::error_code ignored;
    const std::uint64_t bytes = fs::file_size(file, ignored);
    const auto progress = [&](std::uint64_t done) {
        tell(what, done, bytes);
        return !m_stop.stop_requested();
    };
    return m_host.putFile(file, to, progress, m_stop);
}

/// The program, then what its loader does not find there. `alone`: it finds all without being told.
Status HostEngineWork::sendFiles(const std::string& name, const launch::HostTorch& torch, bool& alone) {
    const std::string folder = m_request.hostFolder + "/trainer/" + name;
    FLAMBEAU_CHECK(sendFile(m_desktops.trainer, folder + "/bin/flambeau-trainer", "sending the trainer"));
    FLAMBEAU_TRY(const ElfNeeds needs, elfNeeds(m_desktops.trainer));
    const auto runPath = split(needs.runPath, ':');
    alone = std::find(runPath.begin(), runPath.end(), torch.folder) != runPath.end();
    std::optional<std::map<std::string, fs::path>> here;
    std::set<std::string> sent;
    for (std::size_t round = 0; round < kMostRounds; ++round) {
        FLAMBEAU_TRY(const std::string said, say(launch::traceScript(m_request.hostFolder, name, torch.folder), 120));
        FLAMBEAU_TRY(const auto lacking, launch::parseTrace(said));
        if (lacking.empty())
            return {};
        if (!here) {
            FLAMBEAU_TRY(here, loadedHere());
        }
        for (const std::string& library : lacking) {
            const auto file = here->find(library);
            if (isTorch(library) || isSystem(library) || file == here->end() || !sent.insert(library).second)
                return Error{ErrorCode::Unavailable, "it lacks " + library + ".", {}, {}};
            FLAMBEAU_TRY(const ElfNeeds its, elfNeeds(file->second));
            launch::DesktopEngine both = *m_desktop;
            if (const auto glibc = its.versions.find("GLIBC"); glibc != its.versions.end())
                raise(both.glibc, glibc->second);
            if (const std::string why = launch::whyNotSent(both, m_facts, torch); !why.empty())
                return Error{
                    ErrorCode::Unavailable, "it lacks " + library + ", and this machine's: " + why + ".", {}, {}};
            note("sending " + library);
            FLAMBEAU_CHECK(sendFile(file->second, folder + "/lib/" + library, "sending the trainer's libraries"));
            alone = false;
        }
    }
    return Error{ErrorCode::Unavailable, "it lacks more and more libraries.", {}, {}};
}

Result<std::optional<launch::EngineReady>> HostEngineWork::send(const launch::HostTorch& torch) {
    if (!m_desktop)
        return std::optional<launch::EngineReady>();
    if (const std::string why = launch::whyNotSent(*m_desktop, m_facts, torch); !why.empty()) {
        note("This machine's trainer is not sent: " + why + ".");
        return std::optional<launch::EngineReady>();
    }
    const std::string name = ".new-" + newUuid();
    FLAMBEAU_TRY(const std::string begun, say(launch::beginScript(m_request.hostFolder, name), 120));
    FLAMBEAU_CHECK(launch::parseBegin(begun));
    bool alone = false;
    const auto work = [&]() -> Result<launch::EngineReady> {
        FLAMBEAU_CHECK(sendFiles(name, torch, alone));
        tell("trying the trainer on " + m_host.name());
        launch::FinishOrder order{m_request.hostFolder, name, {m_choice}, torch.library, m_sources, "sent", {}};
        if (!alone)
            order.wrap = torch.folder;
        FLAMBEAU_TRY(const std::string said, say(launch::finishScript(order), 330));
        return launch::parseFinish(said);
    };
    auto sent = work();
    if (sent) {
        note("This machine's trainer runs there: " + launch::titleOf(*sent));
        return std::optional(*sent);
    }
    discard("trainer", name);
    // Whatever else keeps it from running there, it may still be built.
    if (sent.error().code != ErrorCode::Unavailable)
        return sent.error();
    note("This machine's trainer does not run there: " + sent.error().message);
    for (const std::string& line : split(sent.error().detail, '\n'))
        if (!line.empty())
            note(line);
    return std::optional<launch::EngineReady>();
}

}  // namespace flambeau::session
