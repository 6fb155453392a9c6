// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_outlook.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

struct Home {
    Home() {
        setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
        setenv("TORCH_HOME", (dir / "torch").c_str(), 1);
        workspace = must(session::Workspace::open(dir / "workspace"));
    }
    ~Home() { unsetenv("TORCH_HOME"); }
    domain::Parameters parameters(const std::string& arch, std::int64_t epochs) const {
        return domain::withDefaults("image-classification", {{"arch", arch}, {"epochs", epochs}});
    }
    void dataset(const std::string& name, std::int64_t pictures) {
        store::NewDatasetVersion version;
        version.name = name;
        version.fingerprint = std::string(64, 'f');
        version.root = "/nowhere";
        version.files = pictures;
        version.manifest = "{}";
        must(store::Datasets(workspace->store()).add(version));
    }
    void completed(const std::string& dataset, const domain::Parameters& parameters, double seconds) {
        domain::RunDefinition definition;
        definition.id = RunId::create();
        definition.name = "run";
        definition.experiment = "default";
        definition.recipe = "image-classification";
        definition.dataset = {dataset, 1, std::string(64, 'f')};
        definition.parameters = parameters;
        definition.created = unixNow();
        const store::Runs runs(workspace->store());
        must(runs.create(store::NewRun::from(definition)));
        must(runs.setState(definition.id, domain::RunState::Running, "", 1000));
        must(runs.setState(definition.id, domain::RunState::Completed, "", 1000 + seconds));
    }
    TempDir dir;
    std::unique_ptr<session::Workspace> workspace;
};

}  // namespace

TEST_CASE("What fits of published weights is known before they are downloaded") {
    Home home;
    session::RegistryService models(*home.workspace);
    const auto outlook = must(session::weightsOutlook(models, "imagenet", "mobilenet_v2", 2, 0));
    CHECK(outlook.tensors == 314);
    CHECK(outlook.matched == 312);
    CHECK(outlook.headTensors == 2);
    CHECK(outlook.download);
    CHECK(outlook.bytes > 13'000'000);
    CHECK(outlook.bytes < 16'000'000);
    CHECK(session::weightsOutlook(models, "imagenet", "tiny", 2, 0).error().code == ErrorCode::Unsupported);
}

TEST_CASE("A file of weights tells what of it fits, and what fits nothing is an error") {
    Home home;
    session::RegistryService models(*home.workspace);
    const auto spec = must(model::buildModelSpec("tiny", 5, 32));
    model::Weights weights;
    for (const auto& parameter : model::parametersOf(spec)) {
        if (!parameter.integer)
            weights.tensors[parameter.name] = model::Tensor::fromFloats(parameter.shape, std::vector<float>([&] {
                                                                            std::size_t count = 1;
                                                                            for (const auto side : parameter.shape)
                                                                                count *= static_cast<std::size_t>(side);
                                                                            return count;
                                                                        }()));
    }
    const fs::path file = home.dir / "tiny.safetensors";
    must(model::writeSafetensors(file, weights));
    const auto outlook = must(session::weightsOutlook(models, file.string(), "tiny", 2, 0));
    CHECK(outlook.headTensors == 2);
    CHECK(outlook.matched > 0);
    CHECK_FALSE(outlook.download);
    CHECK_FALSE(session::weightsOutlook(models, file.string(), "resnet18", 2, 0).ok());
    CHECK_FALSE(session::weightsOutlook(models, (home.dir / "none.pth").string(), "tiny", 2, 0).ok());
}

TEST_CASE("The number of parameters is the published one") {
    CHECK(must(session::parameterCount("resnet18", 1000)) == 11'689'512);
    CHECK(must(session::parameterCount("mobilenet_v2", 1000)) == 3'504'872);
}

TEST_CASE("Memory grows with batch and size, and a head alone needs little of it") {
    Home home;
    auto parameters = home.parameters("resnet18", 10);
    const auto usual = must(session::memoryOutlook(parameters, 2, 400));
    parameters["batch_size"] = std::int64_t(64);
    const auto large = must(session::memoryOutlook(parameters, 2, 400));
    CHECK(large.activations == 4 * usual.activations);
    CHECK(large.model == usual.model);
    parameters["freeze"] = std::string("backbone");
    CHECK(must(session::memoryOutlook(parameters, 2, 400)).activations < large.activations / 2);
    parameters["image_size"] = std::int64_t(8);
    CHECK_FALSE(session::memoryOutlook(parameters, 2, 400).ok());
}

TEST_CASE("The expected time follows pictures and epochs of earlier runs, of this kind alone") {
    Home home;
    home.dataset("small", 100);
    home.dataset("large", 1000);
    const auto tiny = home.parameters("tiny", 10);
    CHECK(must(session::timeOutlook(*home.workspace, "image-classification", tiny, 100)).runs == 0);
    home.completed("small", tiny, 20);
    home.completed("small", home.parameters("resnet18", 10), 9000);
    const auto same = must(session::timeOutlook(*home.workspace, "image-classification", tiny, 100));
    CHECK(same.runs == 1);
    CHECK(same.seconds == Approx(20));
    CHECK(must(session::timeOutlook(*home.workspace, "image-classification", tiny, 1000)).seconds == Approx(200));
    CHECK(
        must(session::timeOutlook(*home.workspace, "image-classification", home.parameters("tiny", 40), 100)).seconds ==
        Approx(80));
    home.completed("large", tiny, 200);
    home.completed("small", tiny, 2000);  // one that was held up does not decide it
    CHECK(must(session::timeOutlook(*home.workspace, "image-classification", tiny, 100)).seconds == Approx(20));
}

TEST_CASE("The free name is the dataset's with the next number") {
    Home home;
    home.dataset("small", 100);
    CHECK(must(session::freeRunName(*home.workspace, "small")) == "small-01");
}

TEST_CASE("A small validation set tells no fine difference") {
    CHECK(session::chanceDifference(153) == Approx(0.0243).margin(0.001));
    CHECK(session::chanceDifference(10'000) < 0.004);
    CHECK(session::chanceDifference(0) == 1);
}
