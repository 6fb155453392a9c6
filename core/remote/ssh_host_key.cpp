// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include "flambeau/base/strings.h"
#include "ssh_connect.h"

namespace flambeau::remote {
namespace {

std::string fingerprintOf(const ssh_key key) {
    unsigned char* hash = nullptr;
    std::size_t size = 0;
    if (key == nullptr || ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != 0)
        return {};
    char* text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
    std::string said = text != nullptr ? text : "";
    ssh_string_free_char(text);
    ssh_clean_pubkey_hash(&hash);
    return said;
}

std::string nameIn(const domain::SshHop& hop) {
    return hop.port == 22 ? hop.host : "[" + hop.host + "]:" + std::to_string(hop.port);
}

/// "ssh-rsa SHA256:… in ~/.ssh/known_hosts, line 3" for each entry of this host.
std::string standing(const HopSettings& hop) {
    std::ifstream file(hop.knownHosts);
    std::string line, found;
    for (int number = 1; number < 100'000 && std::getline(file, line); ++number) {
        ssh_knownhosts_entry* entry = nullptr;
        if (line.size() > 16'384 || ssh_known_hosts_parse_line(nameIn(hop.hop).c_str(), line.c_str(), &entry) != SSH_OK)
            continue;
        const std::string type = ssh_key_type_to_char(ssh_key_type(entry->publickey));
        found += type + " " + fingerprintOf(entry->publickey) + " in " + hop.knownHosts.string() + ", line " +
                 std::to_string(number) + "\n";
        ssh_knownhosts_entry_free(entry);
    }
    return found;
}

Error otherKey(const HopSettings& hop, const std::string& now, bool sameType) {
    const std::string before = standing(hop);
    return {ErrorCode::PermissionDenied,
            "The host key of " + nameIn(hop.hop) + " is not the one that is known" +
                (sameType ? "." : ": it is of another type.") + " Somebody may be posing as that host.",
            "Ask who runs it whether its key was changed. If it was, remove the old one: ssh-keygen -R " +
                shellQuote(nameIn(hop.hop)) + " -f " + shellQuote(hop.knownHosts.string()),
            "now:   " + now + "\nknown: " + (before.empty() ? "elsewhere on this machine" : before)};
}

}  // namespace

HostKey shownKey(ssh_session session) {
    ssh_key raw = nullptr;
    if (ssh_get_server_publickey(session, &raw) != SSH_OK)
        return {};
    const KeyPtr key(raw);
    return {ssh_key_type_to_char(ssh_key_type(key.get())), fingerprintOf(key.get())};
}

Status checkHostKey(ssh_session session, const HopSettings& hop, SshPrompter& prompter) {
    const auto [type, fingerprint] = shownKey(session);
    if (fingerprint.empty())
        return Error{ErrorCode::Failed, nameIn(hop.hop) + " showed no host key.", {}, sshWords(session)};
    const std::string now = type + " " + fingerprint;
    switch (ssh_session_is_known_server(session)) {
        case SSH_KNOWN_HOSTS_OK:
            return {};
        case SSH_KNOWN_HOSTS_CHANGED:
            return otherKey(hop, now, true);
        case SSH_KNOWN_HOSTS_OTHER:
            return otherKey(hop, now, false);
        case SSH_KNOWN_HOSTS_ERROR:
            return Error{ErrorCode::Io, "The known hosts in " + hop.knownHosts.string() + " cannot be read.",
                         "Look whether that file is whole and yours.", sshWords(session)};
        case SSH_KNOWN_HOSTS_NOT_FOUND:
        case SSH_KNOWN_HOSTS_UNKNOWN:
            break;
    }
    const bool given = !hop.acceptFingerprint.empty();
    if (given ? hop.acceptFingerprint != fingerprint
              : !prompter.trust({nameIn(hop.hop), type, fingerprint, hop.knownHosts}))
        return Error{
            ErrorCode::PermissionDenied,
            given ? "The host key of " + nameIn(hop.hop) + " is another one than was said."
                  : "The host key of " + nameIn(hop.hop) + " is not known: " + now + ".",
            "Compare it with what ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on that host. If they are the "
            "same: --accept-fingerprint " +
                fingerprint,
            now};
    std::error_code ignored;
    fs::create_directories(hop.knownHosts.parent_path(), ignored);
    if (ssh_session_update_known_hosts(session) != SSH_OK)
        return Error{ErrorCode::Io, "The host key cannot be written to " + hop.knownHosts.string() + ".",
                     "Look whether that file can be written.", sshWords(session)};
    return {};
}

}  // namespace flambeau::remote
