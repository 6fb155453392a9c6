// SPDX-License-Identifier: GPL-3.0-or-later
// What a host is and has, and what it lacks for what: the script that asks, and the reader of its answer. Pure text; an
// answer is hostile: bounded, and every text in it is plain. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/result.h"

namespace flambeau::launch {

struct GpuProcess {
    std::int64_t pid = 0;
    std::string user, program;
    std::int64_t memory = -1;  ///< bytes; below 0: not known
    std::string run;           ///< the UUID of the run that it is of; empty: of none of this user's
};

struct GpuFacts {
    int index = 0;
    std::string uuid, name, driver;
    std::int64_t memoryUsed = -1, memoryTotal = -1;  ///< bytes; below 0: not known
    double utilization = -1;                         ///< 0 to 1
    std::vector<GpuProcess> processes;
};

struct PythonFacts {
    std::string path, version;
    std::string torch;        ///< its version; empty: it has none
    std::string cuda;         ///< what that torch was built with; empty: for the processor
    std::string torchFolder;  ///< site-packages/torch
};

struct HostFacts {
    std::string hostname, os, distribution, kernel, arch, libc, cpu, user, home, shell;
    int cpus = 0;
    std::int64_t memoryTotal = -1, memoryAvailable = -1;
    double load = -1;
    double clock = 0;  ///< what it takes the time for, seconds since 1970
    std::string folder;
    std::uint64_t freeBytes = 0;
    bool writable = false;
    std::vector<GpuFacts> gpus;
    std::string gpuProblem;  ///< the driver is there and does not answer
    std::vector<PythonFacts> pythons;
    std::vector<std::string> libtorch;         ///< libraries outside of Pythons
    std::map<std::string, std::string> tools;     ///< name -> path
    std::map<std::string, std::string> versions;  ///< of compilers and CMake: name -> "12.2.0"
};

/// `folder` of the host's; "~/…" is in its home.
std::string factsScript(const std::string& folder);
Result<HostFacts> parseFacts(std::string_view out);

/// Something that a host lacks.
struct Missing {
    std::string what;     ///< "a C++ compiler"
    std::string purpose;  ///< "to build the trainer there"
    std::string mend;     ///< a command, or what to do
};
std::vector<Missing> missingOn(const HostFacts& facts);

/// The keys of `compute test --json`.
nlohmann::json toJson(const HostFacts& facts);

}  // namespace flambeau::launch
