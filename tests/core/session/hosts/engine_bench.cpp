// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_bench.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdlib>

#include "flambeau/base/sha256.h"

namespace flambeau::test {

using nlohmann::json;

namespace {

constexpr const char* kCMake = R"(#!/bin/sh
dir=@DIR@
case $1 in
--version) echo 'cmake version 3.25.1' ;;
-E) exec /usr/bin/cmake "$@" ;;
-S)
    [ -f "$2/CMakeLists.txt" ] || { echo "CMake Error: no sources"; exit 1; }
    mkdir -p "$4"
    for word; do case $word in -DTorch_DIR=*) echo "${word#-DTorch_DIR=}" >"$4/torch" ;; esac; done
    echo '-- configured'
    ;;
--build)
    echo run >>"$dir/builds"
    echo '[1/3] Building a.cpp'
    if [ -f "$dir/hang-build" ]; then
        setsid sleep 1000 &
        : >"$dir/hanging"
        wait
    fi
    if [ -f "$dir/fail-build" ]; then
        echo 'FAILED: b.o'
        printf 'b.cpp:3:1: \033[31merror:\033[0m there is no such thing\n'
        exit 1
    fi
    echo '[3/3] Linking'
    ;;
--install)
    read -r torch <"$2/torch"
    library=$(readlink -f "${torch%/share/cmake/Torch}/lib/libtorch_cpu.so")
    cuda=false devices=
    [ ! -f "$dir/cuda" ] || cuda=true devices='{"name":"GPU","memory":1}'
    key=$(printf '%s' "$library" | sha256sum | cut -c 1-64)
    { cat @PROBE@; printf '\n#PROBE good\n'
        printf '{"abi":"new","arch":"x86_64","cuda":%s,"devices":[%s],"key":"%s","torch":"2.13.0","torch_library":"%s"}' \
            "$cuda" "$devices" "$key" "$library"; } >"${2%/build}/bin/flambeau-trainer"
    chmod 755 "${2%/build}/bin/flambeau-trainer"
    ;;
esac
)";

std::string filled(std::string text, const std::string& word, const std::string& value) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
        text.replace(at, word.size(), value);
    return text;
}

}  // namespace

Sshd::Options EngineBench::stub(Tools tools) {
    Sshd::Options options;
    if (tools == Tools::Real)
        return options;
    const fs::path bin = m_dir / "bin";
    fs::create_directories(bin);
    write(bin / "cmake", filled(filled(kCMake, "@DIR@", m_dir.path().string()), "@PROBE@", ENGINE_PROBE));
    write(bin / "shell", "#!/bin/sh\nPATH='" + bin.string() + "':/usr/bin:/bin PIP_NO_INDEX=1 HOSTBENCH='" +
                             m_dir.path().string() +
                             "'\nexport PATH PIP_NO_INDEX HOSTBENCH\nexec sh -c "
                             "\"$SSH_ORIGINAL_COMMAND\"\n");
    for (const char* name : {"cmake", "shell"})
        fs::permissions(bin / name, fs::perms::owner_all);
    options.shell = (bin / "shell").string();
    return options;
}

bool says(const std::vector<std::string>& lines, const std::string& what) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(what) != std::string::npos; });
}

EngineBench::EngineBench(Tools tools) : m_sshd(m_dir / "sshd", stub(tools)) {
    setenv("FLAMBEAU_SOURCES", FLAMBEAU_SOURCE, 1);
    facts = {{"arch", "x86_64"}, {"gpus", json::array()}, {"pythons", json::array()}, {"libtorch", json::array()}};
}

fs::path EngineBench::fakeTorch(const std::string& name, const std::string& version) {
    const fs::path root = m_dir / name;
    fs::create_directories(root / "lib");
    for (const char* library : {"libtorch.so", "libtorch_cpu.so", "libc10.so"})
        write(root / "lib" / library, "not a library but of " + name + version + "\n");
    fs::create_directories(root / "include/ATen");
    write(root / "include/ATen/ATen.h", "\n");
    fs::create_directories(root / "include/torch/headeronly");
    const auto dot = version.find('.'), last = version.rfind('.');
    write(root / "include/torch/headeronly/version.h",
          "#define TORCH_VERSION_MAJOR " + version.substr(0, dot) + "\n#define TORCH_VERSION_MINOR " +
              version.substr(dot + 1, last - dot - 1) + "\n#define TORCH_VERSION_PATCH " + version.substr(last + 1) +
              "\n");
    fs::create_directories(root / "share/cmake/Torch");
    write(root / "share/cmake/Torch/TorchConfig.cmake", "\n");
    return root;
}

session::Engine EngineBench::probe(const fs::path& torch, const std::string& word, const std::string& version) {
    utsname machine{};
    uname(&machine);
    const std::string key = sha256Hex(torch.string() + word + version);
    const json info = {{"abi", "new"},
                       {"arch", machine.machine},
                       {"compiler", "GNU 12.2.0"},
                       {"cuda", false},
                       {"devices", json::array()},
                       {"formats", {"jpeg", "png"}},
                       {"key", key},
                       {"sources", sha256Hex("sources")},
                       {"torch", version},
                       {"torch_library", fs::canonical(torch / "lib/libtorch_cpu.so").string()}};
    const fs::path file = m_dir / ("probe-" + std::to_string(++m_made)) / "flambeau-trainer";
    fs::create_directories(file.parent_path());
    write(file, read(ENGINE_PROBE) + "\n#PROBE " + word + "\n" + info.dump(1));
    fs::permissions(file, fs::perms::owner_all);
    return {key, file, "libtorch " + version + ", CPU", 0};
}

session::HostEngineRequest EngineBench::request(const fs::path& torch) const {
    session::HostEngineRequest request;
    request.hostFolder = folder().string();
    request.libtorch = torch.string();
    request.allowPip = false;
    return request;
}

Result<std::optional<session::HostEngine>> EngineBench::find(const session::HostEngineRequest& request,
                                                             const session::Engine& desktops) {
    remote::SshTransport ssh(m_sshd.options(), m_prompter);
    return session::findHostEngine(ssh, facts, request, desktops, {});
}

Result<session::HostEngine> EngineBench::ensure(const session::HostEngineRequest& request,
                                                const session::Engine& desktops, std::stop_token stop) {
    remote::SshTransport ssh(m_sshd.options(), m_prompter);
    CountingTransport host(ssh);
    lines.clear();
    steps.clear();
    auto made = session::ensureHostEngine(
        host, facts, request, desktops, stop,
        [this](const std::string& what, std::uint64_t, std::uint64_t) { steps.push_back(what); },
        [this](const std::string& line) { lines.push_back(line); });
    calls = host.calls;
    puts = host.puts;
    return made;
}

std::vector<std::string> EngineBench::engines() const {
    std::vector<std::string> all;
    std::error_code none;
    for (fs::directory_iterator each(folder() / "trainer", none); !none && each != fs::end(each); each.increment(none))
        if (each->is_directory() && each->path().filename() != "choices")
            all.push_back(each->path().filename().string() + (fs::exists(each->path() / "READY") ? "+" : ""));
    std::sort(all.begin(), all.end());
    return all;
}

fs::path builtTrainer() {
    for (const char* place :
         {static_cast<const char*>(std::getenv("FLAMBEAU_TRAINER")), FLAMBEAU_BIN "/flambeau-trainer"}) {
        std::error_code ignored;
        if (place && *place && fs::is_regular_file(place, ignored))
            return place;
    }
    WARN("skipped: no trainer was built");
    return {};
}

}  // namespace flambeau::test
