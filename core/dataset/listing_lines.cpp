// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/dataset/listing.h"

namespace flambeau::dataset {
namespace {

using nlohmann::json;

/// A listing of a disk's root must end, and so must the answer of a host that lies.
constexpr std::size_t mostEntries = 5'000'000, mostBytes = std::size_t{1} << 30;
constexpr std::size_t longestPath = 4096, longestBadName = 16384;

Error nonsense() {
    return {ErrorCode::Corrupt,
            "The list of files that came from the host cannot be understood",
            "Try again; if it stays so, remove the folder bin in Flambeau's folder there.",
            {}};
}

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// As listFolder gives them: what a walk from the root can have seen.
bool isListedPath(const std::string& path) {
    return path.size() <= longestPath && isSafeRelativePath(path) && toValidUtf8(path) == path &&
           std::none_of(path.begin(), path.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }) &&
           path.back() != '/' && path.find("//") == std::string::npos && !startsWith(path, "./") &&
           path.find("/./") == std::string::npos;
}

bool isRoot(const std::string& path) {
    return !path.empty() && path.front() == '/' && (path.size() == 1 || isListedPath(path.substr(1)));
}

}  // namespace

std::string walkedLine(std::int64_t count) {
    return dumped(json::array({"n", std::to_string(count)}));
}

void writeListing(const std::string& root, const Listing& listing,
                  const std::function<void(const std::string& line)>& line) {
    line(dumped(json::array({"root", root})));
    for (const ListedFile& file : listing.files)
        line(dumped(json::array({"f", file.path, file.bytes, file.mtimeNs})));
    for (const auto& [name, paths] : listing.hidden) {
        for (const std::string& path : paths)
            line(dumped(json::array({"h", path})));
    }
    const std::pair<const char*, const std::vector<std::string>*> others[] = {{"d", &listing.folders},
                                                                              {"b", &listing.badNames},
                                                                              {"l", &listing.loops},
                                                                              {"c", &listing.closed},
                                                                              {"s", &listing.special}};
    for (const auto& [kind, paths] : others) {
        for (const std::string& path : *paths)
            line(dumped(json::array({kind, path})));
    }
    line(R"(["end"])");
}

Status ListingReader::take(std::string_view line) {
    const json value = json::parse(line, nullptr, false);
    if (m_whole || !value.is_array() || value.empty() || !value[0].is_string())
        return nonsense();
    const std::string kind = value[0].get<std::string>();
    if (kind == "end") {
        m_whole = !m_root.empty();
        return m_whole ? Status() : Status(nonsense());
    }
    if (value.size() < 2 || !value[1].is_string())
        return nonsense();
    const std::string path = value[1].get<std::string>();
    if (kind == "n") {  // how many there are so far, while the folder is still being walked
        m_walked = std::clamp<std::int64_t>(parseInt(path).value_or(0), 0, mostEntries);
        return {};
    }
    m_bytes += path.size();
    if (++m_entries > mostEntries || m_bytes > mostBytes)
        return Error{ErrorCode::Unsupported,
                     "The folder holds more than " + formatCount(static_cast<std::int64_t>(mostEntries)) + " files",
                     "Give the folder that holds the pictures.",
                     {}};
    if (kind == "root") {
        if (!m_root.empty() || !isRoot(path))
            return nonsense();
        m_root = path;
        return {};
    }
    if (m_root.empty())
        return nonsense();
    if (kind == "b") {  // names no file that is opened: it is shown, and that is all
        if (path.size() > longestBadName)
            return nonsense();
        m_listing.badNames.push_back(path);
        return {};
    }
    if (!isListedPath(path))
        return nonsense();
    if (kind == "f") {
        const bool numbers = value.size() == 4 && value[2].is_number_unsigned() && value[3].is_number_integer() &&
                             value[2].get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX);
        if (!numbers)
            return nonsense();
        m_listing.files.push_back({path, value[2].get<std::uint64_t>(), value[3].get<std::int64_t>()});
        return {};
    }
    if (kind == "h") {
        m_listing.hidden[std::string(baseName(path))].push_back(path);
        return {};
    }
    for (const auto& [name, list] : {std::pair("d", &m_listing.folders), std::pair("l", &m_listing.loops),
                                     std::pair("c", &m_listing.closed), std::pair("s", &m_listing.special)}) {
        if (kind == name) {
            list->push_back(path);
            return {};
        }
    }
    return nonsense();
}

Result<Listing> ListingReader::finish() {
    if (!m_whole)
        return Error{ErrorCode::Corrupt, "The list of files broke off on its way from the host", "Try again.", {}};
    auto& files = m_listing.files;
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    std::sort(m_listing.folders.begin(), m_listing.folders.end());
    const auto same = [](const auto& a, const auto& b) { return a.path == b.path; };
    if (std::adjacent_find(files.begin(), files.end(), same) != files.end())
        return nonsense();
    return std::move(m_listing);
}

}  // namespace flambeau::dataset
