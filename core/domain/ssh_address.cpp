// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/ssh_address.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "flambeau/base/strings.h"

namespace flambeau::domain {
namespace {

constexpr std::size_t kLongest = 4096;
constexpr int kMostJumps = 8;

Error wrong(std::string what) {
    return {ErrorCode::InvalidArgument,
            std::move(what),
            "Give USER@HOST, USER@HOST:PORT, or the ssh command that you use.",
            {}};
}

/// POSIX shell words; nothing is expanded. Empty: a quote is not closed.
std::optional<std::vector<std::string>> shellWords(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == '\'' || quote == '"') {
            if (c == quote)
                quote = 0;
            else if (quote == '"' && c == '\\' && i + 1 < text.size() &&
                     std::string_view("\\\"$`").find(text[i + 1]) != std::string_view::npos)
                word += text[++i];
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            inWord = true;
        } else if (c == '\\' && i + 1 < text.size()) {
            if (text[++i] != '\n')
                word += text[i], inWord = true;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (inWord)
                words.push_back(std::move(word));
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (quote != 0)
        return std::nullopt;
    if (inWord)
        words.push_back(std::move(word));
    return words;
}

/// What may stand for a host: no control characters, no spaces, nothing that could pass for an option.
bool isHost(std::string_view host) {
    if (host.empty() || host.size() > 255 || host.front() == '-')
        return false;
    return std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == ':' || c == '%' || c >= 0x80;
    });
}

