// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong usage and what is a failure; which commands make a workspace; names that want to do harm.
#include "user.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("A value that can mean nothing and options that do not go together are wrong usage, exit 2") {
    const User user;
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"dataset", "show", "../../etc"},
             {"dataset", "add", ".", "--name", "no name"},
             {"dataset", "add", ".", "--val", "2"},
             {"dataset", "sample", "--name", "a/b"},
             {"dataset", "show", "letters@zero"},
             {"model", "export", "m", "--format", "safetensors", "--softmax", "--to", "x"},
             {"model", "export", "m@", "--to", "x"},
             {"model", "register", "run", "--name", "no name"},
             {"model", "register", "run", "--name", "m", "--path", "../x"},
             {"model", "alias", "m", "7"},
             {"run", "start", "--recipe", "image-classification", "--dataset", "no name"},
             {"run", "start", "--recipe", "image-classification", "--dataset", "x", "--set", "epochs"},
             {"run", "start", "--recipe", "image-classification", "--dataset", "x", "--experiment", "a b"},
             {"run", "list", "--state", "happy"},
             {"run", "slots", "0"}}) {
        CHECK(user.error(words, 2)["code"] == "invalid_argument");
    }
    CHECK_FALSE(user.run({"--help"}).out.find("Exit code") == std::string::npos);
}

TEST_CASE("A command that there is not is named, with the nearest that there is") {
    const User user;
    const json first = user.error({"datset", "list"}, 2);
    CHECK(first["message"].get<std::string>().find("'datset'") != std::string::npos);
    CHECK(first["hint"].get<std::string>().find("'dataset'") != std::string::npos);
    const json second = user.error({"run", "lits", "--limit", "3"}, 2);
    CHECK(second["message"].get<std::string>().find("'lits'") != std::string::npos);
    CHECK(second["hint"].get<std::string>().find("'list'") != std::string::npos);
    const json far = user.error({"workspace", "quaternion"}, 2);
    CHECK(far["message"].get<std::string>().find("'quaternion'") != std::string::npos);
    CHECK(far["hint"].get<std::string>().find("Did you mean") == std::string::npos);
    CHECK(far["hint"].get<std::string>().find("backup") != std::string::npos);
    CHECK(user.error({}, 2)["hint"].get<std::string>().find("dataset, run") != std::string::npos);
    CHECK(user.error({"dataset", "list", "--nonsense"}, 2)["message"].get<std::string>().find("--nonsense") !=
          std::string::npos);
}

TEST_CASE("A workspace that was named and is not there is made by what brings something in, not by looking") {
    const User user;
    makePictures(user.dir / "pictures");
    const std::string there = (user.dir / "typo").string();
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"dataset", "list"},
                                                                                       {"dataset", "show", "x"},
                                                                                       {"run", "list"},
                                                                                       {"run", "show", "x"},
                                                                                       {"model", "list"},
                                                                                       {"experiment", "list"},
                                                                                       {"workspace", "info"},
                                                                                       {"workspace", "check"},
                                                                                       {"workspace", "clean"}}) {
        auto all = words;
        all.insert(all.begin(), {"--workspace", there});
        const json error = user.error(all);
        CHECK(error["code"] == "not_found");
        CHECK(error["message"].get<std::string>().find(there) != std::string::npos);
        CHECK(error["hint"].get<std::string>().find("dataset add") != std::string::npos);
        CHECK_FALSE(fs::exists(there));
    }
    user.error({"--workspace", there, "dataset", "add", (user.dir / "nothing").string(), "--name", "x"});
    CHECK_FALSE(fs::exists(there));
    user.value({"--workspace", there, "dataset", "add", (user.dir / "pictures").string(), "--name", "letters"});
    CHECK(user.value({"--workspace", there, "dataset", "list"}).size() == 1);
    // In the user's own place looking makes it, for nobody can have mistyped that.
    CHECK(user.value({"dataset", "list"}).empty());
}

