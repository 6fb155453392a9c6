// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/run_files.h"

#include <map>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "heading.h"

namespace flambeau::launch {

namespace {

constexpr std::size_t kMostFiles = 100000;

Error garbled(std::string_view out) {
    return {ErrorCode::Corrupt, "What lies in the run's folder on the host could not be read.",
            "Look at the folder's permissions there.", toPlainText(out.substr(0, 1000))};
}

}  // namespace

std::string runFilesScript(const std::string& hostFolder, const std::string& run) {
    return "cd -- " + shellQuote(hostFolder + "/runs/" + run) + " || exit 1\nexport LC_ALL=C\n" +
           "printf 'flambeau-files 1\\n'\nfor fb_folder in outputs logs; do\n    [ -d \"$fb_folder\" ] && [ ! -L "
           "\"$fb_folder\" ] || continue\n    find \"$fb_folder\" -type f -exec sh " +
           shellQuote(hostFolder + "/bin/" + supervisorName()) + " files {} +\ndone\nprintf 'end\\n'\n";
}

Result<std::vector<RecordedFile>> parseRunFiles(std::string_view out) {
    const auto begins = afterHeading(out, "flambeau-files");
    if (!begins)
        return garbled(out);
    std::map<std::string, RecordedFile> files;
    for (std::size_t at = *begins; files.size() < kMostFiles;) {
        const auto newline = out.find('\n', at);
        if (newline == std::string_view::npos)
            return garbled(out.substr(*begins));
        const auto line = out.substr(at, newline - at);
        at = newline + 1;
        if (line == "end") {
            std::vector<RecordedFile> all;
            for (auto& [path, file] : files)
                all.push_back(std::move(file));
            return all;
        }
        if (!startsWith(line, "file "))
            continue;
        const auto json = nlohmann::json::parse(line.substr(5), nullptr, false);
        if (!json.is_object() || !json.contains("path") || !json["path"].is_string() || !json.contains("bytes") ||
            !json["bytes"].is_number_unsigned() || !json.contains("sha256") || !json["sha256"].is_string())
            continue;
        RecordedFile file{json["path"], json["bytes"], json["sha256"]};
        if (isSafeRelativePath(file.path) && isSha256Hex(file.sha256))
            files.emplace(file.path, std::move(file));
    }
    return garbled(out.substr(*begins));
}

std::string placeScript(const std::string& hostFolder, const std::string& run,
                        const std::vector<std::pair<std::string, std::string>>& files) {
    std::string text = "fb_no() { printf 'flambeau-error %s\\n' \"$1\"; exit 0; }\nprintf 'flambeau-place 1\\n'\n";
    const std::string folder = hostFolder + "/runs/" + run + "/";
    for (const auto& [sha256, path] : files) {
        const std::string to = shellQuote(folder + path);
        const std::string from = shellQuote(hostFolder + "/store/" + sha256.substr(0, 2) + "/" + sha256);
        text += "mkdir -p -- " + shellQuote(folder + path.substr(0, path.find_last_of('/'))) + " && { ln -f -- " +
                from + " " + to + " 2>/dev/null || cp -- " + from + " " + to + "; } || fb_no " +
                shellQuote("cannot write " + path) + "\n";
    }
    return text + "printf 'end\\n'\n";
}

Status parsePlace(std::string_view out) {
    const auto begins = afterHeading(out, "flambeau-place");
    if (begins && out.substr(*begins) == "end\n")
        return {};
    const auto said = begins ? out.substr(*begins) : out;
    return Error{ErrorCode::Failed, "What the run begins with could not be put into its folder on the host.",
                 "Look at the folder's permissions and at its free space.", toPlainText(said.substr(0, 1000))};
}

}  // namespace flambeau::launch
