// SPDX-License-Identifier: GPL-3.0-or-later
// long: the whole of a made-up workspace, each part of which is a few lines of data
#include "filled_workspace.h"

#include <sys/stat.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/models.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::ui::test {

using flambeau::test::must;
using flambeau::test::write;

namespace {

const std::string kEngine(64, 'e');

/// A run as the tests describe it; the curves follow from it.
struct Story {
    std::string name;
    std::string experiment = "sample";
    std::map<std::string, std::string> set;
    domain::RunState state = domain::RunState::Completed;
    std::string reason;
    double hoursAgo = 1;
    double minutes = 3;
    double share = 1;       ///< how much of the steps it got to
    double accuracy = 0.9;  ///< where val/acc ends
    std::string resumes;    ///< the name of the run that it goes on from
    std::string notes;
    std::vector<std::string> tags;
    bool outputs = false;
};

domain::RunDefinition definitionOf(const session::RunService& runs, const Story& story) {
    session::RunRequest request;
    request.recipe = "image-classification";
    request.dataset = "shapes@1";
    request.name = story.name;
    request.experiment = story.experiment;
    request.set = {
        {"arch", "tiny"}, {"epochs", "12"}, {"augmentation", "none"}, {"optimizer", "adamw"}, {"lr", "0.003"}};
    for (const auto& [key, value] : story.set)
        request.set[key] = value;
    auto definition = must(runs.define(request));
    definition.engine = kEngine;
    return definition;
}

std::string confusion(const std::vector<std::string>& classes, double accuracy) {
    nlohmann::json rows = nlohmann::json::array();
    const int each = 12, wrong = static_cast<int>(std::lround(each * (1 - accuracy)));
    for (std::size_t a = 0; a < classes.size(); ++a) {
        for (std::size_t p = 0; p < classes.size(); ++p) {
            const int count = a == p ? each - wrong : p == (a + 1) % classes.size() ? wrong : 0;
            nlohmann::json files = nlohmann::json::array();
            for (int i = 0; i < count; ++i)
                files.push_back("val/" + classes[a] + "/" + (i < 10 ? "0000" : "000") + std::to_string(i) + ".png");
            rows.push_back({classes[a], classes[p], count, files});
        }
    }
    return nlohmann::json{{"columns", {"actual", "predicted", "count", "files"}}, {"rows", rows}}.dump();
}

std::string perClass(const std::vector<std::string>& classes, double accuracy) {
    nlohmann::json rows = nlohmann::json::array();
    for (std::size_t c = 0; c < classes.size(); ++c) {
        const double shift = 0.01 * static_cast<double>(c);
        rows.push_back({classes[c], 12, accuracy - shift, accuracy + shift / 2, accuracy - shift / 4});
    }
    return nlohmann::json{{"columns", {"class", "pictures", "precision", "recall", "f1"}}, {"rows", rows}}.dump();
}

/// What a run of the network `tiny` leaves, with weights that nobody trained.
std::map<std::string, std::string> outputsOf(const fs::path& scratch, double accuracy) {
    const std::vector<std::string> classes{"circle", "square", "star", "triangle"};
    model::ModelFile file;
    file.spec = must(model::buildModelSpec("tiny", 4, 32));
    file.classes = classes;
    file.preprocessing = model::defaultPreprocessing(32);
    file.training = {{"metrics", {{"val/acc", accuracy}}}};
    model::Weights weights;
    std::mt19937 random(static_cast<unsigned>(accuracy * 1e6));
    std::uniform_real_distribution<float> spread(0.01f, 0.2f);
    for (const model::ParameterInfo& info : model::parametersOf(file.spec)) {
        std::int64_t count = 1;
        for (const std::int64_t side : info.shape)
            count *= side;
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& one : values)
            one = spread(random);
        weights.tensors[info.name] =
            info.integer ? model::Tensor::fromInts(info.shape, std::vector<std::int64_t>(values.size(), 1))
                         : model::Tensor::fromFloats(info.shape, values);
    }
    must(model::writeSafetensors(scratch / "weights", weights));
    model::Weights reference;
    reference.tensors["logits"] = model::Tensor::fromFloats({2, 4}, std::vector<float>(8, 0));
    reference.tensors["labels"] = model::Tensor::fromInts({2}, {0, 1});
    reference.tensors["inputs"] = model::Tensor::fromFloats({2, 3, 32, 32}, std::vector<float>(2 * 3 * 32 * 32, 0.5f));
    reference.metadata["paths"] = R"(["val/circle/00004.png","val/square/00004.png"])";
    reference.metadata["split"] = "val";
    must(model::writeSafetensors(scratch / "reference", reference));
    const auto bytes = flambeau::test::read(scratch / "weights");
    return {{"best.safetensors", bytes},
            {"last.safetensors", bytes + " "},
            {"model.json", model::toJson(file).dump(1)},
            {"model.ts", "made up: stands for a TorchScript archive"},
            {"state_dict.pt", "made up: stands for a state dict"},
            {"reference.safetensors", flambeau::test::read(scratch / "reference")},
            {"tables/confusion.json", confusion(classes, accuracy)},
            {"tables/per_class.json", perClass(classes, accuracy)},
            {"checkpoint/checkpoint.safetensors", "made up: stands for a checkpoint"}};
}

