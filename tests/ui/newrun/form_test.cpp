// SPDX-License-Identifier: GPL-3.0-or-later
#include "form.h"

#include <set>

#include <catch2/catch.hpp>

#include "checklist.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/model/spec.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::ui::newrun;
using flambeau::test::must;

namespace {

DatasetFacts insects() {
    DatasetFacts facts;
    facts.name = "hymenoptera";
    facts.version = 2;
    facts.train = 244;
    facts.val = 153;
    facts.classes = 2;
    facts.side = 375;
    return facts;
}

const CheckRow* row(const std::vector<CheckRow>& rows, const QString& id) {
    for (const CheckRow& each : rows) {
        if (each.id == id)
            return &each;
    }
    return nullptr;
}

Known ready() {
    Known known;
    known.dataset = insects();
    known.whole = WholeReport{};
    session::EngineFacts engine;
    engine.engine.title = "libtorch 1.13.1, CPU";
    known.engine = EngineReport{engine, {}, false};
    known.situation.emplace();
    known.situation->machine.memory = 24LL << 30;
    known.situation->memory = session::MemoryOutlook{100'000'000, 1'000'000'000, 400'000'000};
    known.situation->diskNeeded = 200'000'000;
    known.situation->diskFree = 60'000'000'000;
    return known;
}

}  // namespace

TEST_CASE("A limit of a day is the same one in a copy and in the command") {
    Form form;
    form.dataset = "hymenoptera@2";
    form.minutes = "1440";
    const auto request = form.request();
    CHECK(request.timeLimit == 86'400);
    const Form copy = Form::of(request);
    CHECK(copy.minutes == "1440");
    CHECK(copy.request().timeLimit == 86'400);
    CHECK(commandLine(request, "").find("--time-limit 1440") != std::string::npos);
    form.minutes = "100000";
    CHECK(Form::of(form.request()).minutes == "100000");
    form.minutes = "2.5";
    CHECK(commandLine(form.request(), "").find("--time-limit 2.5") != std::string::npos);
}

TEST_CASE("A dataset on a host that asks for a password is checked by the start; one of this machine stops it") {
    Form form;
    form.dataset = "hymenoptera@2";
    Known known = ready();
    known.whole = Error{ErrorCode::PermissionDenied, "box wants a password", {}, {}};
    CHECK(row(checklist(form, known), "dataset")->state == CheckState::Stop);
    known.dataset->value().on = "box";
    CHECK(row(checklist(form, known), "dataset")->state == CheckState::Caution);
    known.whole = Error{ErrorCode::Corrupt, "it says nonsense", {}, {}};
    CHECK(row(checklist(form, known), "dataset")->state == CheckState::Stop);
}

TEST_CASE("A request names exactly the settings that differ from the recipe's defaults") {
    Form form;
    form.dataset = "hymenoptera@2";
    form.set("epochs", "25");
    form.set("lr", "0,001");  // the default, with a decimal comma
    form.set("momentum", "0,8");
    const auto request = form.request();
    CHECK(request.set == std::map<std::string, std::string>{{"epochs", "25"}, {"momentum", "0,8"}});
    CHECK(changedExpert(form) == 1);
}

TEST_CASE("What a dataset suits is proposed, and never where a person chose") {
    Form form;
    form.suit(insects(), false);
    CHECK(form.value("arch") == "mobilenet_v2");
    CHECK(form.value("weights") == "imagenet");
    CHECK(form.value("freeze") == "backbone");
    DatasetFacts digits = insects();
    digits.side = 28;
    form.suit(digits, false);
    CHECK(form.value("arch") == "tiny");
    CHECK(form.value("weights") == "none");
    CHECK(form.value("freeze") == "none");
    CHECK(form.value("optimizer") == "adamw");
    CHECK(form.value("lr") == "0.003");
    form.set("arch", "resnet34");
    form.suit(insects(), true);
    CHECK(form.value("arch") == "resnet34");
    CHECK(form.value("optimizer") == "sgd");
    CHECK(form.value("lr") == "0.001");
}

TEST_CASE("A request that was filled in comes back as it was, defaults included") {
    Form form;
    form.dataset = "hymenoptera@2";
    form.name = "try 3";
    form.registerAs = "ants";
    form.tags = {"a", "b"};
    form.set("epochs", "x");  // wrong, and kept as typed
    const Form back = Form::of(form.request());
    CHECK(back.value("epochs") == "x");
    CHECK(back.value("lr") == form.value("lr"));
    CHECK(back.name == "try 3");
    CHECK(back.tags == form.tags);
    Form suited = back;
    suited.suit(insects(), false);
    CHECK(suited.value("arch") == back.value("arch"));
}

TEST_CASE("Every wrong setting is told at its own field, a decimal comma is none") {
    Form form;
    form.dataset = "hymenoptera@2";
    form.set("lr", "0,01");
    form.set("epochs", "many");
    form.set("momentum", "2");
    form.experiment = "no/slash";
    const auto problems = problemsOf(form);
    CHECK(problems.count("lr") == 0);
    CHECK(problems.count("epochs") == 1);
    CHECK(problems.count("momentum") == 1);
    CHECK(problems.count("experiment") == 1);
}

TEST_CASE("The command line starts the same run, whatever stands in a name") {
    Form form;
    form.dataset = "hymenoptera@2";
    form.name = "it's $HOME; `rm`";
    form.notes = "-n of two words";
    form.set("epochs", "25");
    const std::string line = commandLine(form.request(), "/a folder");
    ProcessSpec spec;
    // A shell is the judge: it must hand on exactly these words.
    const flambeau::test::TempDir folder;
    flambeau::test::write(folder / "flambeau-cli", "#!/bin/sh\nfor w in \"$@\"; do printf '%s\\n' \"$w\"; done\n");
    fs::permissions(folder / "flambeau-cli", fs::perms::owner_all);
    spec.argv = {"sh", "-c", "PATH=" + folder.path().string() + ":$PATH " + line};
    const auto words = split(must(runProcess(spec)).out, '\n');
    const std::vector<std::string> expected = {
        "--workspace",   "/a folder", "run",       "start",  "--recipe",         "image-classification",    "--dataset",
        "hymenoptera@2", "--set",     "epochs=25", "--name", "it's $HOME; `rm`", "--notes=-n of two words", ""};
    CHECK(words == expected);
}

TEST_CASE("A run with everything in order can start, and says what a small validation set means") {
    Form form;
    form.dataset = "hymenoptera@2";
    const auto rows = checklist(form, ready());
    CHECK(stopReason(rows).isEmpty());
    const CheckRow* validation = row(rows, "validation");
    REQUIRE(validation);
    CHECK(validation->state == CheckState::Caution);
    CHECK(validation->detail.contains("153 pictures: a change below 2 %"));
    CHECK(row(rows, "memory")->state == CheckState::Good);
    CHECK(row(rows, "weights") == nullptr);
}

TEST_CASE("What is not there stops a run: dataset, files, engine, weights, disk, a wrong setting") {
    Form form;
    Known known = ready();
    CHECK_FALSE(stopReason(checklist(form, known)).isEmpty());
    form.dataset = "hymenoptera@2";
    SECTION("pictures that are gone") {
        known.whole = WholeReport{3, 0, "train/ants/1.jpg"};
        const auto rows = checklist(form, known);
        CHECK(row(rows, "dataset")->state == CheckState::Stop);
        CHECK(row(rows, "dataset")->detail.contains("train/ants/1.jpg"));
    }
    SECTION("no validation pictures") {
        auto facts = insects();
        facts.val = 0;
        known.dataset = facts;
        CHECK(row(checklist(form, known), "dataset")->state == CheckState::Stop);
    }
    SECTION("no engine") {
        known.engine->facts = Error{ErrorCode::NotFound, "No trainer", "Build it.", {}};
        CHECK(row(checklist(form, known), "engine")->detail == "No trainer Build it.");
        CHECK_FALSE(stopReason(checklist(form, known)).isEmpty());
    }
    SECTION("weights of another network") {
        form.set("weights", "/x.pth");
        known.weights = Error{ErrorCode::InvalidArgument, "They do not fit.", {}, {}};
        CHECK(row(checklist(form, known), "weights")->state == CheckState::Stop);
    }
    SECTION("a full disk") {
        known.situation->diskFree = 300'000'000;
        CHECK(row(checklist(form, known), "disk")->state == CheckState::Stop);
    }
    SECTION("a wrong setting") {
        form.set("batch_size", "0");
        CHECK(row(checklist(form, known), "settings")->state == CheckState::Stop);
    }
}

TEST_CASE("What is still being looked at does not stop a run; too little memory is a caution") {
    Form form;
    form.dataset = "hymenoptera@2";
    Known known = ready();
    known.whole.reset();
    known.situation->memory->activations = 40'000'000'000;
    const auto rows = checklist(form, known);
    CHECK(row(rows, "dataset")->state == CheckState::Waiting);
    CHECK(row(rows, "memory")->state == CheckState::Caution);
    CHECK(stopReason(rows).isEmpty());
}

TEST_CASE("Where a GPU trains, its free memory is what must hold the run, and it is said which") {
    Form form;
    form.dataset = "hymenoptera@2";
    Known known = ready();
    known.situation->memory = session::MemoryOutlook{1'000'000'000, 28'000'000'000, 1'000'000'000};
    CHECK(row(checklist(form, known), "memory")->state == CheckState::Caution);  // 24 GB of RAM
    session::EngineFacts engine;
    engine.cuda = true;
    engine.devices = {"NVIDIA T4, 15 GB", "NVIDIA H200, 139 GB"};
    known.engine->facts = engine;
    known.engine->gpuThere = true;
    // The driver counts them the other way round.
    known.engine->gpus.gpus = {{0, "NVIDIA H200", "550.90", 4LL << 30, 139LL << 30, 0.1},
                               {1, "NVIDIA T4", "550.90", 1LL << 30, 15LL << 30, 0}};
    SECTION("one that is large enough") {
        form.set("device", "cuda:1");
        const CheckRow memory = *row(checklist(form, known), "memory");
        CHECK(memory.state == CheckState::Good);
        CHECK(memory.title == "Fits in the GPU's memory");
        CHECK(memory.detail.contains("NVIDIA H200"));
        CHECK(memory.detail.contains("135"));
    }
    SECTION("the first, which is too small") {
        const CheckRow memory = *row(checklist(form, known), "memory");
        CHECK(memory.state == CheckState::Caution);
        CHECK(memory.detail.contains("NVIDIA T4"));
        CHECK(memory.detail.contains("14"));
    }
    SECTION("the processor, though there is a GPU") {
        form.set("device", "cpu");
        const CheckRow memory = *row(checklist(form, known), "memory");
        CHECK(memory.state == CheckState::Caution);
        CHECK(memory.detail.contains("this machine"));
    }
    SECTION("a driver that does not say") {
        known.engine->gpus.gpus[1].memoryTotal = -1;
        const CheckRow memory = *row(checklist(form, known), "memory");
        CHECK(memory.state == CheckState::Good);
        CHECK(memory.title == "GPU memory is not known");
    }
}

TEST_CASE("Every setting and every network can be translated: what core says of them is listed word for word") {
    std::set<std::string> listed(wordsOfCore().begin(), wordsOfCore().end());
    std::set<QString> titles;
    for (const auto& recipe : domain::recipeNames()) {
        for (const auto& spec : domain::recipeParameters(recipe)) {
            INFO(spec.name << ": " << spec.help);
            CHECK(listed.count(spec.help) == 1);
            CHECK(titles.insert(parameterTitle(spec.name)).second);
            CHECK(parameterTitle(spec.name) != QString::fromStdString(spec.name));
        }
    }
    for (const auto& info : model::architectures())
        CHECK(listed.count(info.note) == 1);
}

TEST_CASE("A GPU that the engine cannot use is told") {
    Form form;
    form.dataset = "hymenoptera@2";
    Known known = ready();
    known.engine->gpuThere = true;
    CHECK(row(checklist(form, known), "engine")->state == CheckState::Caution);
}
