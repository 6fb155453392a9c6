// SPDX-License-Identifier: GPL-3.0-or-later
// The real flambeau-cli as a script uses it: one JSON value on stdout, errors as JSON on stderr, exit codes.
#include <set>

#include "user.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// One tensor of one float: what is registered under a model's name must be a model.
const std::string kTinySafetensors = [] {
    const std::string header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    return std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header + std::string(4, '\0');
}();

/// What the bash script offers for the last of these words, in a home where flambeau-cli is on the PATH.
std::string complete(const User& user, const std::vector<std::string>& words) {
    std::string line = "COMP_WORDS=(flambeau-cli";
    for (const auto& word : words)
        line += " " + shellQuote(word);
    const std::string at = std::to_string(words.size());
    ProcessSpec bash;
    bash.argv = {"bash", "-s"};
    bash.environment = {{"PATH", std::string(FLAMBEAU_BIN) + ":/usr/bin:/bin"},
                        {"XDG_DATA_HOME", (user.dir / "data").string()},
                        {"XDG_CONFIG_HOME", (user.dir / "config").string()},
                        {"FLAMBEAU_WORKSPACE", ""}};
    bash.workingDir = user.dir.path();  // no file here has such a name
    bash.input = user.run({"completion", "bash"}).out + line + "); COMP_CWORD=" + at +
                 "; _flambeau_cli; printf '%s\\n' \"${COMPREPLY[@]}\" | sort | xargs echo\n";
    const ProcessResult result = must(runProcess(bash));
    INFO(result.err);
    return std::string(trim(result.out));
}

}  // namespace

TEST_CASE("A wrong use exits with 2 and says so as JSON, where --json stands does not matter") {
    const User user;
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{},
                                               {"nonsense"},
                                               {"dataset"},
                                               {"dataset", "add"},
                                               {"dataset", "show"},
                                               {"dataset", "decide", "x"},
                                               {"model", "register", "--name", "m"},
                                               {"model", "register", "run", "--name", "m", "--file", "x"},
                                               {"model", "export", "m", "--format", "gguf", "--to", "x"},
                                               {"model", "predict", "m"},
                                               {"model", "judge"},
                                               {"workspace", "info", "--nonsense"},
                                               {"completion", "tcsh"}}) {
        const json error = user.error(words, 2);
        CHECK(error["code"] == "invalid_argument");
    }
    CHECK(user.run({"--help"}).exitCode == 0);
    CHECK(user.run({"--version"}).exitCode == 0);
    CHECK_FALSE(fs::exists(user.dir / "data/flambeau"));  // nobody needed a workspace for that
}

TEST_CASE("Every error of a command is JSON with a code, and the exit is 1") {
    const User user;
    CHECK(user.error({"dataset", "show", "nothing"})["code"] == "not_found");
    CHECK(user.error({"dataset", "add", "/nonexistent", "--name", "x"})["code"] == "not_found");
    CHECK(user.error({"dataset", "remove", "nothing"})["code"] == "not_found");
    CHECK(user.error({"model", "show", "nothing"})["code"] == "not_found");
    CHECK(user.error({"model", "alias", "nothing", "champion"})["code"] == "not_found");
    CHECK(user.error({"model", "predict", "nothing", "x.png"})["code"] == "not_found");
    CHECK(user.error({"model", "register", "ffffffff", "--name", "m"})["code"] == "not_found");
    CHECK(user.error({"run", "show", "ffffffff"})["code"] == "not_found");
    CHECK(user.error({"recipe", "show", "cooking"})["code"] == "not_found");
    CHECK(user.error({"workspace", "move", "/proc/nothing"})["message"].is_string());
    write(user.dir / "file", "");
    CHECK(user.error({"--workspace", (user.dir / "file").string(), "workspace", "info"})["message"].is_string());
}

