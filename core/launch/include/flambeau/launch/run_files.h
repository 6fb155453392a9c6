// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a run's folder on a host, asked for where no exit.json says so (the supervisor is gone, the machine was
// rebooted). Pure text and the reader of the answer. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/launch/exit_record.h"

namespace flambeau::launch {

/// Path, size and SHA-256 of every regular file below outputs/ and logs/; links are not followed.
std::string runFilesScript(const std::string& hostFolder, const std::string& run);
/// Bytewise sorted, each path once; what is not safe to join to another folder is left out.
Result<std::vector<RecordedFile>> parseRunFiles(std::string_view out);

/// Puts content of the host's store into the run's folder, as a link or a copy: pairs of a SHA-256 and a path in it.
std::string placeScript(const std::string& hostFolder, const std::string& run,
                        const std::vector<std::pair<std::string, std::string>>& files);
Status parsePlace(std::string_view out);

}  // namespace flambeau::launch