TEST_CASE("No workspace is made among foreign files unless that was asked for") {
    const User user;
    makePictures(user.dir / "pictures");
    write(user.dir / "photos" / "holiday.jpg", "x");
    const std::string photos = (user.dir / "photos").string();
    const std::string pictures = (user.dir / "pictures").string();
    CHECK(user.error({"workspace", "use", photos})["code"] == "already_exists");
    CHECK(user.error({"--workspace", photos, "dataset", "add", pictures, "--name", "x"})["code"] == "already_exists");
    CHECK(std::distance(fs::directory_iterator(photos), fs::directory_iterator()) == 1);
    CHECK(user.value({"workspace", "use", photos, "--create"})["path"] == photos);
    CHECK(user.value({"workspace", "use", photos})["path"] == photos);
    // An empty folder, folders without a file, and what a start left that was killed, are no foreign files.
    fs::create_directories(user.dir / "empty" / "results");
    fs::create_directories(user.dir / "half" / "artifacts" / "tmp");
    write(user.dir / "half" / "open.lock", "");
    for (const char* name : {"empty", "half"}) {
        const std::string folder = (user.dir / name).string();
        user.value({"--workspace", folder, "dataset", "add", pictures, "--name", "letters"});
        CHECK(fs::exists(user.dir / name / "workspace.db"));
    }
}

TEST_CASE("A table of labels is looked for where the command is typed, then in the dataset's folder") {
    User user;
    std::string inside = "file,label\n", typed = "file,label\n";
    makePictures(user.dir / "made");
    for (int i = 0; i < 6; ++i) {
        const std::string name = std::to_string(i) + ".ppm";
        fs::create_directories(user.dir / "flat");
        fs::copy_file(user.dir / "made/train/a" / name, user.dir / "flat" / name);
        fs::copy_file(user.dir / "made/train/b" / name, user.dir / "flat" / ("b" + name));
        inside += name + ",one\nb" + name + ",two\n";
        typed += name + ",red\nb" + name + ",blue\n";
    }
    write(user.dir / "flat" / "labels.csv", inside);
    user.here = user.dir / "elsewhere";
    fs::create_directories(user.here);
    const std::string flat = (user.dir / "flat").string();
    CHECK(user.value({"dataset", "add", flat, "--name", "f", "--labels", "labels.csv"})["classes"] ==
          json{"one", "two"});
    write(user.here / "labels.csv", typed);
    CHECK(user.value({"dataset", "add", flat, "--name", "f", "--labels", "labels.csv"})["classes"] ==
          json{"blue", "red"});
}

TEST_CASE("Names with line breaks and escape sequences are printed as escapes, and exactly in JSON") {
    const User user;
    makePictures(user.dir / "pictures");
    const std::string evil = "9\n\x1b[2Jhint:  all is well.ppm";
    fs::copy_file(user.dir / "pictures/train/a/0.ppm", user.dir / "pictures/train/a" / evil);
    fs::copy_file(user.dir / "pictures/train/a/1.ppm", user.dir / "pictures/train/a" / "bad\xff.ppm");
    const std::string folder = (user.dir / "pictures").string();
    const std::string added = user.run({"dataset", "add", folder, "--name", "letters"}).out;
    INFO(added);
    CHECK(added.find("9\\n\\x1b[2Jhint:  all is well.ppm") != std::string::npos);
    CHECK(added.find('\x1b') == std::string::npos);
    CHECK(added.find("\nhint:") == std::string::npos);
    bool exact = false;
    const json shown = user.value({"dataset", "show", "letters"});
    for (const json& finding : shown["findings"])
        exact = exact || finding["path"] == "train/a/" + evil;
    CHECK(exact);
    const ProcessResult missing = user.run({"dataset", "add", (user.dir / ("no\nhint:  nothing\x1b[m")).string()});
    CHECK(missing.exitCode == 1);
    CHECK(missing.err.find('\x1b') == std::string::npos);
    CHECK(missing.err.find("\nhint:  nothing") == std::string::npos);
    // What was named at the import is nothing new at a check.
    const json check = user.value({"dataset", "check", "letters"});
    CHECK(check["new"].empty());
    fs::copy_file(user.dir / "pictures/train/a/0.ppm", user.dir / "pictures/train/a/late.ppm");
    CHECK(user.value({"dataset", "check", "letters"})["new"] == json{"train/a/late.ppm"});
}

TEST_CASE("The doctor fails when something needed is missing, and says what for") {
    User user;
    user.environment["FLAMBEAU_SCAN"] = (user.dir / "nothing").string();
    const ProcessResult result = user.run({"doctor"});
    CHECK(result.exitCode == 1);
    CHECK(result.out.find("flambeau-scan, for importing pictures") != std::string::npos);
    const json report = json::parse(user.run({"doctor", "--json"}).out);
    CHECK(report["ok"] == false);
    for (const json& finding : report["findings"])
        CHECK_FALSE(finding["for"].get<std::string>().empty());
}
