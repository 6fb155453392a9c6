// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/host_disk.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "heading.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view host_sh;
extern const std::string_view disk_sh;
}  // namespace flambeau::resources

namespace flambeau::launch {

namespace {

using Kind = DiskItem::Kind;
using State = DiskItem::State;

constexpr std::size_t maxLines = 100000;

Error garbled(std::string_view answer) {
    return {ErrorCode::Corrupt, "What the host says of its disk cannot be read.",
            "Look whether its shell prints something at login, and whether its disk is full.",
            toPlainText(answer.substr(0, 1000))};
}

std::string script(const std::vector<std::string>& call) {
    return std::string(resources::process_sh) + std::string(resources::host_sh) + std::string(resources::disk_sh) +
           "fb_plain_locale\n" + shellJoin(call) + "\n";
}

/// The lines of an answer as words, up to "end"; an error where it has none.
Result<std::vector<std::vector<std::string>>> linesOf(std::string_view out, std::string_view heading) {
    constexpr std::string_view mark = "flambeau-error ";
    const auto begins = afterHeading(out, heading);
    if (!begins)
        return garbled(out);
    std::vector<std::vector<std::string>> lines;
    for (std::string_view rest = out.substr(*begins); lines.size() < maxLines;) {
        const std::size_t newline = rest.find('\n');
        if (newline == std::string_view::npos)
            break;
        const std::string_view line = rest.substr(0, newline);
        rest.remove_prefix(newline + 1);
        if (line == "end")
            return lines;
        if (startsWith(line, mark))
            return Error{ErrorCode::Failed,
                         "The host says: " + toPlainText(line.substr(mark.size(), 1000)) + ".",
                         "Look at the folder's permissions.",
                         {}};
        lines.push_back(split(line, ' '));
    }
    return garbled(out);
}

std::uint64_t number(const std::string& word) {
    const std::int64_t value = parseInt(word).value_or(0);
    return value > 0 && value < (std::int64_t{1} << 53) ? static_cast<std::uint64_t>(value) : 0;
}

std::string_view placeOf(Kind kind) {
    switch (kind) {
        case Kind::Run:
            return "runs";
        case Kind::Environment:
            return "env";
        case Kind::Engine:
            break;
    }
    return "trainer";
}

std::optional<State> stateOf(std::string_view word, Kind kind) {
    static const std::vector<std::pair<std::string_view, State>> ofRuns = {
        {"living", State::Living}, {"preparing", State::Preparing}, {"ended", State::Ended}, {"lost", State::Lost}};
    static const std::vector<std::pair<std::string_view, State>> ofKits = {{"ready", State::Ready},
                                                                           {"broken", State::Broken}};
    for (const auto& [name, state] : kind == Kind::Run ? ofRuns : ofKits) {
        if (name == word)
            return state;
    }
    return std::nullopt;
}

bool isNameOf(Kind kind, const std::string& name) {
    return kind == Kind::Run ? isUuid(name) : isValidName(name) && name != "choices";
}

/// "run UUID STATE AGE", "env KEY STATE AGE NEEDED", "trainer …".
std::optional<DiskItem> itemOf(const std::vector<std::string>& words) {
    DiskItem item;
    if (words[0] == "env")
        item.kind = Kind::Environment;
    else if (words[0] == "trainer")
        item.kind = Kind::Engine;
    else if (words[0] != "run")
        return std::nullopt;
    if (words.size() != (item.kind == Kind::Run ? 4u : 5u) || !isNameOf(item.kind, words[1]))
        return std::nullopt;
    const auto state = stateOf(words[2], item.kind);
    if (!state)
        return std::nullopt;
    item.name = words[1];
    item.state = *state;
    item.age = static_cast<double>(number(words[3]));
    item.needed = item.kind == Kind::Run ? *state == State::Living : words[4] != "no";
    return item;
}

}  // namespace

std::uint64_t HostContents::bytes(Kind kind) const {
    return std::accumulate(items.begin(), items.end(), std::uint64_t{0}, [&](std::uint64_t sum, const DiskItem& item) {
        return item.kind == kind ? sum + item.bytes : sum;
    });
}

std::size_t HostContents::count(Kind kind) const {
    return static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [&](const DiskItem& item) { return item.kind == kind; }));
}

