// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/keychain.h"

#include <catch2/catch.hpp>

#include <QCoreApplication>
#include <cstdlib>
#include <memory>
#include <thread>

#include "program_secrets.h"

using namespace flambeau::session;

TEST_CASE("Where no keychain opens, what let in to a host is remembered in memory by the whole program") {
    CHECK_FALSE(programSecrets());
    int none = 0;
    std::unique_ptr<QCoreApplication> application;
    if (QCoreApplication::instance() == nullptr)
        application = std::make_unique<QCoreApplication>(none, nullptr);
    // Nobody's keychain is touched by a test: there is no way to one from here.
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    useKeychain();
    const auto secrets = programSecrets();
    REQUIRE(secrets);
    bool before = true, after = true;
    std::string kept;
    std::thread other([&] {
        before = secrets->find("password anna@gpu1").has_value();
        secrets->keep("password anna@gpu1", "open sesame");
        kept = secrets->find("password anna@gpu1").value_or("");
        secrets->forget("password anna@gpu1");
        after = secrets->find("password anna@gpu1").has_value();
    });
    other.join();
    CHECK_FALSE(before);
    CHECK(kept == "open sesame");
    CHECK_FALSE(after);
    setProgramSecrets(nullptr);
    CHECK_FALSE(programSecrets());
}
