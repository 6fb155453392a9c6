// SPDX-License-Identifier: GPL-3.0-or-later
// Downloads, with the real curl, from a real server on the loopback.
#include "flambeau/session/weights_service.h"

#include <sys/wait.h>
#include <unistd.h>


#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::WeightsService;

namespace {

/// weights_server.py as a child; it ends with its stdin, that is with this object or this process.
class Server {
public:
    Server(const fs::path& folder, const fs::path& log, const std::string& breakAfter = "") {
        int in[2], out[2];
        REQUIRE(pipe(in) == 0);
        REQUIRE(pipe(out) == 0);
        m_child = fork();
        if (m_child == 0) {
            dup2(in[0], 0);
            dup2(out[1], 1);
            for (const int end : {in[0], in[1], out[0], out[1]})
                close(end);
            const std::string script = FLAMBEAU_SOURCE "/tests/core/session/registry/weights_server.py";
            execl("/usr/bin/python3", "python3", script.c_str(), folder.c_str(), log.c_str(),
                  breakAfter.empty() ? nullptr : breakAfter.c_str(), nullptr);
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        m_stdin = in[1];
        char byte = 0;
        while (::read(out[0], &byte, 1) == 1 && byte != '\n')
            m_port += byte;
        close(out[0]);
        REQUIRE_FALSE(m_port.empty());
    }
    ~Server() {
        close(m_stdin);
        waitpid(m_child, nullptr, 0);
    }
    std::string url() const { return "http://127.0.0.1:" + m_port; }

private:
    pid_t m_child = -1;
    int m_stdin = -1;
    std::string m_port;
};

std::string content() {
    std::string bytes;
    for (int i = 0; i < 200'000; ++i)
        bytes += static_cast<char>(i * 31 % 251);
    return bytes;
}

/// A file named as torchvision's, with the first digits of the content's own hash.
struct Published {
    explicit Published(Bench& bench) : folder(bench.dir / "server"), log(bench.dir / "log") {
        bytes = content();
        prefix = sha256Hex(bytes).substr(0, 8);
        name = "net-" + prefix + ".pth";
        write(folder / name, bytes);
        target = bench.dir / "hub" / name;
        write(log, "");
    }
    fs::path folder, log, target;
    std::string bytes, prefix, name;
};

}  // namespace

TEST_CASE("A download that broke off goes on where it stopped") {
    Bench bench;
    const Published published(bench);
    {
        const Server broken(published.folder, published.log, "50000");
        const auto result =
            session::downloadWeights(broken.url() + "/" + published.name, published.target, published.prefix, {}, {});
        // curl may have tried again by itself; either way no byte is asked for twice.
        if (!result.ok()) {
            CHECK(result.error().code == ErrorCode::Unreachable);
            CHECK_FALSE(fs::exists(published.target));
            CHECK(fs::file_size(published.target.string() + ".part") == 50'000);
        }
    }
    const Server server(published.folder, published.log);
    const auto weights =
        must(session::downloadWeights(server.url() + "/" + published.name, published.target, published.prefix, {}, {}));
    CHECK(read(published.target) == published.bytes);
    CHECK(weights.sha256 == sha256Hex(published.bytes));
    CHECK_FALSE(fs::exists(published.target.string() + ".part"));
    CHECK(read(published.log) == "/" + published.name + " 0\n/" + published.name + " 50000\n");
}

TEST_CASE("A file that is not what its name says is thrown away and refused") {
    Bench bench;
    const Published published(bench);
    const Server server(published.folder, published.log);
    const auto wrong =
        session::downloadWeights(server.url() + "/" + published.name, published.target, "00000000", {}, {});
    REQUIRE_FALSE(wrong.ok());
    CHECK(wrong.error().code == ErrorCode::Corrupt);
    CHECK_FALSE(fs::exists(published.target));
    CHECK_FALSE(fs::exists(published.target.string() + ".part"));
}

TEST_CASE("A part that is longer than the file does not stand in the way") {
    Bench bench;
    const Published published(bench);
    write(published.target.string() + ".part", published.bytes + "and more");
    const Server server(published.folder, published.log);
    const auto first =
        session::downloadWeights(server.url() + "/" + published.name, published.target, published.prefix, {}, {});
    CHECK_FALSE(first.ok());  // found wrong and thrown away
    must(session::downloadWeights(server.url() + "/" + published.name, published.target, published.prefix, {}, {}));
    CHECK(read(published.target) == published.bytes);
}

TEST_CASE("With no network the error names the folder and the file") {
    Bench bench;
    WeightsService weights(bench.registry);
    const Variables nowhere(Values{{"FLAMBEAU_WEIGHTS_URL", "http://127.0.0.1:9"}});
    const auto refused = weights.resolve("imagenet", "resnet18", {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::Unreachable);
    const std::string file = (bench.dir / "torch/hub/checkpoints" / model::findArchitecture("resnet18")->imagenetFile).string();
    CHECK(refused.error().hint.find(file) != std::string::npos);
}

TEST_CASE("ImageNet weights in torch's own folder are taken only if their hash fits their name") {
    Bench bench;
    WeightsService weights(bench.registry);
    const Variables nowhere(Values{{"FLAMBEAU_WEIGHTS_URL", "http://127.0.0.1:9"}});
    const fs::path file = session::torchHubFolder() / model::findArchitecture("resnet18")->imagenetFile;
    write(file, "half a download");
    const auto refused = weights.resolve("imagenet", "resnet18", {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::Corrupt);
    CHECK(weights.resolve("imagenet", "tiny", {}, {}).error().code == ErrorCode::Unsupported);
}

TEST_CASE("Weights are found by path and by model, and what is missing is said") {
    Bench bench;
    WeightsService weights(bench.registry);
    write(bench.dir / "mine.pth", "weights");
    CHECK(must(weights.resolve((bench.dir / "mine.pth").string(), "tiny", {}, {})).sha256 == sha256Hex("weights"));
    CHECK(weights.resolve("nothing.pth", "tiny", {}, {}).error().code == ErrorCode::NotFound);
    CHECK(weights.resolve(bench.dir.path().string(), "tiny", {}, {}).error().code == ErrorCode::InvalidArgument);
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const auto version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const auto found = must(weights.resolve("model:shapes@1", "tiny", {}, {}));
    CHECK(found.sha256 == version.weights()->sha256);
    CHECK(must(sha256File(found.file)) == found.sha256);
    CHECK(weights.resolve("model:shape", "tiny", {}, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE("A download that is stopped leaves its part for the next time") {
    Bench bench;
    const Published published(bench);
    std::stop_source stop;
    stop.request_stop();
    const Server server(published.folder, published.log);
    const auto canceled = session::downloadWeights(server.url() + "/" + published.name, published.target,
                                                   published.prefix, stop.get_token(), {});
    REQUIRE_FALSE(canceled.ok());
    CHECK(canceled.error().code == ErrorCode::Canceled);
    CHECK_FALSE(fs::exists(published.target));
}