/// Falls or rises towards its end as training does, with noise that gets smaller.
double towards(double from, double to, double share, double noise, std::mt19937& random) {
    std::normal_distribution<double> normal(0, noise * (1.2 - share));
    return to + (from - to) * std::exp(-4 * share) + normal(random);
}

/// In the trainer's place: says what an engine says, then writes a stream until it is told to stop.
constexpr const char* kLiveTrainer = R"sh(#!/bin/sh
if [ "$1" = info ]; then
  echo '{"torch":"1.13.1","torch_library":"/none","abi":"new","cuda":false,"devices":[],"sources":"1111111111111111111111111111111111111111111111111111111111111111","compiler":"none","arch":"x86_64","key":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}'
  exit 0
fi
cd "$3" || exit 2
id=$(basename "$PWD")
echo "{\"flambeau\":1,\"run\":\"$id\",\"rank\":0}" >events.jsonl
step=0
while [ $step -lt 100000 ]; do
  step=$((step + 1))
  now=$(date +%s.%N)
  loss=$(awk -v s=$step 'BEGIN { print 0.2 + 0.9 * exp(-s / 60) + 0.02 * sin(s) }')
  acc=$(awk -v s=$step 'BEGIN { print 0.95 - 0.6 * exp(-s / 50) }')
  epoch=$(awk -v s=$step 'BEGIN { print s / 10 }')
  echo "{\"e\":\"metric\",\"t\":$now,\"step\":$step,\"epoch\":$epoch,\"v\":{\"train/loss\":$loss,\"train/acc\":$acc,\"lr\":0.003}}" >>events.jsonl
  if [ $((step % 10)) = 0 ]; then
    echo "{\"e\":\"metric\",\"t\":$now,\"step\":$step,\"epoch\":$epoch,\"v\":{\"val/loss\":$loss,\"val/acc\":$acc}}" >>events.jsonl
    echo "epoch $((step / 10)) val loss $loss acc $acc"
  fi
  echo "{\"e\":\"progress\",\"t\":$now,\"done\":$step,\"total\":2000,\"what\":\"epoch $((step / 10 + 1)) of 200\"}" >>events.jsonl
  sleep 0.1
done
)sh";

}  // namespace

struct FilledWorkspace::Maker {
    explicit Maker(FilledWorkspace& made, const Filling& how)
        : out(made),
          filling(how),
          workspace(*made.m_workspace),
          datasets(workspace),
          models(workspace),
          weights(models),
          runs(workspace, weights, engines),
          now(unixNow()) {}

    FilledWorkspace& out;
    const Filling& filling;
    session::Workspace& workspace;
    session::DatasetService datasets;
    session::RegistryService models;
    session::WeightsService weights;
    session::EngineService engines;
    session::RunService runs;
    double now;