TEST_CASE("A dataset is imported, shown, checked, thrown away and taken back") {
    const User user;
    makePictures(user.dir / "pictures");
    const std::string folder = (user.dir / "pictures").string();
    const json added = user.value({"dataset", "add", folder, "--name", "letters"});
    CHECK(added["version"] == 1);
    const json shown = user.value({"dataset", "show", "letters"});
    CHECK(shown["fingerprint"] == added["fingerprint"]);
    CHECK(shown["splits"]["train"] == json{{"images", 12}, {"classes", {{"a", 6}, {"b", 6}}}});
    CHECK(user.value({"dataset", "add", folder, "--name", "letters"})["unchanged"] == true);
    CHECK(user.value({"dataset", "list"}).size() == 1);
    CHECK(user.value({"dataset", "check", "letters", "--full"})["ok"] == true);
    fs::remove(user.dir / "pictures/val/a/0.ppm");
    const ProcessResult check = user.run({"dataset", "check", "letters", "--json"});
    CHECK(check.exitCode == 1);
    CHECK(json::parse(check.out)["missing"] == json{"val/a/0.ppm"});
    const json left = user.value({"dataset", "decide", "letters", "--leave-out", "train/a/1.ppm"});
    CHECK(left["version"] == 2);
    user.value({"dataset", "remove", "letters"});
    CHECK(user.value({"dataset", "list"}).empty());
    user.value({"dataset", "remove", "letters", "--restore"});
    CHECK(user.value({"dataset", "show", "letters@1"})["fingerprint"] == added["fingerprint"]);
}

TEST_CASE("Foreign files become a version with aliases and tags, and leave by download and export") {
    const User user;
    write(user.dir / "weights.safetensors", kTinySafetensors);
    user.value({"model", "register", "--file", (user.dir / "weights.safetensors").string(), "--name", "m", "--alias",
                "champion", "--tag", "foreign", "--description", "from elsewhere"});
    const json shown = user.value({"model", "show", "m@champion"});
    CHECK(shown["version"] == 1);
    CHECK(shown["aliases"] == json{"champion"});
    CHECK(shown["onnx"].is_null());
    CHECK(shown["files"][0]["path"] == "weights.safetensors");
    user.value({"model", "export", "m", "--format", "safetensors", "--to", (user.dir / "out.st").string()});
    CHECK(read(user.dir / "out.st") == kTinySafetensors);
    user.value({"model", "download", "m", "--to", (user.dir / "copy").string()});
    CHECK(read(user.dir / "copy/weights.safetensors") == kTinySafetensors);
    CHECK(user.error({"model", "export", "m", "--to", (user.dir / "m.onnx").string()})["code"] == "unsupported");
    user.value({"model", "remove", "m"});
    CHECK(user.error({"model", "show", "m"})["code"] == "not_found");
    CHECK(user.value({"model", "remove", "m@1", "--restore"})["version"] == 1);
}

TEST_CASE("Workspaces lie side by side, and the chosen one is opened") {
    const User user;
    const std::string one = (user.dir / "one").string(), two = (user.dir / "two").string();
    makePictures(user.dir / "pictures");
    user.value({"--workspace", one, "dataset", "add", (user.dir / "pictures").string(), "--name", "letters"});
    CHECK(user.value({"--workspace", one, "workspace", "info"})["folder"] == one);
    CHECK(user.value({"workspace", "use", two})["path"] == two);
    CHECK(user.value({"workspace", "info"})["folder"] == two);
    CHECK(user.value({"workspace", "list"}).size() == 2);
    CHECK(user.value({"workspace", "check"})["ok"] == true);
    CHECK(fs::exists(user.value({"workspace", "backup"})["path"].get<std::string>()));
    CHECK(user.value({"workspace", "clean"})["applied"] == false);
    CHECK(user.value({"workspace", "move", (user.dir / "three").string()})["from"] == two);
    CHECK(user.value({"workspace", "info"})["folder"] == (user.dir / "three").string());
}

