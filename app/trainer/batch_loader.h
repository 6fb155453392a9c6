// SPDX-License-Identifier: GPL-3.0-or-later
// Prepares the pictures of an epoch's batches on the pool's threads, a few batches ahead, and hands them out in order.
// What a batch holds depends on its plan alone, not on the number of threads. Used by one thread; the pool outlives it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "flambeau/base/result.h"
#include "torch_headers.h"
#include "worker_pool.h"

namespace flambeau::trainer {

/// One entry a batch: indices into the list of samples.
using BatchPlan = std::vector<std::vector<std::size_t>>;

/// `count` samples in a random order of (seed, epoch), or as they lie where `shuffle` is off. The last batch may be
/// smaller; where it would hold a single picture (batch norm cannot learn from one) it is joined to the one before.
BatchPlan planBatches(std::size_t count, std::size_t batchSize, bool shuffle, std::uint64_t seed, std::uint64_t epoch);

struct Batch {
    at::Tensor inputs;  ///< [B,3,S,S] float, NHWC in memory
    std::vector<std::size_t> samples;
};

class BatchLoader {
public:
    /// Writes one sample as [3,S,S] floats; called on the pool's threads, several at a time.
    using Prepare = std::function<Status(std::size_t sample, float* out)>;

    BatchLoader(WorkerPool& pool, BatchPlan plan, std::size_t firstBatch, int imageSize, Prepare prepare);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// Nothing after the last one. The error of the batch's first sample that has one.
    Result<std::optional<Batch>> next();

private:
    struct Pending;
    void schedule();

    WorkerPool& m_pool;
    BatchPlan m_plan;
    std::size_t m_nextToSchedule;
    int m_imageSize;
    Prepare m_prepare;
    std::deque<std::shared_ptr<Pending>> m_pending;
};

}  // namespace flambeau::trainer