    void importPictures() {
        const fs::path folder = out.pictures();
        ProcessSpec draw;
        draw.argv = {must(session::findProgram(session::Program::Scan)).string(),
                     "sample",
                     folder.string(),
                     "--images",
                     std::to_string(4 * filling.pictures),
                     "--size",
                     "48"};
        REQUIRE(must(runProcess(draw)).exitCode == 0);
        // What people's folders are like: a torn file, a copy in another class, one that leaks into val, a note.
        const auto bytes = flambeau::test::read(folder / "train/star/00000.png");
        write(folder / "train/star/torn.png", bytes.substr(0, bytes.size() / 2));
        write(folder / "train/circle/00001-copy.png", flambeau::test::read(folder / "train/circle/00001.png"));
        write(folder / "train/square/strange.png", flambeau::test::read(folder / "train/triangle/00002.png"));
        write(folder / "val/triangle/seen.png", flambeau::test::read(folder / "train/triangle/00003.png"));
        write(folder / "train/notes.txt", "drawn for a test");
        session::AddOptions add;
        add.source = folder;
        add.name = "shapes";
        add.workers = 1;
        const auto first = must(datasets.add(add, {}, {}));
        std::vector<std::string> leaveOut;
        for (const auto& finding : first.manifest.findings) {
            if (finding.kind == "exact_duplicate" || finding.kind == "leak")
                leaveOut.insert(leaveOut.end(), finding.files.begin() + 1, finding.files.end());
        }
        REQUIRE(!leaveOut.empty());
        (void)must(datasets.decide("shapes", leaveOut, {}, {}, {}));
        write(out.m_dir / "flat" / "a" / "0.png", bytes);
        write(out.m_dir / "flat" / "b" / "0.png", flambeau::test::read(folder / "train/circle/00001.png"));
        for (int i = 2; i < 8; ++i)
            write(out.m_dir / "flat" / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"),
                  flambeau::test::read(folder / "train/square" /
                                       ("0000" +
                                        std::to_string(i == 4   ? 5
                                                       : i == 9 ? 8
                                                                : i) +
                                        ".png")));
        add.source = out.m_dir / "flat";
        add.name = "flat";
        (void)must(datasets.add(add, {}, {}));
    }

    void addCurves(const RunId& id, const Story& story, double started, std::int64_t firstStep) {
        std::mt19937 random(static_cast<unsigned>(std::hash<std::string>()(story.name)));
        store::StreamBatch batch;
        const int epochs = 12, steps = std::max(epochs, filling.points);
        const auto last = static_cast<std::int64_t>(std::floor(steps * story.share));
        const int perEpoch = std::max(1, steps / epochs);
        for (std::int64_t step = firstStep; step <= last; ++step) {
            const double share = static_cast<double>(step) / steps, epoch = static_cast<double>(step) / perEpoch;
            const double time = started + (story.minutes * 60) * static_cast<double>(step - firstStep) /
                                              static_cast<double>(std::max<std::int64_t>(1, last - firstStep));
            const bool broken = story.state == domain::RunState::Failed && step > last - 2;
            batch.add("train/loss", step, epoch, time,
                      broken ? std::nan("") : std::abs(towards(1.4, 1.05 - story.accuracy, share, 0.06, random)));
            batch.add("train/acc", step, epoch, time,
                      std::min(1.0, towards(0.25, story.accuracy + 0.02, share, 0.04, random)));
            batch.add("lr", step, epoch, time, 0.0015 * (1 + std::cos(3.14159 * share)));
            batch.add("train/images_per_s", step, epoch, time, 820 + 40 * towards(0, 1, share, 0.5, random));
            if (step % 4 == 0) {
                batch.add("system/cpu_percent", step, epoch, time, 180 + 20 * towards(0, 1, share, 0.4, random));
                batch.add("system/memory_mb", step, epoch, time, 410 + 30 * share);
            }
            if (step % perEpoch == 0 && !broken) {
                batch.add("val/loss", step, epoch, time,
                          std::abs(towards(1.3, 1.1 - story.accuracy, share, 0.02, random)));
                batch.add("val/acc", step, epoch, time,
                          step == last ? story.accuracy
                                       : std::min(story.accuracy, towards(0.3, story.accuracy, share, 0.015, random)));
            }
        }
        must(store::Metrics(workspace.store()).append(id, batch));
    }

