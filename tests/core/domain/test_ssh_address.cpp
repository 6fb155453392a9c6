// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/ssh_address.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::domain;

namespace {

SshAddress parsed(const std::string& typed) {
    INFO(typed);
    return test::must(parseSshAddress(typed));
}

}  // namespace

TEST_CASE("A host is understood as it is typed, with or without user and port") {
    CHECK(parsed("gpu1").target == SshHop{"", "gpu1", 0});
    CHECK(parsed(" anna@gpu1 ").target == SshHop{"anna", "gpu1", 0});
    CHECK(parsed("anna@gpu1.lab.example:2222").target == SshHop{"anna", "gpu1.lab.example", 2222});
    CHECK(parsed("ssh://anna@gpu1:2222/").target == SshHop{"anna", "gpu1", 2222});
    CHECK(parsed("anna@[fe80::1]:2200").target == SshHop{"anna", "fe80::1", 2200});
    CHECK(parsed("fe80::1").target == SshHop{"", "fe80::1", 0});
    CHECK(parsed("anna@corp@gpu1").target == SshHop{"anna@corp", "gpu1", 0});
    CHECK(toString(parsed("anna@[fe80::1]:2200").target) == "anna@[fe80::1]:2200");
    CHECK(toString(parsed("gpu1").target) == "gpu1");
}

TEST_CASE("A pasted ssh command gives its host, port, keys and jumps, and nothing of the rest") {
    const auto full =
        parsed("ssh -p 2222 -i ~/.ssh/'my key' -J bob@door:2200,inner -L 8888:localhost:8888 -vNT anna@gpu1");
    CHECK(full.target == SshHop{"anna", "gpu1", 2222});
    CHECK(full.identities == std::vector<std::string>{"~/.ssh/my key"});
    CHECK(full.jumps == std::vector<SshHop>{{"bob", "door", 2200}, {"", "inner", 0}});
    CHECK(parsed("ssh gpu1 nvidia-smi -l 1").target == SshHop{"", "gpu1", 0});
    CHECK(parsed("/usr/bin/ssh -p2222 -lanna gpu1").target == SshHop{"anna", "gpu1", 2222});
    CHECK(parsed("ssh -o Port=2200 -oUser=eve -o StrictHostKeyChecking=no gpu1").target == SshHop{"eve", "gpu1", 2200});
    CHECK(parsed("ssh -4AXp 22 gpu1").target == SshHop{"", "gpu1", 22});
    CHECK(parsed("ssh -l eve anna@gpu1").target.user == "anna");
}

TEST_CASE("What leads elsewhere than it says, or is no host, is refused with what to do") {
    for (const char* typed : {"",
                              "   ",
                              "anna@",
                              "@gpu1",
                              "gpu1:0",
                              "gpu1:70000",
                              "gpu1:x",
                              "-oProxyCommand=x",
                              "anna@-x",
                              "two words",

                              "ssh -p",
                              "ssh -p x gpu1",
                              "ssh -Z gpu1",
                              "ssh 'gpu1",
                              "anna@[fe80::1",
                              "a;b@gpu1",
                              "gpu1/etc",
                              "gpu\x1b[1m",
                              "ssh -o ProxyCommand='nc %h %p' gpu1",
                              "ssh -F other gpu1",
                              "ssh -J a,,b gpu1",
                              "ssh -o HostName=x gpu1"}) {
        INFO(typed);
        const auto address = parseSshAddress(typed);
        REQUIRE_FALSE(address);
        CHECK_FALSE(address.error().hint.empty());
        CHECK(address.error().message.find('\x1b') == std::string::npos);
    }
    CHECK_FALSE(parseSshAddress(std::string(5000, 'a')));
    CHECK_FALSE(parseSshJumps("a,b,c,d,e,f,g,h,i"));
    CHECK(test::must(parseSshJumps("none")).empty());
}

TEST_CASE("Of ssh_config the first value that applies wins, patterns and includes as OpenSSH has them") {
    const auto include = [](const std::string& pattern) {
        return pattern == "more" ? std::vector<std::string>{"User included\nHost other gpu9\n  Port 99\n"}
                                 : std::vector<std::string>{};
    };
    const auto config = SshConfig::parse(R"(
# comment
Host gpu* !gpu9
    HostName = %h.lab.example
    Port 2222
    IdentityFile "~/.ssh/lab key"
    UserKnownHostsFile ~/.ssh/a ~/.ssh/b
Host gpu1
    User anna
    port 1
    ProxyJump bob@door:2200
    IdentityFile ~/.ssh/second
    IdentitiesOnly yes
Host gpu9
    Include more
Match user root
    User wrong
Match all
    User everybody
    ProxyJump none
)",
                                         include);
    const auto gpu1 = config.settingsFor("gpu1");
    CHECK(gpu1.hostName == "gpu1.lab.example");
    CHECK(gpu1.port == 2222);
    CHECK(gpu1.user == "anna");
    CHECK(gpu1.identities == std::vector<std::string>{"~/.ssh/lab key", "~/.ssh/second"});
    CHECK(gpu1.knownHosts == std::vector<std::string>{"~/.ssh/a", "~/.ssh/b"});
    CHECK(gpu1.proxyJump == "bob@door:2200");
    CHECK(gpu1.identitiesOnly);
    const auto gpu9 = config.settingsFor("gpu9");
    CHECK(gpu9.hostName.empty());
    CHECK(gpu9.user == "included");
    CHECK(gpu9.port == 99);
    CHECK(config.settingsFor("other").port == 0);  // it stands in a file that is for gpu9 alone
    CHECK(config.settingsFor("elsewhere").user == "everybody");
    CHECK(config.names() == std::vector<std::string>{"gpu1", "gpu9", "other"});
}

TEST_CASE("A hostile ssh_config neither hangs nor grows without end") {
    const auto loop = [](const std::string&) { return std::vector<std::string>{"Include again\nUser x\n"}; };
    CHECK(SshConfig::parse("Include again\n", loop).settingsFor("a").user == "x");
    const std::string stars = "Host " + std::string(5000, '*') + "b\nUser x\n";
    CHECK(SshConfig::parse(stars).settingsFor(std::string(5000, 'a')).user.empty());
    CHECK(SshConfig::parse(std::string(2 << 20, 'x')).names().empty());
    CHECK(SshConfig::parse("Host \"unclosed\nPort 99999999999999999999\nPort -4\n").settingsFor("unclosed").port == 0);
}
