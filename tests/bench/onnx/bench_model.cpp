// SPDX-License-Identifier: GPL-3.0-or-later
// usage: bench_model ARCH SIZE CLASSES FOLDER
// Writes FOLDER/model.json and FOLDER/weights.safetensors (from FOLDER/weights.pth): a run's outputs without a run.
#include <cstdio>
#include <cstdlib>

#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"

using namespace flambeau;

namespace {

Status write(const char* arch, int size, int classes, const fs::path& folder) {
    model::ModelFile file;
    FLAMBEAU_TRY(file.spec, model::buildModelSpec(arch, classes, size));
    for (int i = 0; i < classes; ++i)
        file.classes.push_back("class " + std::to_string(i));
    file.preprocessing = model::defaultPreprocessing(size);
    FLAMBEAU_CHECK(writeFileAtomic(folder / "model.json", toJson(file).dump(1)));
    FLAMBEAU_TRY(const model::Weights weights, model::readWeights(folder / "weights.pth"));
    return model::writeSafetensors(folder / "weights.safetensors", weights);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5)
        return 2;
    const Status done = write(argv[1], std::atoi(argv[2]), std::atoi(argv[3]), argv[4]);
    if (!done.ok())
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return done.ok() ? 0 : 1;
}
