// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures that differ in at most r bits agree in at least one of r + 1 parts (pigeonhole), so only pictures that
// share a part are compared: multi-index hashing (Norouzi, Punjani, Fleet, 2012).
#include "similar.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace flambeau::dataset {
namespace {

// Chosen on photographs: re-encoded and resized copies differ in 0 to 4 bits, different pictures in 20 and more.
constexpr int dctRadius = 5;
constexpr int gradientRadius = 8;
constexpr int tintRadius = 16;
/// In a crowd that shares a part (thousands of nearly equal pictures) only neighbours are compared.
constexpr std::size_t window = 64;

class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), std::size_t{0}); }
    std::size_t find(std::size_t i) {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> m_parent;
};

struct Part {
    int shift;
    int bits;
};
constexpr std::array<Part, dctRadius + 1> parts{{{0, 11}, {11, 11}, {22, 11}, {33, 11}, {44, 10}, {54, 10}}};

bool signatureLess(const FileFacts& a, const FileFacts& b) {
    return std::tie(a.dct, a.gradient, a.tint) < std::tie(b.dct, b.gradient, b.tint);
}

/// Joins what looks alike among `order` (sorted by signature, one index for each signature).
void joinByPart(const std::vector<const FileFacts*>& facts, const std::vector<std::size_t>& order, Part part,
                Sets& sets) {
    const std::uint64_t mask = (std::uint64_t{1} << part.bits) - 1;
    std::vector<std::vector<std::size_t>> buckets(std::size_t{1} << part.bits);
    for (const std::size_t i : order)
        buckets[facts[i]->dct >> part.shift & mask].push_back(i);
    // A bucket's fair share of evenly spread signatures is compared in full; a crowd is not.
    const std::size_t reach = std::max(window, 4 * order.size() / buckets.size());
    for (const auto& bucket : buckets) {
        for (std::size_t a = 0; a < bucket.size(); ++a) {
            for (std::size_t b = a + 1; b < std::min(bucket.size(), a + 1 + reach); ++b) {
                if (looksAlike(*facts[bucket[a]], *facts[bucket[b]]))
                    sets.join(bucket[a], bucket[b]);
            }
        }
    }
}

Groups collect(const std::vector<const FileFacts*>& facts, Sets& sets, bool severalFiles) {
    std::map<std::size_t, std::vector<std::size_t>> bySet;
    for (std::size_t i = 0; i < facts.size(); ++i)
        bySet[sets.find(i)].push_back(i);
    Groups groups;
    for (auto& [root, members] : bySet) {
        const bool differs = std::any_of(members.begin(), members.end(), [&](std::size_t i) {
            return facts[i]->sha256 != facts[members.front()]->sha256;
        });
        if (members.size() > 1 && (differs || !severalFiles))
            groups.push_back(std::move(members));
    }
    return groups;
}

void joinEqual(const std::vector<const FileFacts*>& facts, Sets& sets) {
    std::unordered_map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const auto [entry, fresh] = seen.emplace(facts[i]->sha256, i);
        if (!fresh)
            sets.join(entry->second, i);
    }
}

}  // namespace

bool looksAlike(const FileFacts& a, const FileFacts& b) {
    if (a.flat || b.flat || std::popcount(a.dct ^ b.dct) > dctRadius ||
        std::popcount(a.gradient ^ b.gradient) > gradientRadius)
        return false;
    for (int shift = 0; shift < 24; shift += 8) {
        if (std::abs(static_cast<int>(a.tint >> shift & 255) - static_cast<int>(b.tint >> shift & 255)) > tintRadius)
            return false;
    }
    // The same picture at another size keeps its proportions.
    const double ratio = static_cast<double>(a.width) * b.height / (static_cast<double>(a.height) * b.width);
    return ratio > 0.9 && ratio < 1.1;
}

Groups equalGroups(const std::vector<const FileFacts*>& facts) {
    Sets sets(facts.size());
    joinEqual(facts, sets);
    return collect(facts, sets, false);
}

Groups similarGroups(const std::vector<const FileFacts*>& facts, std::stop_token stop) {
    Sets sets(facts.size());
    joinEqual(facts, sets);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (!facts[i]->flat && sets.find(i) == i)
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return signatureLess(*facts[a], *facts[b]); });
    for (const Part part : parts) {
        if (!stop.stop_requested())
            joinByPart(facts, order, part, sets);
    }
    return collect(facts, sets, true);
}

}  // namespace flambeau::dataset
