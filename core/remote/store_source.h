// SPDX-License-Identifier: GPL-3.0-or-later
// What an upload sends: local files as frames for resources/store.sh, read, hashed and packed on a thread of its own
// while the one that sends takes what is ready. Owned by one upload; give, frame and forget on its thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "flambeau/remote/host_store.h"

namespace flambeau::remote {

/// A file to be sent; of a large one, what the host has already: `offset` bytes, in `from` there.
struct StorePlan {
    const StoreItem* item = nullptr;
    std::uint64_t offset = 0;
    std::string from;
};

/// What the host answers for: a segment of small files, or one large file.
struct StoreFrame {
    std::size_t files = 0;
    std::uint64_t bytes = 0;           ///< to be sent
    std::uint64_t told = 0;            ///< of a large file: what the host has said to have
    std::deque<std::uint64_t> chunks;  ///< of a large file: those it has not answered for
    const StorePlan* large = nullptr;
    bool dropped = false;  ///< of a large file: it is not what it should be, and the host says nothing to it
};

class StoreSource {
public:
    /// Files up to this size travel together.
    static constexpr std::uint64_t kLarge = 4u << 20;

    /// `plans` outlives it, sorted by hash.
    explicit StoreSource(const std::vector<StorePlan>& plans);
    ~StoreSource();
    StoreSource(const StoreSource&) = delete;
    StoreSource& operator=(const StoreSource&) = delete;

    /// Waits for something to send; 0 after the last of it, or after close.
    long give(char* into, std::size_t size);
    void close();
    /// Of the frame that the host names; nullptr: none such was made.
    StoreFrame* frame(std::uint64_t number);
    /// The bytes of the large file's next chunk that has not been answered; 0: there is none.
    std::uint64_t nextChunk(std::uint64_t number);
    /// The rest of that large file need not be sent.
    void forget(std::uint64_t number);
    bool everythingAnswered() const;
    void answered(std::uint64_t number);

    std::uint64_t given() const { return m_given; }
    /// Files that are not what their hash says or cannot be read; they were not sent. After the end only.
    std::vector<Error> problems() const;

private:
    void produce();
    bool packSegment(std::size_t& at);
    bool sendLarge(const StorePlan& plan);
    bool sendChunks(const StorePlan& plan, int file, std::uint64_t number);
    bool push(std::string bytes);
    bool push(std::string bytes, std::size_t size);
    std::string buffer(std::size_t size);  ///< of at least that size; used ones come again
    bool forgotten(std::uint64_t number) const;
    std::size_t atOnce() const;
    std::uint64_t begin(const StoreFrame& frame);
    void problem(Error error);

    const std::vector<StorePlan>& m_plans;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    struct Piece {
        std::string bytes;
        std::size_t size = 0;  ///< to be sent
    };
    std::deque<Piece> m_ready;
    std::vector<std::string> m_spare;
    std::size_t m_readyBytes = 0;
    bool m_closed = false, m_finished = false;
    std::map<std::uint64_t, StoreFrame> m_frames;
    std::set<std::uint64_t> m_forgotten;
    std::vector<Error> m_problems;
    std::uint64_t m_next = 1;

    Piece m_now;  ///< what give takes from
    std::size_t m_nowAt = 0;
    std::uint64_t m_given = 0;
    std::chrono::steady_clock::time_point m_begun{};
    std::atomic<std::uint64_t> m_rate{0};  ///< bytes a second, once some have gone
    std::thread m_thread;
};

}  // namespace flambeau::remote