    void addLogs(const RunId& id, const Story& story) {
        const fs::path folder = workspace.paths().runs() / id.str();
        std::string log = "flambeau-trainer: network tiny, 4 classes, 61,000 parameters\n";
        const int epochs = static_cast<int>(12 * story.share);
        for (int epoch = 1; epoch <= epochs; ++epoch)
            log += "epoch " + std::to_string(epoch) + "/12 train loss 0." + std::to_string(900 - 60 * epoch) +
                   " val acc 0." + std::to_string(40 + 4 * epoch) + "\n";
        if (story.state == domain::RunState::Failed)
            log += "error: the loss is not a number at step 43\n";
        write(folder / "logs" / "stdout.log", log);
    }

    void addStates(const RunId& id, const Story& story, double started, double ended) {
        using domain::RunState;
        const store::Runs store(workspace.store());
        const auto set = [&](RunState state, const std::string& reason, double since) {
            (void)must(store.setState(id, state, reason, since));
        };
        if (story.state == RunState::Preparing)
            return;
        set(RunState::Queued, "1 run goes on", started - 8);
        if (story.state == RunState::Queued)
            return;
        set(RunState::Running, "", started);
        const auto steps = static_cast<std::int64_t>(12 * story.share);
        must(store.setProgress(id, {std::min(ended, now), steps, 12, "epoch " + std::to_string(steps) + " of 12"}));
        if (story.state == RunState::Running)
            return;
        if (story.state == RunState::Finalizing || story.state == RunState::Completed)
            set(RunState::Finalizing, "", ended - 1);
        if (story.state != RunState::Finalizing)
            set(story.state, story.reason, ended);
    }

    RunId add(const Story& story) {
        auto definition = definitionOf(runs, story);
        const double ended = now - story.hoursAgo * 3600, started = ended - story.minutes * 60;
        definition.created = started - 12;
        std::int64_t firstStep = 1;
        if (!story.resumes.empty()) {
            firstStep = std::max(12, filling.points) / 3 + 1;
            if (story.name == "shapes-07")
                firstStep = std::max(12, filling.points) * 2 / 3 + 1;
            definition.resumedFrom = domain::ResumedFrom{out.run(story.resumes).str(), "resume/checkpoint.safetensors",
                                                         std::string(64, 'c'), firstStep};
        }
        auto row = store::NewRun::from(definition);
        row.notes = story.notes;
        row.tags = story.tags;
        const store::Runs store(workspace.store());
        must(store.create(row));
        out.m_runs[story.name] = definition.id;
        if (story.state == domain::RunState::Preparing || story.state == domain::RunState::Queued) {
            addStates(definition.id, story, started, ended);
            return definition.id;
        }
        addCurves(definition.id, story, started, firstStep);
        addLogs(definition.id, story);
        write(workspace.paths().runs() / definition.id.str() / "run.json", domain::toJson(definition).dump());
        if (story.outputs)
            addOutputs(definition.id, story.accuracy, ended);
        addStates(definition.id, story, started, ended);
        return definition.id;
    }

    void addOutputs(const RunId& id, double accuracy, double time) {
        const store::Artifacts artifacts(workspace.store());
        std::vector<store::RunOutput> rows;
        for (const auto& [path, bytes] : outputsOf(out.m_dir.path(), accuracy)) {
            const auto artifact = must(artifacts.putBytes(bytes));
            rows.push_back({"outputs/" + path, artifact.bytes, artifact.sha256});
            write(workspace.paths().runs() / id.str() / "outputs" / path, bytes);
        }
        must(store::Runs(workspace.store()).setOutputs(id, rows));
        store::StreamBatch notes;
        notes.add(protocol::MediaEvent{time, true, 96, "confusion", "outputs/tables/confusion.json"});
        notes.add(protocol::MediaEvent{time, true, 96, "per_class", "outputs/tables/per_class.json"});
        must(store::Metrics(workspace.store()).append(id, notes));
    }

