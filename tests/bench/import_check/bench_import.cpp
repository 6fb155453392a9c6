// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the figure "import-check": a whole import with every check, and what it found out about each file.
// usage: bench_import FOLDER FLAMBEAU-SCAN RESULTS
// prints {"seconds":…,"files":…}; RESULTS: hash TAB size TAB path
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "flambeau/dataset/import.h"

int main(int argc, char** argv) {
    using namespace flambeau;
    if (argc != 4) {
        std::cerr << "usage: bench_import FOLDER FLAMBEAU-SCAN RESULTS\n";
        return 2;
    }
    dataset::ImportRequest request;
    request.source = argv[1];
    request.name = "pictures";
    request.scanProgram = argv[2];
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = dataset::importDataset(request);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!outcome.ok()) {
        std::cerr << outcome.error().message << '\n';
        return 1;
    }
    std::ofstream results(argv[3]);
    for (const auto& file : outcome->manifest.files)
        results << file.sha256 << '\t' << file.width << 'x' << file.height << '\t' << file.path << '\n';
    std::printf("{\"seconds\":%.4f,\"files\":%zu,\"findings\":%zu}\n", seconds, outcome->manifest.files.size(),
                outcome->manifest.findings.size());
    return results.good() ? 0 : 1;
}