TEST_CASE("The doctor names what is there and what is missing, and makes no workspace") {
    const User user;
    const ProcessResult ran = user.run({"doctor", "--json"});
    const json report = json::parse(ran.out);
    CHECK(ran.exitCode == (report["ok"] == true ? 0 : 1));
    std::set<std::string> names;
    for (const json& finding : report["findings"])
        names.insert(finding["name"].get<std::string>());
    for (const char* name :
         {"flambeau-trainer", "flambeau-scan", "flambeau-judge", "flock", "curl", "disk space", "workspace"})
        CHECK(names.contains(name));
    for (const json& finding : report["findings"]) {
        if (finding["name"] == "flambeau-scan" || finding["name"] == "flambeau-judge")
            CHECK(finding["there"] == true);
    }
    CHECK_FALSE(fs::exists(user.dir / "data/flambeau"));
}

TEST_CASE("Completion scripts are made of every command and are valid shell") {
    const User user;
    for (const char* shell : {"bash", "zsh"}) {
        const ProcessResult script = user.run({"completion", shell});
        REQUIRE(script.exitCode == 0);
        ProcessSpec bash;
        bash.argv = {"bash", "-n"};
        bash.input = script.out;
        CHECK(must(runProcess(bash)).exitCode == 0);
    }
    CHECK(complete(user, {"--json", "model", "ex"}) == "export");
    CHECK(complete(user, {"model", "export", "--for"}) == "--format");
    const std::string fish = user.run({"completion", "fish"}).out;
    CHECK(fish.find("-a 'dataset'") != std::string::npos);
}

TEST_CASE("Completion offers what is in the workspace, parameters and formats, and makes no workspace") {
    const User user;
    CHECK(complete(user, {"dataset", "show", "let"}).empty());
    CHECK_FALSE(fs::exists(user.dir / "data/flambeau"));
    makePictures(user.dir / "pictures");
    user.value({"dataset", "add", (user.dir / "pictures").string(), "--name", "letters"});
    write(user.dir / "weights.safetensors", kTinySafetensors);
    user.value({"model", "register", "--file", (user.dir / "weights.safetensors").string(), "--name", "reader"});
    CHECK(complete(user, {"dataset", "show", "let"}) == "letters");
    CHECK(complete(user, {"run", "start", "--dataset", ""}) == "letters");
    CHECK(complete(user, {"model", "export", "re"}) == "reader");
    CHECK(complete(user, {"model", "export", "reader", "--format", "s"}) == "safetensors state_dict");
    CHECK(complete(user, {"run", "list", "--state", "ca"}) == "canceled");
    CHECK(complete(user, {"run", "start", "--set", "ep"}) == "epochs=");
    CHECK(complete(user, {"run", "start", "--set", "optimizer", "=", "ad"}) == "adam adamw");  // as bash takes it apart
    CHECK(complete(user, {"run", "start", "--set", "optimizer", "="}) == "adam adamw sgd");
    CHECK(complete(user, {"run", "start", "--set", "optimizer=sg"}) == "optimizer=sgd");  // as zsh leaves it
    CHECK(complete(user, {"--workspace", (user.dir / "other").string(), "dataset", "show", "let"}).empty());
    CHECK(complete(user, {"completion", "z"}) == "zsh");
    CHECK(user.run({"--help"}).out.find("__values") == std::string::npos);
}

TEST_CASE("Every command explains itself, and the recipe lists its parameters") {
    const User user;
    for (const char* group : {"dataset", "run", "model", "workspace", "recipe", "experiment"}) {
        const std::string help = user.run({group, "--help"}).out;
        INFO(help);
        CHECK(help.find("Subcommands") != std::string::npos);
    }
    const json recipe = user.value({"recipe", "show", "image-classification"});
    CHECK(recipe["parameters"].size() >= 20);
    for (const json& parameter : recipe["parameters"])
        CHECK_FALSE(parameter["help"].get<std::string>().empty());
    CHECK(recipe["architectures"].size() >= 5);
}

TEST_CASE("Output that nobody can take is an error, not silence") {
    const User user;
    ProcessSpec spec;
    spec.argv = {"sh", "-c", FLAMBEAU_BIN "/flambeau-cli recipe show > /dev/full"};
    spec.environment = {{"XDG_DATA_HOME", (user.dir / "data").string()}};
    const ProcessResult result = must(runProcess(spec));
    CHECK(result.exitCode == 1);
    CHECK(result.err.find("could not be written") != std::string::npos);
}
