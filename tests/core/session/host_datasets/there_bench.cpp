// SPDX-License-Identifier: GPL-3.0-or-later
#include "there_bench.h"

#include <sys/stat.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/store/computes.h"
#include "flambeau/store/workspace.h"

namespace flambeau::test {

bool canLookThere() {
    return Sshd::available() && fs::exists(fs::path(FLAMBEAU_BIN) / "flambeau-probe");
}

std::string picture(unsigned number) {
    std::string bytes = "P6\n32 32\n255\n";
    unsigned state = number * 2654435761u + 1;
    for (int i = 0; i < 32 * 32 * 3; ++i) {
        state = state * 1664525u + 1013904223u;
        bytes += static_cast<char>(state >> 24);
    }
    return bytes;
}

void makePictures(const fs::path& root, bool splits, int each) {
    unsigned number = 0;
    for (const char* split : {"train", "val"}) {
        for (const char* name : {"ash", "oak"}) {
            for (int i = 0; i < each; ++i) {
                const auto folder = splits ? root / split / name : root / name;
                ++number;
                write(folder / (std::to_string(number) + ".ppm"), picture(number));
            }
        }
    }
}

ThereBench::ThereBench(const std::string& train)
    : HostBench(train), pictures(dir / "far away" / "birds"), hostFolder(dir / "host folder") {
    const store::Computes computes(workspace->store());
    auto definition = nlohmann::json::parse(must(computes.get("box")).definition);
    definition["folder"] = hostFolder.string();
    must(computes.remove("box"));
    must(computes.add("box", definition.dump(), R"({"gpus":[]})"));
    for (const char* program : {"scan", "judge", "probe"}) {
        std::string variable = std::string("FLAMBEAU_") + program;
        for (char& c : variable)
            c = static_cast<char>(std::toupper(c));
        setenv(variable.c_str(), (fs::path(FLAMBEAU_BIN) / (std::string("flambeau-") + program)).c_str(), 1);
    }
    makePictures(pictures);
    reconnect();
}

ThereBench::~ThereBench() {
    datasets.reset();
}

void ThereBench::reconnect() {
    datasets.reset();
    restart();
    datasets = std::make_unique<session::DatasetService>(*workspace, hosts.get());
}

session::AddOptions ThereBench::options(const fs::path& folder, const std::string& name, bool there) const {
    session::AddOptions options;
    options.source = folder;
    options.name = name;
    options.workers = 2;
    if (there)
        options.on = "box";
    return options;
}

void ThereBench::setProbe(const std::string& walk, const std::string& scan) {
    const auto script = dir / "lying-probe";
    write(script, "#!/bin/sh\nmode=$1\nroot=$3\ncase $mode in\nversion) echo 'flambeau-probe 1' ;;\nwalk)\n" + walk +
                      "\n;;\nscan)\n" + scan + "\n;;\nesac\n");
    chmod(script.c_str(), 0755);
    setenv("FLAMBEAU_PROBE", script.c_str(), 1);
}

}  // namespace flambeau::test
