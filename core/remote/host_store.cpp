// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/host_store.h"

#include <algorithm>
#include <unordered_map>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "host_store_parts.h"
#include "store_call.h"
#include "store_source.h"

namespace flambeau::remote {
namespace {

std::string inStore(const std::string& sha256) {
    return sha256.substr(0, 2) + "/" + sha256;
}

Status checkItems(const std::string& folder, const std::vector<StoreItem>& items) {
    if (folder.empty() || folder[0] != '/')
        return Error{ErrorCode::InvalidArgument, "'" + folder + "' is no absolute path of a host.", {}, {}};
    for (const auto& item : items) {
        if (!isSha256Hex(item.sha256))
            return Error{ErrorCode::InvalidArgument, item.file.string() + " has no SHA-256.", {}, {}};
    }
    return {};
}

/// "incoming/<upload>/<sha256>.part", as an upload makes it: the hash; else empty.
std::string hashOfPart(std::string_view path) {
    constexpr std::string_view head = "incoming/", tail = ".part";
    constexpr std::size_t uuid = 36, hash = 64;
    if (path.size() != head.size() + uuid + 1 + hash + tail.size() || !startsWith(path, head) ||
        !endsWith(path, tail) || !isUuid(path.substr(head.size(), uuid)) || path[head.size() + uuid] != '/')
        return {};
    std::string sha256(path.substr(head.size() + uuid + 1, hash));
    return isSha256Hex(sha256) ? sha256 : std::string();
}

/// So many contents are not named to the host where one hash of all of them will do.
constexpr std::size_t kSet = 1000;

enum class Known { All, None, NotKnown };

Result<Known> knownOf(Transport& transport, const std::string& folder, const std::string& set, std::stop_token stop) {
    Known known = Known::NotKnown;
    const auto read = [&](std::string_view line) {
        if (known != Known::NotKnown || (line != "all" && line != "none"))
            return false;
        known = line == "all" ? Known::All : Known::None;
        return true;
    };
    FLAMBEAU_CHECK(askStore(transport, {"fb_known", folder + "/store", set}, {}, "known 1", "Looking into the store",
                            std::move(stop), read));
    return known;
}

/// Reads "[ ]*COUNT KIND BYTES", as `uniq -c` says it.
bool addUsage(std::string_view line, StoreUsage& usage) {
    const auto words = split(trim(line), ' ');
    if (words.size() != 3 || (words[1] != "s" && words[1] != "i"))
        return false;
    const auto count = parseInt(words[0]), bytes = parseInt(words[2]);
    constexpr std::int64_t most = std::int64_t(1) << 62;
    if (!count || !bytes || *count < 1 || *bytes < 0 || (*bytes > 0 && *count > most / *bytes))
        return false;
    const auto all = static_cast<std::uint64_t>(*count) * static_cast<std::uint64_t>(*bytes);
    if (words[1] == "i") {
        usage.incomingBytes += all;
        return true;
    }
    usage.files += static_cast<std::uint64_t>(*count);
    usage.bytes += all;
    return true;
}

using Contents = std::vector<const StoreItem*>;

/// Each content once, sorted by hash.
Contents contentsOf(const std::vector<StoreItem>& items) {
    Contents contents;
    contents.reserve(items.size());
    for (const auto& item : items)
        contents.push_back(&item);
    std::sort(contents.begin(), contents.end(), [](const auto* a, const auto* b) { return a->sha256 < b->sha256; });
    const auto same = [](const auto* a, const auto* b) { return a->sha256 == b->sha256; };
    contents.erase(std::unique(contents.begin(), contents.end(), same), contents.end());
    return contents;
}

const std::string& hashOf(const StoreItem* item) {
    return item->sha256;
}
const std::string& hashOf(const StorePlan& plan) {
    return plan.item->sha256;
}

/// Of a list that is sorted by hash.
template <class List>
auto findHash(List& list, const std::string& sha256) {
    const auto at = std::lower_bound(list.begin(), list.end(), sha256,
                                     [](const auto& one, const std::string& hash) { return hashOf(one) < hash; });
    return at != list.end() && hashOf(*at) == sha256 ? at : list.end();
}

/// Reads what fb_missing says.
class Lacking {
public:
    explicit Lacking(const Contents& wanted) : m_wanted(wanted) {}

