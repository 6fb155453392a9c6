// SPDX-License-Identifier: GPL-3.0-or-later
#include "split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace flambeau::dataset {
namespace {

struct Unit {
    std::string key;  ///< smallest hash of its members: an order that names do not enter
    std::vector<std::size_t> members;
    std::map<std::string, std::int64_t> classes;
    bool val = false;
};

std::vector<Unit> unitsOf(const std::vector<SplitInput>& inputs, const Groups& together) {
    std::vector<Unit> units;
    std::vector<bool> taken(inputs.size(), false);
    const auto add = [&](const std::vector<std::size_t>& members) {
        Unit unit;
        unit.members = members;
        for (const std::size_t i : members) {
            taken[i] = true;
            ++unit.classes[inputs[i].className];
            if (unit.key.empty() || inputs[i].sha256 < unit.key)
                unit.key = inputs[i].sha256;
        }
        units.push_back(std::move(unit));
    };
    for (const auto& group : together)
        add(group);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!taken[i])
            add({i});
    }
    std::sort(units.begin(), units.end(), [](const Unit& a, const Unit& b) { return a.key < b.key; });
    return units;
}

/// Fisher-Yates by our own hand: std::shuffle differs between libraries.
void shuffle(std::vector<Unit>& units, std::int64_t seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    for (std::size_t i = units.size(); i > 1; --i)
        std::swap(units[i - 1], units[random() % i]);
}

struct ClassState {
    std::int64_t total = 0, units = 0, wanted = 0, val = 0;
};

bool fits(const Unit& unit, const std::map<std::string, ClassState>& states) {
    return std::all_of(unit.classes.begin(), unit.classes.end(), [&](const auto& entry) {
        const ClassState& state = states.at(entry.first);
        return state.val + entry.second <= state.wanted && state.val + entry.second < state.total;
    });
}

void take(Unit& unit, std::map<std::string, ClassState>& states) {
    unit.val = true;
    for (const auto& [name, count] : unit.classes)
        states[name].val += count;
}

/// A class that got nothing, for its groups are larger than its share, gets its smallest group that leaves some in
/// train.
void rescue(std::vector<Unit>& units, std::map<std::string, ClassState>& states) {
    for (auto& [name, state] : states) {
        if (state.val > 0 || state.units < 2)
            continue;
        Unit* best = nullptr;
        for (auto& unit : units) {
            const auto found = unit.classes.find(name);
            const bool leavesTrain = found != unit.classes.end() &&
                                     std::all_of(unit.classes.begin(), unit.classes.end(), [&](const auto& entry) {
                                         return states[entry.first].val + entry.second < states[entry.first].total;
                                     });
            if (leavesTrain && (!best || unit.members.size() < best->members.size()))
                best = &unit;
        }
        if (best)
            take(*best, states);
    }
}

}  // namespace

std::vector<bool> chooseVal(const std::vector<SplitInput>& inputs, const Groups& together, double fraction,
                            std::int64_t seed) {
    std::vector<Unit> units = unitsOf(inputs, together);
    std::map<std::string, ClassState> states;
    for (const auto& unit : units) {
        for (const auto& [name, count] : unit.classes) {
            states[name].total += count;
            ++states[name].units;
        }
    }
    for (auto& [name, state] : states)
        state.wanted = std::max<std::int64_t>(1, std::llround(static_cast<double>(state.total) * fraction));
    shuffle(units, seed);
    for (auto& unit : units) {
        if (fits(unit, states))
            take(unit, states);
    }
    rescue(units, states);
    std::vector<bool> val(inputs.size(), false);
    for (const auto& unit : units) {
        for (const std::size_t i : unit.members)
            val[i] = unit.val;
    }
    return val;
}

}  // namespace flambeau::dataset