std::string contentsScript(const std::string& hostFolder) {
    return script({"fb_contents", hostFolder});
}

Result<HostContents> parseContents(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-contents"));
    HostContents result;
    std::map<std::string, std::uint64_t> sizes;
    for (const auto& words : lines) {
        if (words[0] == "free" && words.size() == 2) {
            result.freeBytes = number(words[1]);
        } else if (words[0] == "store" && words.size() == 3) {
            result.storeFiles = number(words[1]);
            result.storeBytes = number(words[2]);
        } else if (words[0] == "unused" && words.size() == 3) {
            result.unusedFiles = number(words[1]);
            result.unusedBytes = number(words[2]);
        } else if (words[0] == "left" && words.size() == 2) {
            result.leftBytes = number(words[1]);
        } else if (words[0] == "busy") {
            result.storeBusy = words.size() == 2 && words[1] != "none";
        } else if (words[0] == "size" && words.size() == 3) {
            sizes[words[2]] = number(words[1]) * 1024;
        } else if (auto item = itemOf(words)) {
            result.items.push_back(std::move(*item));
        }
    }
    for (DiskItem& item : result.items) {
        const auto size = sizes.find(std::string(placeOf(item.kind)) + "/" + item.name);
        item.bytes = size == sizes.end() ? 0 : size->second;
    }
    return result;
}

std::uint64_t CleanPlan::bytes() const {
    return std::accumulate(items.begin(), items.end(), storeBytes + leftBytes,
                           [](std::uint64_t sum, const DiskItem& item) { return sum + item.bytes; });
}

CleanPlan cleanPlan(const HostContents& contents, const CleanRule& rule) {
    CleanPlan plan;
    for (const DiskItem& item : contents.items) {
        double least = rule.kits;
        if (item.state == State::Ended || item.state == State::Lost)
            least = rule.runs;
        else if (item.state == State::Broken || item.state == State::Preparing)
            least = rule.broken;
        if (!item.needed && item.state != State::Living && item.age >= least)
            plan.items.push_back(item);
    }
    plan.store = rule.store && !contents.storeBusy && contents.unusedFiles > 0;
    if (plan.store) {
        plan.storeFiles = contents.unusedFiles;
        plan.storeBytes = contents.unusedBytes;
    }
    plan.leftBytes = contents.leftBytes;
    return plan;
}

std::string cleanUpScript(const std::string& hostFolder, const CleanPlan& plan) {
    std::vector<std::string> call = {"fb_clean_up", hostFolder};
    for (const DiskItem& item : plan.items) {
        if (isNameOf(item.kind, item.name))
            call.insert(call.end(), {std::string(placeOf(item.kind)), item.name});
    }
    if (plan.store)
        call.insert(call.end(), {"store", "all"});
    if (plan.leftBytes > 0)
        call.insert(call.end(), {"left", "all"});
    return script(call);
}

Result<CleanedUp> parseCleanUp(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-cleanup"));
    CleanedUp result;
    for (const auto& words : lines) {
        if (words[0] == "left" && words.size() == 2)
            result.leftBytes = number(words[1]);
        if (words.size() != 3)
            continue;
        const bool removed = words[0] == "removed";
        if (words[0] == "freed") {
            result.storeFiles = number(words[1]);
            result.storeBytes = number(words[2]);
        } else if ((removed || words[0] == "kept") && words[1] == "store") {
            result.store = removed;
        } else if ((removed || words[0] == "kept") && words[1] != "left" && isValidName(words[2])) {
            (removed ? result.removed : result.kept).push_back(words[2]);
        }
    }
    if (!result.store)
        result.storeFiles = result.storeBytes = 0;
    return result;
}

}  // namespace flambeau::launch
