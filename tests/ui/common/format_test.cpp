// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "flambeau/ui/common/format.h"
#include "ui_support.h"

using namespace flambeau::ui;

namespace {
/// No-break spaces as usual ones, so that the expected texts can be read.
QString plain(QString text) {
    return text.replace(QChar(0xA0), ' ');
}
}  // namespace

TEST_CASE("Counts have their thousands separated, negative ones too") {
    CHECK(format::count(0) == "0");
    CHECK(format::count(999) == "999");
    CHECK(format::count(18440) == "18,440");
    CHECK(format::count(-1234567) == "-1,234,567");
    CHECK(format::count(std::numeric_limits<qint64>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("A share is a percentage with one decimal, and what is no number is a dash") {
    CHECK(plain(format::percent(0.9542)) == "95.4 %");
    CHECK(plain(format::percent(1)) == "100.0 %");
    CHECK(plain(format::percent(0)) == "0.0 %");
    CHECK(format::percent(std::nan("")) == QString(QChar(0x2013)));
}

TEST_CASE("A metric's value has the digits that matter") {
    CHECK(format::value(0.2127) == "0.213");
    CHECK(format::value(0.9) == "0.9");
    CHECK(format::value(0.0001) == "1e-4");
    CHECK(format::value(0.00035) == "3.5e-4");
    CHECK(format::value(148.2) == "148.2");
    CHECK(format::value(148.04) == "148");
    CHECK(format::value(12345) == "12,345");
    CHECK(format::value(3.2e9) == "3.2e9");
    CHECK(format::value(0) == "0");
    CHECK(format::value(-0.5) == "-0.5");
    CHECK(format::value(std::nan("")) == QString(QChar(0x2013)));
    CHECK(format::value(-std::numeric_limits<double>::infinity()) == '-' + QString(QChar(0x221E)));
}

TEST_CASE("Sizes are in the largest unit above one") {
    CHECK(plain(format::bytes(812)) == "812 bytes");
    CHECK(plain(format::bytes(4000)) == "4 KB");
    CHECK(plain(format::bytes(45'300'000)) == "45.3 MB");
    CHECK(plain(format::bytes(999'999)) == "1 MB");
    CHECK(plain(format::bytes(120'000'000)) == "120 MB");
    CHECK(plain(format::memory(24LL << 30)) == "24 GB");
    CHECK(plain(format::memoryOf(1'288'490'189, 24LL << 30)) == "1.2 of 24 GB");
}

TEST_CASE("Durations have two units at most") {
    CHECK(plain(format::duration(0.018)) == "18 ms");
    CHECK(plain(format::duration(0.4)) == "0.4 s");
    CHECK(plain(format::duration(8)) == "8 s");
    CHECK(plain(format::duration(59.6)) == "1 min");
    CHECK(plain(format::duration(192)) == "3 min 12 s");
    CHECK(plain(format::duration(7500)) == "2 h 5 min");
    CHECK(plain(format::duration(273600)) == "3 d 4 h");
    CHECK(format::duration(-1) == QString(QChar(0x2013)));
    CHECK(plain(format::timeLeft(137)) == "about 2 min 20 s left");
}

TEST_CASE("Dates are relative within a week and exact in the tooltip") {
    const QDateTime now(QDate(2026, 11, 21), QTime(13, 0));
    CHECK(format::date(QDateTime(QDate(2026, 11, 21), QTime(12, 20)), now) == "today 12:20");
    CHECK(format::date(QDateTime(QDate(2026, 11, 20), QTime(23, 59)), now) == "yesterday 23:59");
    CHECK(format::date(QDateTime(QDate(2026, 11, 16), QTime(9, 5)), now) == "5 days ago");
    CHECK(format::date(QDateTime(QDate(2026, 11, 12), QTime(9, 5)), now) == "12 Nov");
    CHECK(format::date(QDateTime(QDate(2025, 11, 12), QTime(9, 5)), now) == "12 Nov 2025");
    CHECK(format::date(QDateTime(QDate(2026, 11, 22), QTime(9, 5)), now) == "22 Nov");  // a clock that runs ahead
    CHECK(format::exactDate(QDateTime(QDate(2026, 11, 21), QTime(12, 20, 31))) == "2026-11-21 12:20:31");
}

TEST_CASE("A real number is understood with a decimal comma, and what is none is not") {
    CHECK(format::parseReal("0.001") == 0.001);
    CHECK(format::parseReal("0,001") == 0.001);
    CHECK(format::parseReal(" 1e-4 ") == 1e-4);
    CHECK(format::parseReal("1.234,5") == 1234.5);
    CHECK(format::parseReal("1,234.5") == 1234.5);
    CHECK(format::parseReal("1 234,5") == 1234.5);
    CHECK(format::parseReal("1,234,567") == 1234567.0);
    CHECK(format::parseReal(QString::fromUtf8("−3,5")) == -3.5);
    for (const char* bad : {"", "abc", "1,2,", "nan", "inf", "1e999", "--2"})
        CHECK_FALSE(format::parseReal(bad).has_value());
}

TEST_CASE("A whole number may have its thousands separated, and a fraction is none") {
    CHECK(format::parseWhole("25") == 25);
    CHECK(format::parseWhole("18,440") == 18440);
    CHECK(format::parseWhole("18.440") == 18440);
    CHECK(format::parseWhole("1 000 000") == 1000000);
    CHECK(format::parseWhole("-7") == -7);
    for (const char* bad : {"", "1,5", "1,23", "x", "12,3456", "99999999999999999999"})
        CHECK_FALSE(format::parseWhole(bad).has_value());
}

TEST_CASE("A hash is shown in groups of four") {
    CHECK(format::shortHash("7f3a91c4deadbeef") == QString::fromUtf8("7f3a 91c4 …"));
    CHECK(format::shortHash("7f3a91c4") == "7f3a 91c4");
}