    bool take(std::string_view line) {
        // At most two lines for a content; parts are few, but nobody counts them there.
        if (++m_lines > 2 * m_wanted.size() + 100'000)
            return false;
        if (line == "zz")
            return !whole && (whole = true);
        const auto words = split(line, ' ');
        if (words.size() == 3 && words[0] == "part") {
            takePart(parseInt(words[1]).value_or(0), words[2]);
            return true;
        }
        if (words.size() != 2 || words[0].size() != 67)
            return false;
        const auto item = findHash(m_wanted, words[0].substr(3));
        if (item == m_wanted.end())
            return false;
        if (words[1] != std::to_string((*item)->bytes))
            return true;  // what is there has another size
        if (!plans.empty() && hashOf(plans.back()) >= hashOf(*item))
            return false;
        plans.push_back({*item, 0, {}});
        return true;
    }
    void all() {
        for (const auto* item : m_wanted)
            plans.push_back({item, 0, {}});
    }

    std::vector<StorePlan> plans;
    bool whole = false;  ///< the list's last line has come

private:
    void takePart(std::int64_t bytes, const std::string& path) {
        const auto plan = findHash(plans, hashOfPart(path));
        if (bytes <= 0 || plan == plans.end() || plan->item->bytes <= StoreSource::kLarge)
            return;
        const auto have = static_cast<std::uint64_t>(bytes);
        if (have <= plan->item->bytes && have > plan->offset) {
            plan->offset = have;
            plan->from = path;
        }
    }

    const Contents& m_wanted;
    std::size_t m_lines = 0;
};

}  // namespace

HostStore::HostStore(Transport& transport, std::string hostFolder)
    : m_transport(transport), m_folder(std::move(hostFolder)) {}

std::string HostStore::pathOf(const std::string& hostFolder, const std::string& sha256) {
    return hostFolder + "/store/" + inStore(sha256);
}

Result<std::vector<StorePlan>> plansOf(Transport& transport, const std::string& folder,
                                       const std::vector<StoreItem>& items, std::stop_token stop) {
    FLAMBEAU_CHECK(checkItems(folder, items));
    const auto wanted = contentsOf(items);
    if (wanted.empty())
        return std::vector<StorePlan>();
    std::string list;
    list.reserve(wanted.size() * 76);
    for (const auto* item : wanted)
        list += inStore(item->sha256) + " " + std::to_string(item->bytes) + "\n";
    std::string set = "-";
    Lacking lacking(wanted);
    if (wanted.size() >= kSet) {
        set = sha256Hex(list);
        FLAMBEAU_TRY(const Known known, knownOf(transport, folder, set, stop));
        if (known == Known::None)
            lacking.all();
        if (known != Known::NotKnown)
            return lacking.plans;
    }
    FLAMBEAU_CHECK(askStore(transport, {"fb_missing", folder + "/store", set}, list, "missing 1",
                            "Looking into the store", stop, [&](std::string_view line) { return lacking.take(line); }));
    if (!lacking.whole)
        return storeGarbled("Looking into the store", "the list has no end");
    return std::move(lacking.plans);
}

Result<std::vector<std::string>> HostStore::missing(const std::vector<StoreItem>& items, std::stop_token stop) {
    FLAMBEAU_TRY(const auto plans, plansOf(m_transport, m_folder, items, stop));
    std::vector<std::string> hashes;
    for (const auto& plan : plans)
        hashes.push_back(plan.item->sha256);
    return hashes;
}

Result<StoreUsage> HostStore::usage(std::stop_token stop) {
    FLAMBEAU_CHECK(checkItems(m_folder, {}));
    StoreUsage usage;
    FLAMBEAU_CHECK(askStore(m_transport, {"fb_usage", m_folder + "/store"}, {}, "usage 1", "Measuring the store", stop,
                            [&](std::string_view line) { return addUsage(line, usage); }));
    return usage;
}

Result<StoreUsage> HostStore::remove(const std::vector<std::string>& hashes, std::stop_token stop) {
    FLAMBEAU_CHECK(checkItems(m_folder, {}));
    std::string list;
    for (const auto& sha256 : hashes) {
        if (!isSha256Hex(sha256))
            return Error{ErrorCode::InvalidArgument, "'" + toPlainText(sha256) + "' is no SHA-256.", {}, {}};
        list += inStore(sha256) + "\n";
    }
    StoreUsage removed;
    if (hashes.empty())
        return removed;
    FLAMBEAU_CHECK(askStore(m_transport, {"fb_remove", m_folder + "/store"}, list, "usage 1", "Cleaning the store",
                            stop, [&](std::string_view line) { return addUsage(line, removed); }));
    return removed;
}

}  // namespace flambeau::remote
