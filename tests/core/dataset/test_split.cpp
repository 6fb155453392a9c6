// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include "pictures.h"
#include "similar.h"
#include "split.h"

using namespace flambeau;
using namespace flambeau::test;
using dataset::FileFacts;

namespace {

FileFacts factsOf(std::uint64_t dct, std::uint64_t gradient, std::string hash) {
    FileFacts facts;
    facts.dct = dct;
    facts.gradient = gradient;
    facts.flat = false;
    facts.width = facts.height = 100;
    facts.sha256 = std::move(hash);
    return facts;
}

std::vector<const FileFacts*> pointers(const std::vector<FileFacts>& facts) {
    std::vector<const FileFacts*> all;
    for (const auto& entry : facts)
        all.push_back(&entry);
    return all;
}

}  // namespace

TEST_CASE("A split is stratified, and groups stay on one side") {
    std::vector<dataset::SplitInput> inputs;
    for (int i = 0; i < 100; ++i)
        inputs.push_back({i < 80 ? "many" : "some", "hash" + std::to_string(i)});
    const dataset::Groups together{{0, 1, 2, 3}, {10, 90}, {95, 96}};
    for (std::int64_t seed = 0; seed < 30; ++seed) {
        const auto val = dataset::chooseVal(inputs, together, 0.2, seed);
        int many = 0, some = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            (i < 80 ? many : some) += val[i] ? 1 : 0;
        CHECK(many >= 14);
        CHECK(many <= 16);
        CHECK(some >= 3);
        CHECK(some <= 4);
        for (const auto& group : together) {
            for (const std::size_t i : group)
                CHECK(val[i] == val[group.front()]);
        }
    }
    CHECK(dataset::chooseVal(inputs, together, 0.2, 4) == dataset::chooseVal(inputs, together, 0.2, 4));
    CHECK(dataset::chooseVal(inputs, together, 0.2, 4) != dataset::chooseVal(inputs, together, 0.2, 5));
}

TEST_CASE("Each class has a picture on either side where that is possible") {
    const std::vector<dataset::SplitInput> inputs{{"two", "a"},     {"two", "b"},     {"one", "c"},
                                                  {"grouped", "d"}, {"grouped", "e"}, {"grouped", "f"}};
    const auto val = dataset::chooseVal(inputs, {{3, 4}}, 0.2, 1);
    CHECK(int{val[0]} + int{val[1]} == 1);
    CHECK_FALSE(val[2]);
    CHECK(val[5]);
    CHECK_FALSE(val[3]);
    const auto allTogether = dataset::chooseVal({{"x", "a"}, {"x", "b"}}, {{0, 1}}, 0.2, 1);
    CHECK_FALSE(allTogether[0]);
}

TEST_CASE("Signatures a few bits apart are grouped, others are not, and flat pictures never") {
    std::vector<FileFacts> facts{factsOf(0x0f0f, 7, "a"), factsOf(0x0f0f ^ 0x8000000000000101, 7, "b"),
                                 factsOf(0xf0f0f0f0f0f0f0f0, 7, "c"), factsOf(0x0f0f, 7, "a"),
                                 factsOf(0x0f0f, ~std::uint64_t{0}, "d")};
    facts.push_back(facts[0]);
    facts.back().sha256 = "e";
    facts.back().flat = true;
    const auto groups = dataset::similarGroups(pointers(facts));
    REQUIRE(groups.size() == 1);
    CHECK(groups[0] == std::vector<std::size_t>{0, 1, 3});
    const auto equal = dataset::equalGroups(pointers(facts));
    REQUIRE(equal.size() == 1);
    CHECK(equal[0] == std::vector<std::size_t>{0, 3});
}

TEST_CASE("A hundred thousand pictures are compared without a quadratic wait, crowds of twins included") {
    std::mt19937_64 random(3);
    std::vector<FileFacts> facts;
    for (int i = 0; i < 100'000; ++i) {
        const bool crowd = i % 4 == 0;  // a quarter of all share most bits
        const std::uint64_t bits = crowd ? 0x123456789abc0000 | (random() & 0xffff) : random();
        facts.push_back(factsOf(bits, crowd ? random() : 0, std::to_string(i)));
    }
    facts[777] = factsOf(facts[123].dct ^ 5, 0, "twin");
    facts[123].gradient = 0;
    const auto groups = dataset::similarGroups(pointers(facts));
    bool found = false;
    for (const auto& group : groups)
        found = found || (group.size() >= 2 && group[0] == 123 && group[1] == 777);
    CHECK(found);
}
