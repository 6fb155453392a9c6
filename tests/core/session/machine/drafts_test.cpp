// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_drafts.h"

#include <cstdlib>

#include "flambeau/session/workspace.h"
#include "flambeau/store/settings.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("A draft comes back as it was typed, newest first, and goes when it is removed") {
    TempDir dir;
    setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
    auto workspace = must(session::Workspace::open(dir / "workspace"));
    const session::RunDrafts drafts(*workspace);
    session::RunDraft draft;
    draft.name = "a name with ä / and \"quotes\"";
    draft.saved = 100;
    draft.request.recipe = "image-classification";
    draft.request.dataset = "leaves@2";
    draft.request.set = {{"epochs", "many"}, {"lr", "0,01"}};
    draft.request.tags = {"x", "y"};
    must(drafts.save(draft));
    session::RunDraft other = draft;
    other.name = "second";
    other.saved = 200;
    must(drafts.save(other));
    auto list = must(drafts.list());
    REQUIRE(list.size() == 2);
    CHECK(list[0].name == "second");
    CHECK(list[1].request.set == draft.request.set);
    CHECK(list[1].request.tags == draft.request.tags);
    other.request.dataset = "leaves@3";
    must(drafts.save(other));
    CHECK(must(drafts.find("second")).request.dataset == "leaves@3");
    CHECK(must(drafts.list()).size() == 2);
    must(drafts.remove("second"));
    CHECK(drafts.find("second").error().code == ErrorCode::NotFound);
}

TEST_CASE("A draft without a name is refused, one that is damaged is left out") {
    TempDir dir;
    setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
    auto workspace = must(session::Workspace::open(dir / "workspace"));
    const session::RunDrafts drafts(*workspace);
    CHECK(drafts.save({}).error().code == ErrorCode::InvalidArgument);
    CHECK(drafts.save({std::string(101, 'x'), 0, {}}).error().code == ErrorCode::InvalidArgument);
    must(store::Settings(workspace->store()).set("draft/broken", "{\"request\": "));
    must(
        store::Settings(workspace->store()).set("draft/odd", "{\"request\": {\"set\": {\"epochs\": 3}, \"tags\": 7}}"));
    const auto list = must(drafts.list());
    REQUIRE(list.size() == 1);
    CHECK(list[0].name == "odd");
    CHECK(list[0].request.set.empty());
}
