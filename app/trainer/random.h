// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are a function of where they are used (seed, purpose, epoch, picture) and of nothing else: not
// of the number of threads, nor of what was drawn before. SplitMix64 (Steele, Lea, Flood 2014). Plain values.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace flambeau::trainer {

class Random {
public:
    /// Each word changes the whole sequence.
    Random(std::initializer_list<std::uint64_t> words) {
        for (const std::uint64_t word : words)
            m_state = mix(m_state + 0x9E3779B97F4A7C15ull + word);
    }

    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15ull;
        return mix(m_state);
    }
    /// [0, 1)
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// [0, count); count >= 1. For counts far below 2^53.
    std::uint64_t below(std::uint64_t count) {
        return static_cast<std::uint64_t>(uniform() * static_cast<double>(count));
    }

private:
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state = 0;
};

/// What a sequence is for: the second word after the seed.
enum class Purpose : std::uint64_t { Order = 1, Augment = 2 };

}  // namespace flambeau::trainer
