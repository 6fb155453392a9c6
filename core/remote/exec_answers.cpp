// SPDX-License-Identifier: GPL-3.0-or-later
#include "exec_answers.h"

#include "flambeau/base/strings.h"

namespace flambeau::remote::answers {

const char* const helpers = R"(
why() { case $1 in
*'o space left'* | *'uota exceeded'*) exit 47 ;;
*'ermission denied'* | *'not permitted'* | *'ead-only'*) exit 46 ;;
*'o such file'* | *'irectory nonexistent'*) exit 44 ;;
esac; printf '%s\n' "$1" >&2; exit 1; }
there() { [ -e "$1" ] || [ -L "$1" ] || exit 44; }
)";

std::string placeScript(const std::string& part, const std::string& to, std::uint64_t bytes) {
    return "[ \"$(($(wc -c <" + shellQuote(part) + ")))\" = " + std::to_string(bytes) + " ] || exit 47\n[ ! -d " +
           shellQuote(to) + " ] || exit 45\nsaid=$(mv -f -- " + shellQuote(part) + " " + shellQuote(to) +
           " 2>&1) || why \"$said\"\n";
}

Error error(const CommandResult& result, const std::string& what) {
    Error said{ErrorCode::Failed, what + " on the host failed.", {}, toPlainText(result.err.substr(0, 2000))};
    switch (result.exitCode) {
        case 44:
            said.code = ErrorCode::NotFound;
            said.message = what + ": there is nothing at that path.";
            break;
        case 45:
            said.code = ErrorCode::InvalidArgument;
            said.message = what + ": it is no file.";
            break;
        case 46:
            said.code = ErrorCode::PermissionDenied;
            said.message = what + ": the host does not permit it.";
            said.hint = "Look at the owner and the permissions on the host.";
            break;
        case 47:
            said.code = ErrorCode::DiskFull;
            said.message = what + ": the host's disk is full.";
            said.hint = "Free some space there.";
            break;
        default:
            break;
    }
    return said;
}

}  // namespace flambeau::remote::answers