    /// Registers the run, writes its ONNX file, and says of it what a judge would.
    void registerRun(const RunId& id, double difference) {
        const auto version = must(models.registerOutputs(id, "shapes", "", {}, {}));
        (void)must(models.exportTo(version, out.m_dir / (version.reference() + ".onnx"), {}, {}));
        const auto now = must(models.find(version.reference()));
        const auto* onnx = now.file("model.onnx");
        REQUIRE(onnx != nullptr);
        nlohmann::json verdict{{"verified_by", "OpenCV DNN 4.6.0"},
                               {"agrees", true},
                               {"pictures", 24},
                               {"max_abs_diff", difference},
                               {"max_rel_diff", difference},
                               {"top1_agreement", 1.0},
                               {"judged_at", unixNow()},
                               {"onnx", onnx->sha256}};
        auto whole = verdict;
        whole["judges"] = {{"opencv", verdict}};
        must(store::Models(workspace.store()).setOnnx(version.name, version.version, whole.dump()));
    }

    void addModels() {
        registerRun(out.run("shapes-01"), 2.1e-6);
        registerRun(out.run("shapes-02"), 1.4e-6);
        (void)must(models.setAlias("shapes@1", "baseline"));
        (void)must(models.setAlias("shapes@2", "champion"));
        (void)must(models.changeTags("shapes@2", {"quick"}, {}));
        (void)must(models.setDescription("shapes@2", "Cosine schedule, otherwise as shapes@1"));
        write(out.m_dir / "foreign" / "flowers.onnx", std::string("\x08\x08\x3a\x00", 4));  // by its fields, ONNX from elsewhere
        (void)must(models.registerFiles(out.m_dir / "foreign" / "flowers.onnx", "flowers", {}, {}));
    }

    void addRuns() {
        using domain::RunState;
        for (int i = filling.moreRuns; i > 0; --i) {
            char name[32];
            std::snprintf(name, sizeof name, "sweep-%04d", i);
            Story story{name, "sweep"};
            story.hoursAgo = 200 + 0.1 * i;
            story.accuracy = 0.6 + 0.3 * std::abs(std::sin(i));
            add(story);
        }
        std::vector<Story> stories;
        const auto story = [&](const std::string& name, RunState state, double hoursAgo, double accuracy) -> Story& {
            stories.push_back({name});
            stories.back().state = state;
            stories.back().hoursAgo = hoursAgo;
            stories.back().accuracy = accuracy;
            return stories.back();
        };
        story("shapes-01", RunState::Completed, 80, 0.908).outputs = true;
        auto& resnet = story("backbone-resnet", RunState::Completed, 51, 0.871);
        resnet.experiment = "backbones";
        resnet.minutes = 22;
        resnet.set = {{"arch", "resnet18"}, {"lr", "0.001"}};
        auto& mobile = story("backbone-mobilenet", RunState::Completed, 49, 0.889);
        mobile.experiment = "backbones";
        mobile.minutes = 11;
        mobile.set = {{"arch", "mobilenet_v2"}, {"lr", "0.001"}};
        story("thrown-away", RunState::Completed, 48, 0.4);
        auto& first = story("shapes-05", RunState::Canceled, 30, 0.7);
        first.share = 0.4;
        first.reason = "Canceled";
        auto& second = story("shapes-06", RunState::Lost, 29, 0.8);
        second.resumes = "shapes-05";
        second.share = 0.7;
        second.reason = "The machine was restarted";
        story("shapes-07", RunState::Completed, 28, 0.914).resumes = "shapes-06";
        stories.back().outputs = true;
        auto& failed = story("shapes-03", RunState::Failed, 5, 0.5);
        failed.share = 0.45;
        failed.reason = "The loss is not a number at step 43";
        failed.notes = "Learning rate too high, see shapes-02";
        failed.tags = {"lr", "sweep"};
        failed.set = {{"lr", "2"}};
        auto& canceled = story("shapes-04", RunState::Canceled, 4, 0.75);
        canceled.share = 0.5;
        canceled.reason = "Canceled";
        auto& best = story("shapes-02", RunState::Completed, 2, 0.954);
        best.set = {{"scheduler", "cosine"}};
        best.tags = {"best"};
        best.outputs = true;
        if (filling.unfinished && !filling.live) {
            story("shapes-08", RunState::Preparing, 0, 0.5);
            story("shapes-09", RunState::Queued, 0, 0.5);
            story("shapes-10", RunState::Running, 0, 0.92).share = 0.6;
            story("shapes-11", RunState::Finalizing, 0, 0.91);
        }
        for (const auto& one : stories)
            add(one);
        must(store::Runs(workspace.store()).moveToTrash(out.run("thrown-away")));
    }

