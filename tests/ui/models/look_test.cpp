// SPDX-License-Identifier: GPL-3.0-or-later
// The page as it looks, filled and empty, light and dark, at both sizes; what it says of a version.
#include "flambeau/session/workspace.h"
#include "flambeau/ui/pictures/thumbnail_source.h"
#include "looks.h"
#include "models_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

void checkLook(ModelsWindow& models, const QString& name) {
    checkLooks(*models.window, "models-" + name);
}

}  // namespace

TEST_CASE("The models' page fits and can be named, filled, in both themes and sizes") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    models.expect("of 48 are wrong");
    checkLook(models, "filled");
    models.show({1440, 1500});  // all of it at once, to be looked at
    auto& thumbnails = pictures::ThumbnailSource::of(*models.desk);
    REQUIRE(models.wait([&] { return thumbnails.waiting() == 0; }));
    save(shot(*models.window), "models-filled-light-whole");
    models.showVersion("flowers@1");
    checkLook(models, "foreign");
}

TEST_CASE("The models' page with its panels, a comparison and the trash fits and can be named") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    models.press("Aliases");
    checkLook(models, "aliases");
    models.press("Other formats");
    CHECK_FALSE(models.says("Aliases of shapes v2"));
    checkLook(models, "export");
    CHECK(models.page->closeTop());
    CHECK_FALSE(models.page->closeTop());
    models.press("Compare two");
    CHECK(models.says("Two versions side by side"));
    checkLook(models, "compare");
    CHECK(models.page->closeTop());
    models.page->showTrash();
    checkLook(models, "trash");
}

TEST_CASE("Tab goes over the models' page as one reads it") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    QStringList order;
    QWidget* start = models.child<TableView>("names");
    for (QWidget* at = start; order.isEmpty() || at != start; at = at->nextInFocusChain()) {
        if (!at->objectName().isEmpty() && (at->focusPolicy() & Qt::TabFocus) && models.page->isAncestorOf(at) &&
            at->isVisible())
            order << at->objectName();
    }
    CHECK(order == QStringList{"names", "versions", "compare", "openTrash", "judge", "exportOnnx", "otherFormats",
                               "downloadAll", "files", "choosePictures"});
}

TEST_CASE("An empty registry says how to begin") {
    flambeau::test::TempDir folder;
    (void)must(session::Workspace::open(folder / "workspace"));
    ModelsWindow models(folder / "workspace");
    models.show();
    models.expect("No model is kept yet");
    checkLook(models, "empty");
    models.press("Train a model");
    CHECK(models.window->currentPageId() == "new-run");
}

TEST_CASE("A version shows its figures, lineage, verdict and files") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.window->openPage("models", "shapes@champion");
    REQUIRE(models.wait([&] { return models.page->shown() && models.page->shown()->version == 2; }));
    settle();
    CHECK(models.page->header().title == "shapes");
    CHECK(spaced(models.page->header().subtitle) == "version 2 · champion · 95.4 % on val");
    CHECK(models.says("Verified by OpenCV DNN 4.6.0"));
    CHECK(models.says("24 of 24"));
    CHECK(models.says("1.4e-6"));
    models.expect("Run: shapes-02");
    CHECK(models.says("Dataset: shapes v1"));
    auto* files = models.child<TableView>("files");
    REQUIRE(files->model()->rowCount() == 8);
    CHECK(files->model()->index(0, 0).data().toString() == "model.onnx");
    CHECK(files->model()->index(0, 3).data(CopyRole).toString().size() == 64);
    auto* versions = models.child<TableView>("versions");
    CHECK(versions->model()->rowCount() == 2);
    CHECK(models.says("Versions of shapes"));
    CHECK(models.says("best v2 · newest v2"));
}

TEST_CASE("The boxes of the lineage lead to the dataset and the run, and say where they cannot") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    QAbstractButton* run = nullptr;
    REQUIRE(models.wait([&] { return (run = models.find<QAbstractButton>("Run: shapes-01")) != nullptr; }));
    run->click();
    CHECK(models.window->currentPageId() == "run");
    CHECK(models.standIn("run")->opened.toStdString() == filled.run("shapes-01").str());
    models.showVersion("flowers@1");
    CHECK(models.says("From: flowers.onnx"));
    CHECK_FALSE(models.says("Environment: "));
    CHECK_FALSE(models.says("Run: "));
    QAction* open = models.page->header().actions.at(1);
    CHECK_FALSE(open->isEnabled());
    CHECK(blockedBecause(open).contains("not from a run"));
}

TEST_CASE("What was not judged is never called verified, and a verdict that disagrees is shown plainly") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("flowers@1");
    CHECK(models.says("Not judged"));
    CHECK_FALSE(models.says("Verified"));
    // The made-up reference is one that no runtime agrees with.
    ask(filled, [&](session::RegistryService& registry) {
        const auto version = must(registry.find("shapes@1"));
        (void)must(registry.judge(version, session::RegistryService::Extent::Sixteen, "opencv", {}, {}));
        return 0;
    });
    models.desk->announce(session::Topic::Models);
    models.showVersion("shapes@1");
    models.expect("gives other answers");
    CHECK_FALSE(models.says("Verified"));
    CHECK(models.says("of 2"));
    save(shot(*models.window), "models-disagrees-light");
}

TEST_CASE("Two versions are compared with how much their metrics differ and which is better") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    models.page->compare("shapes@1", "shapes@2");
    settle();
    auto* table = models.find<TableView>("What differs");
    REQUIRE(table != nullptr);
    QStringList lines;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        lines << table->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    const QString all = lines.join("\n");
    INFO(all.toStdString());
    CHECK(spaced(lines.front()) == "best val/acc, 90.8 %, 95.4 %, +4.6 points, better");
    CHECK(all.contains("parameter scheduler"));
    models.press("Swap");
    CHECK(table->model()->index(0, 3).data().toString().contains("worse"));
    models.press("Close");
    CHECK_FALSE(models.says("Two versions side by side"));
}

// Not run by itself: FLAMBEAU_LOOK_AT=WORKSPACE test_ui_models "[look]" draws the page on real content.
TEST_CASE("The page on a workspace of one's own", "[.][look]") {
    const QString folder = qEnvironmentVariable("FLAMBEAU_LOOK_AT");
    REQUIRE(!folder.isEmpty());
    qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
    qputenv("FLAMBEAU_JUDGE", FLAMBEAU_BIN "/flambeau-judge");
    ModelsWindow models(folder.toStdString());
    models.show();
    REQUIRE(models.wait([&] { return models.page->shown() != nullptr; }));
    models.page->tryPictures(qEnvironmentVariable("FLAMBEAU_LOOK_WITH").split(':', Qt::SkipEmptyParts));
    models.wait([&] { return models.says("by the exported file"); });
    (void)waitFor([] { return false; });  // thumbnails come when they come
    checkLook(models, "real");
    for (const bool dark : {false, true}) {
        useTheme(dark);
        models.show({1440, 1700});
        (void)waitFor([] { return false; });
        save(shot(*models.window), QString("models-real-tall-%1").arg(dark ? "dark" : "light"));
    }
    useTheme(false);
}
