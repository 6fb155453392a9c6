// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the figure "ingest": lines of an event stream, ten values each, from the file to committed points.
//   bench_ingest generate FILE LINES            writes the stream
//   bench_ingest ingest FILE WORKSPACE PREFIX   reads it into a fresh workspace; prints {"points","seconds",
//       "prefix":{series:{"count","sha256"}}}; the prefix are the first PREFIX points of each series, hashed as
//       little-endian pairs (i64 step, f64 value). Then every point is compared with what was generated.
#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/protocol/decoder.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"

using namespace flambeau;

namespace {

constexpr const char* kSeries[] = {"train/loss", "train/acc", "lr",      "train/images_per_s", "system/cpu",
                                   "system/gpu", "val/loss",  "val/acc", "grad/norm",          "weights/norm"};

/// What a training loop logs: full doubles, single floats, short decimals.
double valueOf(std::size_t series, std::int64_t step) {
    std::uint64_t bits = static_cast<std::uint64_t>(step) * 0x9E3779B97F4A7C15ull + series * 0xBF58476D1CE4E5B9ull;
    bits = (bits ^ (bits >> 29)) * 0x94D049BB133111EBull;
    const double noise = static_cast<double>(bits >> 11) * 0x1p-53;
    switch (series % 5) {
        case 2:
            return 0.001 / static_cast<double>(1 + step / 1000);
        case 3:
            return static_cast<double>(static_cast<float>(noise * 512));
        case 4:
            return static_cast<double>(static_cast<std::int64_t>(noise * 1000)) / 10;
        default:
            return noise * 3;
    }
}

double timeOf(std::int64_t step) {
    return 1.76e9 + static_cast<double>(step) * 0.0213;
}

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "bench_ingest: " << why << std::endl;
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    if (!result.ok())
        fail(result.error().message + " " + result.error().detail);
    return std::move(result).value();
}

int generate(const fs::path& file, std::int64_t lines) {
    std::ofstream out(file, std::ios::binary);
    out << protocol::encode(protocol::HeaderEvent{.run = "bench"});
    protocol::MetricEvent event;
    for (std::int64_t step = 1; step <= lines; ++step) {
        event.time = timeOf(step);
        event.step = step;
        event.values.clear();
        for (std::size_t s = 0; s < std::size(kSeries); ++s)
            event.values.emplace_back(kSeries[s], valueOf(s, step));
        out << protocol::encode(event);
    }
    return out.flush() ? 0 : 1;
}

/// Follows the file to its end, as a follower does: read a block, decode its whole lines, commit them with the offset.
std::uint64_t follow(store::Workspace& workspace, const RunId& run, const fs::path& file) {
    constexpr std::size_t kBlock = 4u << 20;
    const store::Metrics metrics(workspace);
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail("cannot open " + file.string());
    protocol::StreamDecoder decoder;
    store::StreamBatch batch;
    std::string buffer(kBlock, '\0');
    std::uint64_t offset = must(metrics.streamOffset(run, "events.jsonl")), points = 0;
    while (true) {
        const ssize_t got = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (got < 0)
            fail("cannot read " + file.string());
        batch.clear();
        const std::size_t used = decoder.feed(
            std::string_view(buffer.data(), static_cast<std::size_t>(got)),
            [&](const protocol::MetricView& metric) { batch.add(metric); },
            [&](const protocol::Event& event) { batch.add(event); });
        if (used == 0)
            break;
        if (must(metrics.commit(run, "events.jsonl", offset, offset + used, batch)) != store::CommitOutcome::Committed)
            fail("somebody else follows the stream");
        offset += used;
        points += batch.points();
    }
    ::close(fd);
    if (decoder.counts().bad != 0)
        fail("bad lines");
    return points;
}

nlohmann::json compare(const store::Workspace& workspace, const RunId& run, std::int64_t prefix) {
    nlohmann::json result = nlohmann::json::object();
    for (std::size_t s = 0; s < std::size(kSeries); ++s) {
        const auto points = must(store::Metrics(workspace).points(run, kSeries[s]));
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto step = static_cast<std::int64_t>(i) + 1;
            if (points[i].step != step || points[i].time != timeOf(step) || points[i].value != valueOf(s, step))
                fail("a point differs from what was written");
        }
        Sha256 hash;
        const std::int64_t count = std::min(prefix, static_cast<std::int64_t>(points.size()));
        for (std::int64_t i = 0; i < count; ++i) {
            char pair[16];
            std::memcpy(pair, &points[static_cast<std::size_t>(i)].step, 8);
            std::memcpy(pair + 8, &points[static_cast<std::size_t>(i)].value, 8);
            hash.update(pair, sizeof(pair));
        }
        result[kSeries[s]] = {{"count", count}, {"sha256", hash.finishHex()}};
    }
    return result;
}

int ingest(const fs::path& file, const fs::path& folder, std::int64_t prefix) {
    auto workspace = must(store::Workspace::open(folder));
    store::NewRun run;
    run.id = RunId::create();
    run.name = run.experiment = "bench";
    run.definition = "{}";
    if (!store::Runs(workspace).create(run).ok())
        fail("cannot create the run");
    const auto start = std::chrono::steady_clock::now();
    const std::uint64_t points = follow(workspace, run.id, file);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    nlohmann::json result{{"points", points}, {"seconds", seconds.count()}};
    result["prefix"] = compare(workspace, run.id, prefix);
    std::cout << result.dump() << std::endl;
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 3 && words[0] == "generate")
        return generate(words[1], parseInt(words[2]).value_or(0));
    if (words.size() == 4 && words[0] == "ingest")
        return ingest(words[1], words[2], parseInt(words[3]).value_or(0));
    std::cerr << "usage: bench_ingest generate FILE LINES | ingest FILE WORKSPACE PREFIX" << std::endl;
    return 2;
}
