// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch_loader.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>

#include "random.h"

namespace flambeau::trainer {

BatchPlan planBatches(std::size_t count, std::size_t batchSize, bool shuffle, std::uint64_t seed, std::uint64_t epoch) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (shuffle) {
        Random random{seed, static_cast<std::uint64_t>(Purpose::Order), epoch};
        for (std::size_t i = count; i > 1; --i)
            std::swap(order[i - 1], order[random.below(i)]);
    }
    BatchPlan plan;
    for (std::size_t at = 0; at < count; at += batchSize) {
        const auto first = order.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last = order.begin() + static_cast<std::ptrdiff_t>(std::min(at + batchSize, count));
        if (shuffle && last - first == 1 && batchSize > 1 && !plan.empty())
            plan.back().push_back(*first);
        else
            plan.emplace_back(first, last);
    }
    return plan;
}

struct BatchLoader::Pending {
    at::Tensor inputs;
    std::vector<std::size_t> samples;
    std::vector<std::optional<Error>> errors;
    std::atomic<bool> canceled = false;
    std::mutex mutex;
    std::condition_variable done;
    std::size_t left = 0;

    void finishOne() {
        const std::lock_guard lock(mutex);
        if (--left == 0)
            done.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex);
        done.wait(lock, [this] { return left == 0; });
    }
};

BatchLoader::BatchLoader(WorkerPool& pool, BatchPlan plan, std::size_t firstBatch, int imageSize, Prepare prepare)
    : m_pool(pool),
      m_plan(std::move(plan)),
      m_nextToSchedule(firstBatch),
      m_imageSize(imageSize),
      m_prepare(std::move(prepare)) {}

BatchLoader::~BatchLoader() {
    for (const auto& pending : m_pending)
        pending->canceled = true;
    for (const auto& pending : m_pending)
        pending->wait();
}

void BatchLoader::schedule() {
    // Without threads nothing is prepared ahead; with them, enough that none waits while a batch is computed.
    const std::size_t ahead = m_pool.threads() == 0 ? 1 : 3;
    while (m_pending.size() < ahead && m_nextToSchedule < m_plan.size()) {
        auto pending = std::make_shared<Pending>();
        pending->samples = m_plan[m_nextToSchedule++];
        pending->left = pending->samples.size();
        pending->errors.resize(pending->left);
        pending->inputs =
            at::empty({static_cast<std::int64_t>(pending->left), 3, m_imageSize, m_imageSize}, at::kFloat);
        m_pending.push_back(pending);
        const std::size_t stride = 3 * static_cast<std::size_t>(m_imageSize) * static_cast<std::size_t>(m_imageSize);
        float* const out = pending->inputs.data_ptr<float>();
        for (std::size_t i = 0; i < pending->samples.size(); ++i) {
            // The destructor waits for every job, so `this` lives; the batch is shared because jobs finish after
            // next().
            m_pool.post([this, pending, out, stride, i] {
                if (!pending->canceled) {
                    Status status = m_prepare(pending->samples[i], out + i * stride);
                    if (!status.ok())
                        pending->errors[i] = std::move(status).error();
                }
                pending->finishOne();
            });
        }
    }
}

Result<std::optional<Batch>> BatchLoader::next() {
    schedule();
    if (m_pending.empty())
        return std::optional<Batch>();
    const std::shared_ptr<Pending> pending = m_pending.front();
    pending->wait();
    m_pending.pop_front();
    schedule();
    for (const auto& error : pending->errors) {
        if (error)
            return *error;
    }
    return std::optional<Batch>(
        Batch{pending->inputs.contiguous(at::MemoryFormat::ChannelsLast), std::move(pending->samples)});
}

}  // namespace flambeau::trainer
