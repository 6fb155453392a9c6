// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets that lie on a host, and code that goes to one, as somebody types it.
#include "sshd.h"
#include "user.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A user with a home of their own who knows the host "box".
struct UserWithBox : User {
    UserWithBox() : sshd(dir / "sshd") {
        environment["HOME"] = (dir / "home").string();
        environment["SSH_AUTH_SOCK"] = "";
        write(dir / "home/.ssh/known_hosts", sshd.knownHostsLine() + "\n");
        value({"compute", "add", userName() + "@127.0.0.1:" + std::to_string(sshd.port()), "--name", "box",
               "--identity", sshd.key().string(), "--folder", (dir / "there is space").string()});
    }
    Sshd sshd;
};

}  // namespace

TEST_CASE("A dataset on a host is added, listed, shown, checked and decided about by its commands") {
    if (!Sshd::available() || !fs::exists(FLAMBEAU_BIN "/flambeau-probe"))
        return;
    UserWithBox user;
    makePictures(user.dir / "my birds");
    const std::string folder = (user.dir / "my birds").string();
    const json added = user.value({"dataset", "add", folder, "--on", "box", "--name", "birds"});
    CHECK(added["on"] == "box");
    CHECK(added["root"] == folder);
    CHECK(added["files_opened"] == 24);
    CHECK(user.value({"dataset", "add", folder, "--on", "box", "--name", "birds"})["files_opened"] == 0);
    CHECK(user.value({"dataset", "add", folder, "--name", "here"})["fingerprint"] == added["fingerprint"]);
    const json list = user.value({"dataset", "list"});
    CHECK(list[0]["on"] == "box");
    CHECK(list[0]["source"] == folder);
    CHECK(list[1]["on"].is_null());
    CHECK(user.run({"dataset", "list"}).out.find("box:" + folder) != std::string::npos);
    CHECK(user.run({"dataset", "show", "birds"}).out.find("box:" + folder) != std::string::npos);
    CHECK(user.value({"dataset", "show", "birds"})["on_known"] == true);
    CHECK(user.value({"dataset", "check", "birds"})["ok"] == true);
    CHECK(user.value({"dataset", "thumbnails", "birds", "train/a/0.ppm"})[0]["thumbnail"].is_string());
    CHECK(user.value({"dataset", "decide", "birds", "--leave-out", "train/a/1.ppm"})["images"] == 23);
    // The run is refused where it cannot go, before there is one.
    const json refused =
        user.error({"run", "start", "--recipe", "image-classification", "--dataset", "birds", "--set", "arch=tiny"}, 2);
    CHECK(refused["message"].get<std::string>().find("lies on box") != std::string::npos);
    CHECK(user.value({"run", "list"}).empty());
    write(user.dir / "my birds/train/a/2.ppm", "no picture any more");
    const json changed = json::parse(user.run({"--json", "dataset", "check", "birds"}).out);
    CHECK(changed["ok"] == false);
    CHECK(changed["changed"][0] == "train/a/2.ppm");
    // The host stays as long as something lies there.
    CHECK(user.error({"compute", "remove", "box"})["message"].get<std::string>().find("birds") != std::string::npos);
    user.value({"dataset", "remove", "birds"});
    user.value({"compute", "remove", "box"});
    user.value({"dataset", "remove", "birds", "--restore"});
    CHECK(user.value({"dataset", "show", "birds"})["on_known"] == false);
    CHECK(user.run({"dataset", "show", "birds"}).out.find("no compute target any more") != std::string::npos);
}

TEST_CASE("A dataset is not added where there is no such host or folder, and no workspace is made for it") {
    if (!Sshd::available() || !fs::exists(FLAMBEAU_BIN "/flambeau-probe"))
        return;
    UserWithBox user;
    CHECK(user.error({"dataset", "add", "/data/birds", "--on", "nowhere"})["code"] == "not_found");
    CHECK(user.error({"dataset", "add", "/nothing/at/all", "--on", "box"})["code"] == "not_found");
    CHECK(user.error({"dataset", "add", "birds", "--on", "box"})["code"] == "invalid_argument");
    user.error({"--workspace", (user.dir / "new").string(), "dataset", "add", "/data/birds", "--on", "box"});
    CHECK_FALSE(fs::exists(user.dir / "new"));
    user.sshd.stop();
    CHECK(user.error({"dataset", "add", "/data/birds", "--on", "box"})["code"] == "unreachable");
}

TEST_CASE("Code is looked at before it goes, and goes to a host by content") {
    if (!Sshd::available())
        return;
    UserWithBox user;
    const auto code = user.dir / "code";
    write(code / "train.py", "print(1)\n");
    write(code / "data/large.bin", std::string(2'000'000, 'x'));
    write(code / ".env", "TOKEN=1\n");
    write(code / "out.log", "…");
    write(code / ".gitignore", "*.log\n");
    const json seen = user.value({"code", "preview", code.string()});
    CHECK(seen["files"] == 4);
    CHECK(seen["ignore_file"] == ".gitignore");
    CHECK(seen["ignored"] == 1);
    CHECK(seen["largest"][0]["path"] == "data/large.bin");
    CHECK(seen["secrets"][0]["path"] == ".env");
    CHECK(seen["warning"].is_null());
    CHECK(user.value({"code", "preview", code.string(), "--warn-above", "1"})["warning"].is_string());
    CHECK(user.error({"code", "preview", (user.dir / "nothing").string()})["code"] == "not_found");
    const json sent = user.value({"code", "send", code.string(), "--on", "box"});
    CHECK(sent["files"] == 4);
    CHECK(sent["files_sent"] == 4);
    const fs::path there = sent["folder"].get<std::string>();
    CHECK(there == user.dir / "there is space" / "code" / sent["sha256"].get<std::string>());
    CHECK(read(there / "train.py") == "print(1)\n");
    CHECK_FALSE(fs::exists(there / "out.log"));
    CHECK(user.value({"code", "send", code.string(), "--on", "box"})["had"] == true);
    CHECK(user.error({"code", "send", code.string()}, 2)["code"] == "invalid_argument");
    CHECK(user.error({"code", "send", code.string(), "--on", "nowhere"})["code"] == "not_found");
}