    void startLive() {
        const fs::path script = out.m_dir / "flambeau-trainer";
        write(script, kLiveTrainer);
        chmod(script.c_str(), 0755);
        out.setVariable("FLAMBEAU_TRAINER", script.string());
        for (const char* name : {"shapes-10", "shapes-11"}) {
            session::RunRequest request;
            request.recipe = "image-classification";
            request.dataset = "shapes@1";
            request.name = name;
            request.experiment = "sample";
            request.set = {{"arch", "tiny"}, {"epochs", "200"}};
            out.m_runs[name] = must(runs.start(request, {}, {}));
        }
    }
};

FilledWorkspace::FilledWorkspace(const Filling& filling) : m_live(filling.live) {
    setVariable("XDG_CONFIG_HOME", (m_dir / "config").string());
    setVariable("XDG_DATA_HOME", (m_dir / "data").string());
    for (const auto& [variable, program] :
         {std::pair{"FLAMBEAU_SCAN", "flambeau-scan"}, {"FLAMBEAU_JUDGE", "flambeau-judge"}}) {
        const fs::path built = fs::path(FLAMBEAU_BIN) / program;
        if (fs::exists(built))
            setVariable(variable, built.string());
    }
    m_workspace = must(session::Workspace::open(m_dir / "workspace"));
    Maker maker(*this, filling);
    maker.importPictures();
    maker.addRuns();
    maker.addModels();
    if (m_live)
        maker.startLive();
}

FilledWorkspace::~FilledWorkspace() {
    if (m_live && m_workspace) {
        // Nothing that was started may outlive the test.
        session::RegistryService models(*m_workspace);
        session::WeightsService weights(models);
        session::EngineService engines;
        session::RunService runs(*m_workspace, weights, engines);
        const store::Runs store(m_workspace->store());
        for (int tries = 0; tries < 400; ++tries) {
            const auto left = store.unfinished();
            if (!left || left->empty())
                break;
            for (const auto& run : *left)
                (void)runs.cancel(run.id);
            session::RunFollower follower(*m_workspace);
            (void)follower.pass();
            std::this_thread::sleep_for(std::chrono::milliseconds(25));
        }
    }
    m_workspace.reset();
    for (const auto& [name, before] : m_environment) {
        if (before.empty())
            unsetenv(name.c_str());
        else
            setenv(name.c_str(), before.c_str(), 1);
    }
}

void FilledWorkspace::setVariable(const std::string& name, const std::string& value) {
    const char* before = std::getenv(name.c_str());
    m_environment.emplace(name, before ? before : "");
    setenv(name.c_str(), value.c_str(), 1);
}

const fs::path& FilledWorkspace::folder() const {
    return m_workspace->paths().root;
}

const RunId& FilledWorkspace::run(const std::string& name) const {
    const auto found = m_runs.find(name);
    INFO("There is no run '" << name << "' in the filled workspace");
    REQUIRE(found != m_runs.end());
    return found->second;
}

}  // namespace flambeau::ui::test