bool isUser(std::string_view user) {
    if (user.empty() || user.size() > 255 || user.front() == '-')
        return false;
    return std::none_of(user.begin(), user.end(), [](unsigned char c) {
        return c <= ' ' || c == 127 ||
               std::string_view("'`\";&<>|(){}\\").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

Result<int> portOf(std::string_view text) {
    const auto port = parseInt(text);
    if (!port || *port < 1 || *port > 65535)
        return wrong("'" + escapeControls(text) + "' is no port: those go from 1 to 65535.");
    return static_cast<int>(*port);
}

/// [user@]host[:port], the host of IPv6 in brackets where a port follows.
Result<SshHop> parseHop(std::string_view text) {
    SshHop hop;
    if (startsWith(text, "ssh://")) {
        text.remove_prefix(6);
        if (!text.empty() && text.back() == '/')
            text.remove_suffix(1);
    }
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        hop.user = text.substr(0, at);
        text.remove_prefix(at + 1);
        if (!isUser(hop.user))
            return wrong("'" + escapeControls(hop.user) + "' is no user name.");
    }
    std::string_view port;
    if (!text.empty() && text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return wrong("The bracket of '" + escapeControls(text) + "' is not closed.");
        hop.host = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        if (!text.empty() && text.front() != ':')
            return wrong("'" + escapeControls(text) + "' after the address is no port.");
        port = text;
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        hop.host = text.substr(0, text.find(':'));
        port = text.substr(text.find(':'));
    } else {
        hop.host = text;
    }
    if (!port.empty()) {
        FLAMBEAU_TRY(hop.port, portOf(port.substr(1)));
    }
    if (!isHost(hop.host))
        return wrong(hop.host.empty() ? "There is no host in it." : "'" + escapeControls(hop.host) + "' is no host.");
    return hop;
}

/// Letters of ssh(1) that stand alone, and those that take an argument and change nothing of where it leads.
constexpr std::string_view kFlags = "46AaCfGgKkMNnqsTtVvXxYy", kIgnored = "bBcDeELmOQRSwW";

/// -o Keyword=value or "Keyword value".
Status takeOption(SshAddress& address, std::string_view text) {
    const auto at = text.find_first_of("= ");
    const std::string name = toLowerAscii(text.substr(0, at));
    const std::string value(at == std::string_view::npos ? std::string_view() : trim(text.substr(at + 1)));
    if (name == "port") {
        FLAMBEAU_TRY(address.target.port, portOf(value));
    } else if (name == "user") {
        if (!isUser(value))
            return wrong("'" + escapeControls(value) + "' is no user name.");
        address.target.user = value;
    } else if (name == "identityfile") {
        address.identities.push_back(value);
    } else if (name == "proxyjump") {
        FLAMBEAU_TRY(address.jumps, parseSshJumps(value));
    } else if (name == "hostname" || name == "proxycommand") {
        return Error{ErrorCode::Unsupported,
                     "Flambeau does not take -o " + escapeControls(text) + ".",
                     name == "hostname" ? "Give that host itself, or put it into ~/.ssh/config."
                                        : "Name the hosts in between: -J DOOR,INNER.",
                     {}};
    }
    return {};
}

struct CommandLine {
    SshAddress address;
    std::string destination, user;
    int port = 0;
};

Status takeLetter(CommandLine& line, char letter, const std::string& value) {
    switch (letter) {
        case 'p': {
            FLAMBEAU_TRY(line.port, portOf(value));
            return {};
        }
        case 'l':
            if (!isUser(value))
                return wrong("'" + escapeControls(value) + "' is no user name.");
            line.user = value;
            return {};
        case 'i':
            line.address.identities.push_back(value);
            return {};
        case 'J': {
            FLAMBEAU_TRY(line.address.jumps, parseSshJumps(value));
            return {};
        }
        case 'o':
            return takeOption(line.address, value);
        case 'F':
            return Error{ErrorCode::Unsupported,
                         "Flambeau reads ~/.ssh/config alone, not -F " + escapeControls(value) + ".",
                         "Give what stands in it: USER@HOST:PORT, a key, the hosts in between.",
                         {}};
        default:
            return {};
    }
}

Result<SshAddress> parseCommand(const std::vector<std::string>& words) {
    CommandLine line;
    for (std::size_t i = 1; i < words.size() && line.destination.empty(); ++i) {
        const std::string& word = words[i];
        if (word.size() < 2 || word[0] != '-') {
            line.destination = word;
            continue;
        }
        if (word == "--")
            continue;
        for (std::size_t at = 1; at < word.size(); ++at) {
            const char letter = word[at];
            if (kFlags.find(letter) != std::string_view::npos)
                continue;
            const bool known = kIgnored.find(letter) != std::string_view::npos ||
                               std::string_view("pliJoFI").find(letter) != std::string_view::npos;
            if (!known)
                return wrong(std::string("ssh has no option -") + escapeControls(std::string(1, letter)) + ".");
            if (at + 1 == word.size() && i + 1 >= words.size())
                return wrong(std::string("The option -") + letter + " wants something after it.");
            FLAMBEAU_CHECK(takeLetter(line, letter, at + 1 < word.size() ? word.substr(at + 1) : words[++i]));
            break;
        }
    }
    if (line.destination.empty())
        return wrong("There is no host in this ssh command.");
    FLAMBEAU_TRY(const SshHop hop, parseHop(line.destination));
    SshHop& target = line.address.target;
    // As ssh does: -p and -l go before what -o says, the destination's own before both.
    target.host = hop.host;
    target.user = !hop.user.empty() ? hop.user : !line.user.empty() ? line.user : target.user;
    target.port = hop.port != 0 ? hop.port : line.port != 0 ? line.port : target.port;
    return line.address;
}

}  // namespace

Result<SshAddress> parseSshAddress(std::string_view typed) {
    typed = trim(typed);
    if (typed.empty())
        return wrong("Nothing was given.");
    if (typed.size() > kLongest || typed.find('\0') != std::string_view::npos)
        return wrong("This is too long to be an ssh command.");
    const auto words = shellWords(typed);
    if (!words)
        return wrong("A quote is not closed.");
    if (words->size() > 1 && ((*words)[0] == "ssh" || endsWith((*words)[0], "/ssh")))
        return parseCommand(*words);
    if (words->size() != 1)
        return wrong("'" + escapeControls(typed) + "' is neither a host nor an ssh command.");
    SshAddress address;
    FLAMBEAU_TRY(address.target, parseHop(words->front()));
    return address;
}

Result<std::vector<SshHop>> parseSshJumps(std::string_view text) {
    std::vector<SshHop> hops;
    if (toLowerAscii(trim(text)) == "none")
        return hops;
    for (const std::string& one : split(text, ',')) {
        FLAMBEAU_TRY(SshHop hop, parseHop(trim(one)));
        hops.push_back(std::move(hop));
    }
    if (hops.size() > kMostJumps)
        return wrong("More than " + std::to_string(kMostJumps) + " hosts in between are too many.");
    return hops;
}

std::string toString(const SshHop& hop) {
    const bool brackets = hop.port != 0 && hop.host.find(':') != std::string::npos;
    return (hop.user.empty() ? "" : hop.user + "@") + (brackets ? "[" + hop.host + "]" : hop.host) +
           (hop.port != 0 ? ":" + std::to_string(hop.port) : "");
}

}  // namespace flambeau::domain
