// SPDX-License-Identifier: GPL-3.0-or-later
// From a manifest's findings to what a person reads and can do: pure functions.
#include <catch2/catch.hpp>

#include "finding_groups.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui::datasets;
using domain::Finding;
using domain::Severity;

namespace {

domain::DatasetManifest manifestOf(const std::vector<std::pair<std::string, std::string>>& files) {
    domain::DatasetManifest manifest;
    manifest.name = "x";
    manifest.version = 1;
    manifest.classes = {"a"};
    for (const auto& [path, split] : files)
        manifest.files.push_back({path, split, 0, 1, 0, std::string(64, '0'), 1, 1, 1});
    return manifest;
}

}  // namespace

TEST_CASE(
    "A picture in train and val is kept in val only, copies in one split are kept once, other labels not at all") {
    auto manifest = manifestOf({{"t/1", "train"}, {"t/2", "train"}, {"v/1", "val"}, {"v/2", "val"}, {"t/3", "train"}});
    manifest.findings = {
        {"leak", Severity::Bad, "t/1", "d", "leave_out", {"t/1", "v/1"}},
        {"leak", Severity::Bad, "t/2", "d", "leave_out", {"t/2", "v/2"}},
        {"exact_duplicate", Severity::Caution, "t/1", "d", "leave_out", {"t/1", "t/3"}},
        {"conflicting_labels", Severity::Bad, "t/2", "d", "leave_out", {"t/2", "t/3"}},
    };
    const auto groups = findingGroups(manifest, {});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].title == "2 pictures stand in more than one split");
    CHECK(groups[0].actionText == "Keep in val only");
    CHECK(groups[0].change.leaveOut == std::vector<std::string>{"t/1", "t/2"});
    CHECK(groups[1].change.leaveOut == std::vector<std::string>{"t/2", "t/3"});
    CHECK(groups[2].kind == "exact_duplicate");
    CHECK(groups[2].change.leaveOut == std::vector<std::string>{"t/3"});
    CHECK(groups[2].done == "1 picture is left out");
}

TEST_CASE("What cannot be opened is shown in its folder, what was decided is taken back, the rest is acknowledged") {
    auto manifest = manifestOf({{"t/1", "train"}, {"t/2", "train"}});
    manifest.findings = {
        {"not_an_image", Severity::Bad, "t/x.gif", "It is a text.", "left_out", {"t/x.gif"}},
        {"exif_rotation", Severity::Info, "t/1", "d", "kept", {"t/1", "t/2"}},
        {"decided", Severity::Info, "t/9", "d", "left_out", {"t/9"}},
        {"something_new", Severity::Info, "t/1", "A sentence.", "none", {"t/1"}},
    };
    const auto groups = findingGroups(manifest, {"exif_rotation"});
    REQUIRE(groups.size() == 4);
    CHECK(groups[0].action == FindingAction::OpenFolder);
    CHECK(groups[0].detail == "t/x.gif: It is a text.");
    CHECK(groups[1].action == FindingAction::TakeBack);
    CHECK(groups[1].change.forget == std::vector<std::string>{"t/9"});
    CHECK(groups[2].title == "Something new");
    CHECK(groups[3].title == "2 pictures carry a rotation");
    CHECK(groups[3].seen);
    CHECK(groups[3].action == FindingAction::Acknowledge);
}
