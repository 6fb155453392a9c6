// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <initializer_list>

#include "flambeau/base/strings.h"
#include "flambeau/snapshot/snapshot.h"

namespace flambeau::snapshot {

namespace {

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool endsWithOneOf(std::string_view name, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view one) { return endsWith(name, one); });
}

}  // namespace

std::string secretByName(std::string_view path) {
    const std::string name = toLowerAscii(path.substr(path.rfind('/') + 1));
    // What is shown to others as a pattern holds nothing.
    if (endsWithOneOf(name, {".example", ".sample", ".template", ".dist", ".pub"}))
        return {};
    if (name == ".env" || startsWith(name, ".env.") || name == ".envrc")
        return "settings with passwords";
    if (isOneOf(name, {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"}) ||
        endsWithOneOf(name, {".pem", ".key", ".ppk"}))
        return "a private key";
    if (endsWithOneOf(name, {".p12", ".pfx", ".jks", ".keystore", ".kdbx"}))
        return "a store of keys";
    if (isOneOf(name, {".netrc", "_netrc", ".pgpass", ".htpasswd", ".git-credentials", ".pypirc", ".npmrc",
                       "kaggle.json", ".dockercfg"}))
        return "a file with passwords";
    const std::string stem = name.substr(0, name.find('.', 1));
    const bool settings = name == stem || endsWithOneOf(name, {".json", ".yml", ".yaml", ".toml", ".ini", ".txt",
                                                               ".env", ".cfg", ".xml", ".csv"});
    if (settings && (isOneOf(stem, {"credentials", "credential", "secrets", "secret", "passwords", "client_secret"}) ||
                     startsWith(stem, "service-account") || startsWith(stem, "service_account")))
        return "credentials";
    return {};
}

}  // namespace flambeau::snapshot
