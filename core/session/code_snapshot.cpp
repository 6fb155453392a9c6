// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/code_snapshot.h"

#include <set>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/transport.h"

namespace flambeau::session {
namespace {

constexpr std::chrono::minutes kPlacedWithin{30};

/// Reads "MODE SHA256 PATH" lines. Everything is made beside its place, compared with its hashes there, and renamed.
constexpr std::string_view kPlaceScript = R"sh(
umask 022
LC_ALL=C
export LC_ALL
fb_list=$(cat)
fb_made=
# However it ends, nothing half-made is left.
trap '[ -z "$fb_made" ] || rm -rf -- "$fb_new"' EXIT
trap 'exit 1' HUP INT TERM
fb_stop() {
    printf 'stop %s\n' "$1"
    exit 0
}
command -v sha256sum >/dev/null 2>&1 || fb_stop 'lacks sha256sum'
# fb_same FOLDER: all files of the list are there, as it says.
fb_same() {
    cd -- "$1" && printf '%s\n' "$fb_list" | sed 's,^[0-9]* \([0-9a-f]*\) ,\1  ./,' | sha256sum -c >/dev/null 2>&1
}
# fb_alone FOLDER: no other files are there, and as many can be executed, by the same names.
fb_alone() {
    cd -- "$1" || return 1
    [ -z "$(find . ! -type f ! -type d -print | head -n 1)" ] || return 1
    [ "$(find . -type f -print | sort)" = "$(printf '%s\n' "$fb_list" | sed 's,^[0-9]* [0-9a-f]* ,./,' | sort)" ] &&
        [ "$(find . -type f -perm -100 -print | sort)" = \
            "$(printf '%s\n' "$fb_list" | sed -n 's,^755 [0-9a-f]* ,./,p' | sort)" ]
}
if [ -e "$fb_to" ] || [ -h "$fb_to" ]; then
    (fb_same "$fb_to") && { [ "$fb_exact" = no ] || (fb_alone "$fb_to"); } && { echo had; exit 0; }
    fb_stop exists
fi
fb_why=$(mkdir -p -- "$fb_new" 2>&1) || fb_stop "failed $fb_why"
fb_made=yes
fb_why=$(
    printf '%s\n' "$fb_list" | while IFS= read -r fb_line; do
        fb_rest=${fb_line#* }
        fb_hash=${fb_rest%% *}
        fb_path=${fb_rest#* }
        case $fb_path in
        */*)
            [ "${fb_path%/*}" = "$fb_last" ] || mkdir -p -- "$fb_new/${fb_path%/*}" || exit 1
            fb_last=${fb_path%/*}
            ;;
        esac
        cp -- "$fb_store/${fb_hash%"${fb_hash#??}"}/$fb_hash" "$fb_new/$fb_path" || exit 1
    done 2>&1
) || fb_stop "failed $fb_why"
fb_why=$(
    {
        find "$fb_new" -type f -exec chmod 644 {} + || exit 1
        printf '%s\n' "$fb_list" | sed -n 's,^755 [0-9a-f]* ,,p' | while IFS= read -r fb_path; do
            chmod 755 -- "$fb_new/$fb_path" || exit 1
        done
    } 2>&1
) || fb_stop "failed $fb_why"
(fb_same "$fb_new") || fb_stop differs
fb_why=$(mv -T -- "$fb_new" "$fb_to" 2>&1) || { [ ! -e "$fb_to" ] && mv -- "$fb_new" "$fb_to"; } || fb_stop "failed $fb_why"
echo placed
)sh";

Error notPlaced(const std::string& said, const std::string& host, const std::string& to) {
    if (said == "exists")
        return {ErrorCode::AlreadyExists,
                "There is something else at " + to + " on " + host + ".",
                "Name a folder that is not there yet.",
                {}};
    if (startsWith(said, "lacks "))
        return {ErrorCode::Unsupported,
                host + " lacks the command " + toPlainText(said.substr(6)) + ".",
                "Install it there; it is part of every usual Linux.",
                {}};
    if (said == "differs")
        return {ErrorCode::Corrupt,
                "What was placed on " + host + " is not what was sent.",
                "Look whether the host's disk is sound, and try again.",
                {}};
    if (said.find("o space left") != std::string::npos || said.find("uota exceeded") != std::string::npos)
        return {ErrorCode::DiskFull, "The disk of " + host + " is full.", "Free some space there.", toPlainText(said)};
    return {ErrorCode::Failed, "The code could not be placed at " + to + " on " + host + ".",
            "Look at the folder's permissions there.", toPlainText(said.substr(0, 1000))};
}

/// True: it was there already.
Result<bool> placeThere(const snapshot::Snapshot& code, const HostPlace& place, const std::string& to,
                        std::stop_token stop) {
    std::string list;
    for (const auto& file : code.files)
        list += (file.mode & 0111 ? "755 " : "644 ") + file.sha256 + " " + file.path + "\n";
    remote::StreamCommand command;
    command.script = "fb_store=" + shellQuote(place.folder + "/store") + "\nfb_to=" + shellQuote(to) +
                     "\nfb_exact=" + (to == codeFolder(place, code) ? "no" : "yes") +
                     "\nfb_new=" + shellQuote(to + ".new-" + newUuid()) + "\n" + std::string(kPlaceScript);
    command.timeout = kPlacedWithin;
    command.stop = stop;
    std::size_t given = 0;
    command.input = [&](char* into, std::size_t size) {
        const std::size_t some = list.copy(into, size, given);
        given += some;
        return static_cast<long>(some);
    };
    std::string said;
    command.out = [&](std::string_view bytes) {
        said.append(bytes);
        return said.size() < 64u << 10;
    };
    FLAMBEAU_TRY(const auto result, place.transport->stream(command));
    const std::string word(trim(said));
    if (word == "placed" || word == "had")
        return word == "had";
    if (startsWith(word, "stop "))
        return notPlaced(word.substr(5), place.name, to);
    return Error{ErrorCode::Failed, "Placing the code on " + place.name + " broke off.", "Try again.",
                 toPlainText((word + "\n" + result.err).substr(0, 1000))};
}

}  // namespace

std::string codeFolder(const HostPlace& place, const snapshot::Snapshot& code) {
    return place.folder + "/code/" + code.sha256;
}

Result<SentCode> sendCode(const snapshot::Snapshot& code, const fs::path& from, const HostPlace& place,
                          const std::string& to, std::stop_token stop, const ProgressCallback& progress) {
    if (code.files.empty())
        return Error{ErrorCode::InvalidArgument,
                     "There is no file in " + from.string() + " that would go.",
                     "Look at its ignore file: `flambeau-cli code preview` shows what it keeps back.",
                     {}};
    if (!startsWith(to, "/") || to.size() < 2 || to.back() == '/' || to.find('\n') != std::string::npos)
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(to) + "' is no folder of a host.",
                     "Name it from the root there.",
                     {}};
    std::vector<remote::StoreItem> items;
    std::set<std::string> known;
    for (const auto& file : code.files) {
        if (known.insert(file.sha256).second)
            items.push_back({file.sha256, file.bytes, from / file.path});
    }
    remote::HostStore store(*place.transport, place.folder);
    const auto told = [&](const remote::TransferProgress& at) {
        if (progress)
            progress("sending the code to " + place.name, at.bytes, at.bytesTotal);
    };
    // Each file's hash is compared while it is sent: what changed meanwhile ends this here.
    FLAMBEAU_TRY(const auto put, store.put(items, told, stop));
    if (progress)
        progress("placing the code on " + place.name, 0, 0);
    SentCode sent{code.sha256, to, code.files.size(), code.bytes, put.files, put.bytes, false};
    FLAMBEAU_TRY(sent.had, placeThere(code, place, to, stop));
    return sent;
}

}  // namespace flambeau::session
