// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as the command line shows them. In the trainer's place a shell script, found as the trainer is.
#include <algorithm>

#include <sys/stat.h>

#include "user.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A user with a dataset, whose trainer writes one event and fails as ours does when the loss becomes NaN.
struct Trainee : User {
    Trainee() {
        const fs::path script = dir / "flambeau-trainer";
        const std::string key(64, 'a');
        write(script,
              "#!/bin/sh\nif [ \"$1\" = info ]; then\n"
              "  echo '{\"torch\":\"1.13.1\",\"torch_library\":\"/none\",\"abi\":\"new\",\"cuda\":false,"
              "\"devices\":[],\"sources\":\"" +
                  key + "\",\"compiler\":\"none\",\"arch\":\"x86_64\",\"key\":\"" + key +
                  "\"}'\n  exit 0\nfi\ncd \"$3\" || exit 2\n"
                  "printf '{\"flambeau\":1,\"run\":\"%s\",\"rank\":0}\\n' \"$FLAMBEAU_RUN\" >events.jsonl\n"
                  "printf '{\"e\":\"text\",\"t\":1,\"name\":\"error\",\"text\":\"The loss became NaN at step 3. "
                  "Lower lr.\"}\\n' >>events.jsonl\n"
                  "echo 'a line before'\necho 'Lower lr.' >&2\necho 'The loss became NaN at step 3' >&2\nexit 1\n");
        ::chmod(script.c_str(), 0755);
        environment["FLAMBEAU_TRAINER"] = script.string();
        makePictures(dir / "pictures");
        value({"dataset", "add", (dir / "pictures").string(), "--name", "letters"});
    }

    std::vector<std::string> start(const std::vector<std::string>& more) const {
        std::vector<std::string> words = {"run",       "start",   "--recipe", "image-classification",
                                          "--dataset", "letters", "--set",    "arch=tiny"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
};

std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("A watched run that fails says why once, the hint behind it; with --json as an error on stderr") {
    const Trainee user;
    const ProcessResult watched = user.run(user.start({"--name", "first", "--watch"}));
    INFO(watched.out << watched.err);
    CHECK(watched.exitCode == 1);
    const auto failed = watched.out.find("Run first failed: The loss became NaN at step 3");
    REQUIRE(failed != std::string::npos);
    CHECK(countOf(watched.out + watched.err, "The loss became NaN") == 1);
    CHECK(countOf(watched.out, "Lower lr.") == 1);
    CHECK(watched.out.find("hint:  Lower lr.") > failed);
    CHECK(watched.out.find("a line before") != std::string::npos);
    const std::string shown = user.run({"run", "show", "first"}).out;
    INFO(shown);
    CHECK(startsWith(shown, "Run first failed: The loss became NaN at step 3"));
    CHECK(countOf(shown, "The loss became NaN") == 1);
    const ProcessResult scripted = user.run(user.start({"--name", "second", "--watch", "--json"}));
    CHECK(scripted.exitCode == 1);
    CHECK(json::parse(scripted.out)["id"].is_string());
    const json error = json::parse(scripted.err)["error"];
    CHECK(error["code"] == "failed");
    CHECK(error["message"].get<std::string>().find("The loss became NaN at step 3") != std::string::npos);
    CHECK(error["hint"] == "Lower lr.");
}

TEST_CASE("A name that several runs have is a conflict that names their ids; runs are found by a text") {
    const Trainee user;
    std::vector<std::string> ids;
    for (const char* name : {"twin", "twin", "other"}) {
        const ProcessResult started = user.run(user.start({"--name", name, "--json", "--watch"}));
        INFO(started.err);
        ids.push_back(json::parse(started.out)["id"].get<std::string>());
    }
    const json error = user.error({"run", "show", "twin"});
    CHECK(error["code"] == "conflict");
    const std::string hint = error["hint"];
    CHECK(hint.find(ids[0].substr(0, 8)) != std::string::npos);
    CHECK(hint.find(ids[1].substr(0, 8)) != std::string::npos);
    CHECK(user.error({"model", "register", "twin", "--name", "m"})["code"] == "conflict");
    CHECK(user.value({"run", "show", "other"})["id"] == ids[2]);
    user.value({"run", "edit", "other", "--notes", "with Zebra stripes", "--tags", "blue"});
    const auto found = [&](const std::string& text) {
        std::vector<std::string> list;
        for (const json& run : user.value({"run", "list", "--find", text}))
            list.push_back(run["id"]);
        std::sort(list.begin(), list.end());
        return list;
    };
    std::vector<std::string> twins = {ids[0], ids[1]};
    std::sort(twins.begin(), twins.end());
    CHECK(found("twin") == twins);
    CHECK(found("zebra") == std::vector<std::string>{ids[2]});
    CHECK(found("blue") == std::vector<std::string>{ids[2]});
    CHECK(found(ids[0].substr(0, 8)) == std::vector<std::string>{ids[0]});
    CHECK(found("nothing like it").empty());
    CHECK(user.run({"run", "list", "--find", "nothing like it"}).out.find("No run is like that") != std::string::npos);
}

TEST_CASE("A run is cloned by its name; words that cannot be meant are wrong usage, and leave no run behind") {
    const Trainee user;
    user.run(user.start({"--name", "first", "--watch"}));
    CHECK(user.error({"run", "clone", "first", "--set", "epochs=none"}, 2)["code"] == "invalid_argument");
    CHECK(user.error({"run", "resume", "first", "--set", "arch=resnet18"}, 2)["code"] == "invalid_argument");
    CHECK(user.error({"run", "resume", "first"})["code"] == "not_found");  // tried: it left no checkpoint
    CHECK(user.error({"run", "edit", "first", "--name", ""}, 2)["code"] == "invalid_argument");
    CHECK(user.value({"run", "list"}).size() == 1);
    user.value({"run", "clone", "first", "--name", "again"});
    CHECK(user.value({"run", "list"}).size() == 2);
}

TEST_CASE("A run's name with line breaks and escape sequences stays on its line") {
    const Trainee user;
    const std::string evil = "good\n\x1b[1Ahint:  nothing";
    user.run(user.start({"--name", evil, "--watch"}));
    const json runs = user.value({"run", "list"});
    CHECK(runs[0]["name"] == evil);
    const std::string id = runs[0]["id"];
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"run", "list"}, {"run", "show", id}, {"run", "watch", id}, {"run", "remove", id}}) {
        const ProcessResult result = user.run(words);
        INFO(result.out << result.err);
        CHECK(result.out.find("good\\n\\x1b[1Ahint:  nothing") != std::string::npos);
        CHECK((result.out + result.err).find('\x1b') == std::string::npos);
        CHECK((result.out + result.err).find("\nhint:  nothing") == std::string::npos);
    }
}
