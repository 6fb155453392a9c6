// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with models, driven by events: keeping a dropped file, aliases, tags, the trash, export, trying.
#include <QDesktopServices>
#include <QPlainTextEdit>

#include "flambeau/base/sha256.h"
#include "flambeau/model/weights.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "models_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

session::ModelVersion found(FilledWorkspace& filled, const std::string& reference) {
    return ask(filled, [&](session::RegistryService& registry) { return must(registry.find(reference)); });
}

/// By number or alias; what is in the trash is not there.
bool isThere(FilledWorkspace& filled, const std::string& reference) {
    return ask(filled, [&](session::RegistryService& registry) {
        const auto version = registry.find(reference);
        return version.ok() && version->removed == 0;
    });
}

void writeWeights(const fs::path& path, float value) {
    model::Weights weights;
    weights.tensors["fc.weight"] = model::Tensor::fromFloats({2, 2}, {value, 2, 3, 4});
    must(model::writeSafetensors(path, weights));
}

/// Catches what would be shown in a file manager.
class FolderCatcher : public QObject {
    Q_OBJECT
public:
    FolderCatcher() { QDesktopServices::setUrlHandler("file", this, "take"); }
    ~FolderCatcher() override { QDesktopServices::unsetUrlHandler("file"); }
    QUrl url;
public slots:
    void take(const QUrl& asked) { url = asked; }
};

}  // namespace

TEST_CASE("A dropped model file is kept under its name, the same file only once, another one as the next version") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    writeWeights(folder / "oaks.safetensors", 1);
    const QString file = QString::fromStdString((folder / "oaks.safetensors").string());
    CHECK(models.drop(*models.window, {file}) == "Keep this model as 'oaks'");
    models.expect("Kept as oaks v1");
    REQUIRE(models.wait([&] { return models.window->drops().offerFor({file})->text.contains("next version"); }));
    CHECK(found(filled, "oaks@1").files.size() == 1);
    models.drop(*models.window, {file});
    models.expect("This file is kept already, as oaks v1");
    CHECK_FALSE(isThere(filled, "oaks@2"));
    writeWeights(folder / "oaks.safetensors", 7);
    models.drop(*models.window, {file});
    models.expect("Kept as oaks v2");
    models.press("Show");
    REQUIRE(models.wait([&] { return models.page->shown() && models.page->shown()->reference() == "oaks@2"; }));
}

TEST_CASE("A folder with a model.json is kept whole, whichever page is shown") {
    FilledWorkspace filled;
    flambeau::test::TempDir folder;
    ask(filled, [&](session::RegistryService& registry) {
        const auto version = must(registry.find("shapes@1"));
        for (const char* name : {"model.json", "best.safetensors"})
            flambeau::test::write(folder / "mine" / name,
                                  flambeau::test::read(must(registry.blob(*version.file(name)))));
        return 0;
    });
    ModelsWindow models(filled.folder());
    models.window->show();
    models.window->openPage("home");
    CHECK(models.drop(*models.window, {QString::fromStdString((folder / "mine").string())}) ==
          "Keep this model as 'mine'");
    models.expect("Kept as mine v1");
    CHECK(found(filled, "mine").usable());
    CHECK(models.window->currentPageId() == "models");
}

TEST_CASE("An alias is added, moved, taken away, and each step is undone with Ctrl+Z") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    models.press("Aliases");
    auto* field = qobject_cast<QLineEdit*>(models.window->focusWidget());
    REQUIRE(field != nullptr);
    QTest::keyClicks(field, "in-use");
    press(*field, Qt::Key_Return);
    REQUIRE(models.wait([&] { return isThere(filled, "shapes@in-use"); }));
    REQUIRE(models.wait([&] { return models.page->header().subtitle.contains("in-use"); }));
    models.press("Move champion here from v2");
    REQUIRE(models.wait([&] { return found(filled, "shapes@champion").version == 1; }));
    models.expect("champion moved from v2 to v1");
    models.press("Undo");
    REQUIRE(models.wait([&] { return found(filled, "shapes@champion").version == 2; }));
    models.window->undoStack().undo();
    REQUIRE(models.wait([&] { return !isThere(filled, "shapes@in-use"); }));
    models.window->undoStack().redo();
    REQUIRE(models.wait([&] { return isThere(filled, "shapes@in-use"); }));
    REQUIRE(models.wait([&] { return models.page->header().subtitle.contains("in-use"); }));
    for (auto* chip : models.page->findChildren<QAbstractButton*>()) {
        if (chip->isVisible() && chip->text() == "in-use") {
            press(*chip, Qt::Key_Delete);
            break;
        }
    }
    REQUIRE(models.wait([&] { return !isThere(filled, "shapes@in-use"); }));
}

TEST_CASE("Tags and the description are kept, and come back with undo") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    auto* tag = models.find<QLineEdit>("Add a tag");
    REQUIRE(tag != nullptr);
    tag->setText("for the fair");
    press(*tag, Qt::Key_Return);
    REQUIRE(models.wait([&] { return found(filled, "shapes@2").tags.size() == 2; }));
    REQUIRE(models.wait([&] { return models.window->undoStack().count() == 1; }));
    auto* description = models.page->findChild<QPlainTextEdit*>();
    description->setFocus();
    description->setPlainText("The one that was shown");
    tag->setFocus();
    REQUIRE(models.wait([&] { return found(filled, "shapes@2").description == "The one that was shown"; }));
    REQUIRE(models.wait([&] { return models.window->undoStack().count() == 2; }));
    models.window->undoStack().undo();
    models.window->undoStack().undo();
    REQUIRE(models.wait([&] { return found(filled, "shapes@2").tags.size() == 1; }));
    CHECK(found(filled, "shapes@2").description == "Cosine schedule, otherwise as shapes@1");
}

TEST_CASE("Delete moves a version to the trash, from where it comes back with its alias") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    press(*models.child<TableView>("versions"), Qt::Key_Delete);
    models.expect("shapes v2 is in the trash");
    REQUIRE(models.wait([&] { return models.page->shown() && models.page->shown()->reference() == "shapes@1"; }));
    CHECK_FALSE(isThere(filled, "shapes@2"));
    models.press("Trash, 1");
    auto* trash = models.child<TableView>("trash");
    REQUIRE(trash->model()->rowCount() == 1);
    trash->setCurrentIndex(trash->model()->index(0, 0));
    press(*trash, Qt::Key_Return);
    REQUIRE(models.wait([&] { return isThere(filled, "shapes@2"); }));
    models.expect("shapes v2 is back");
    CHECK(found(filled, "shapes@champion").version == 2);
    models.expect("The trash is empty");
    CHECK(models.page->closeTop());
    models.window->undoStack().undo();
    REQUIRE(models.wait([&] { return !isThere(filled, "shapes@2"); }));
}

TEST_CASE("A version that comes back says which alias another one has by now") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    press(*models.child<TableView>("versions"), Qt::Key_Delete);
    models.expect("shapes v2 is in the trash");
    ask(filled, [](session::RegistryService& registry) { return must(registry.setAlias("shapes@1", "champion")); });
    models.page->showTrash();
    auto* trash = models.child<TableView>("trash");
    REQUIRE(models.wait([&] { return trash->model()->rowCount() == 1; }));
    trash->setCurrentIndex(trash->model()->index(0, 0));
    press(*trash, Qt::Key_Return);
    models.expect("champion stays with shapes@1");
}

TEST_CASE("Export ONNX asks where to and writes the file that the verdict is about") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    FolderCatcher caught;
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    const fs::path file = folder / "mine.onnx";
    models.press("Export ONNX");
    models.answer(QString::fromStdString(file.string()));
    models.expect("Wrote mine.onnx");
    CHECK(must(sha256File(file)) == found(filled, "shapes@2").file("model.onnx")->sha256);
    models.press("Show in folder");
    CHECK(caught.url.toLocalFile().toStdString() == folder.path().string());
    // With other options it is another file, and what is there is only replaced when that is asked for.
    models.press("Other formats");
    models.press("Ends in probabilities");
    CHECK(models.says("another file than the one that was judged"));
    models.press("Save as …");
    models.answer(QString::fromStdString(file.string()));
    CHECK(models.says("mine.onnx is there already"));
    CHECK(must(sha256File(file)) == found(filled, "shapes@2").file("model.onnx")->sha256);
    models.press("Replace it");
    models.expect("Wrote mine.onnx");
    CHECK(must(sha256File(file)) != found(filled, "shapes@2").file("model.onnx")->sha256);
}

TEST_CASE("One file and all files are downloaded with their hashes") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    auto* files = models.child<TableView>("files");
    files->setCurrentIndex(files->model()->index(1, 0));
    press(*files, Qt::Key_Return);
    models.answer(QString::fromStdString((folder / "weights.safetensors").string()));
    models.expect("Wrote weights.safetensors");
    CHECK(must(sha256File(folder / "weights.safetensors")) == found(filled, "shapes@2").weights()->sha256);
    models.press("Download all");
    models.answer(QString::fromStdString(folder.path().string()));
    models.expect("8 files, each hash as registered");
    CHECK(fs::exists(folder / "shapes-2" / "tables" / "confusion.json"));
}

TEST_CASE("Pictures dropped on the card are answered with bars, by the real judge") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    auto* card = models.find<Card>("Try it");
    REQUIRE(card != nullptr);
    flambeau::test::TempDir folder;
    flambeau::test::write(folder / "torn.png", "no picture at all");
    const QString torn = QString::fromStdString((folder / "torn.png").string());
    const QString star = QString::fromStdString((filled.pictures() / "val/star/00004.png").string());
    models.drop(*card, {star, torn});
    models.expect("by the exported file, model.onnx");
    CHECK(models.says("What it says"));
    CHECK(models.says("00004.png"));
    save(shot(*models.window), "models-tried-light");
    models.show({1280, 720});
    CHECK(layoutFaults(*models.window) == QStringList());
    // Large: the picture itself, then the next of those that were tried.
    auto* preview = models.child<QWidget>("triedPicture");
    preview->setFocus();
    press(*preview, Qt::Key_Space);
    auto* viewer = models.page->findChild<pictures::PictureViewer*>();
    REQUIRE(viewer != nullptr);
    CHECK(models.wait([&] { return viewer->path() == star && viewer->pictureSize().width() >= 24; }));
    press(*viewer, Qt::Key_Right);
    CHECK(models.wait([&] { return !viewer->problem().isEmpty(); }));
    press(*viewer, Qt::Key_Escape);
    CHECK(models.says("torn.png"));
    CHECK(models.page->header().title == "shapes");
    // The same wherever they are let go, with a word before.
    CHECK(models.drop(*models.window, {star}) == "Show this picture to shapes v2");
    models.showVersion("shapes@1");
    CHECK_FALSE(models.says("by the exported file"));
}

TEST_CASE("Judging again goes through the real judge and its verdict is said, whatever it is") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    models.window->commands().find("model.judge")->trigger();
    models.expect("gives other answers");
    CHECK(found(filled, "shapes@1").onnx["agrees"] == false);
}

TEST_CASE("ONNX Runtime is prepared only after a question that Esc puts away") {
    FilledWorkspace filled;
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((filled.folder() / "cache").string()));
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    models.window->commands().find("model.judge-onnxruntime")->trigger();
    models.expect("Prepare and judge");
    CHECK(models.says("ONNX Runtime is not here yet"));
    save(shot(*models.window), "models-prepare-light");
    CHECK(models.page->closeTop());
    CHECK_FALSE(models.says("Prepare and judge"));
    qunsetenv("XDG_CACHE_HOME");
}

// Not run by itself: it fetches ONNX Runtime from the package index.
TEST_CASE("ONNX Runtime is prepared with a bar in its place, and judges then", "[.][online]") {
    FilledWorkspace filled;
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((filled.folder() / "cache").string()));
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    models.window->commands().find("model.judge-onnxruntime")->trigger();
    models.expect("Prepare and judge");
    models.press("Prepare and judge");
    models.expect("Preparing ONNX Runtime");
    save(shot(*models.window), "models-preparing-light");
    for (int i = 0; i < 10 && !models.says("ONNX Runtime 1"); ++i)
        (void)models.wait([&] { return models.says("ONNX Runtime 1"); });
    CHECK(models.says("ONNX Runtime 1"));
    CHECK(models.says("gives other answers"));
    qunsetenv("XDG_CACHE_HOME");
}

TEST_CASE("The palette finds models by name and alias, and a cell shows its pictures") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("flowers@1");
    const auto hits = models.window->commands().search("champion", 5);
    REQUIRE(!hits.empty());
    CHECK(hits.front().text == "shapes v2 champion");
    hits.front().open();
    settle();
    CHECK(models.page->shown()->reference() == "shapes@2");
    models.expect("of 48 are wrong");
    auto* grid = models.find<QWidget>("What was taken for what");
    REQUIRE(grid != nullptr);
    grid->setFocus();
    press(*grid, Qt::Key_Right);
    CHECK(models.says("of circle are right"));
    auto* shown = models.find<pictures::PictureGrid>("Pictures of the chosen cell");
    REQUIRE(shown != nullptr);
    shown->setFocus();
    // The table was made up: not each picture that it names is there.
    int there = -1;
    for (int row = 0; row < shown->model()->rowCount() && there < 0; ++row) {
        const auto key = shown->model()->index(row, 0).data(pictures::PictureKeyRole).value<pictures::PictureKey>();
        if (fs::exists(filled.pictures() / key.path.toStdString()))
            there = row;
    }
    REQUIRE(there >= 0);
    shown->setCurrentIndex(shown->model()->index(there, 0));
    press(*shown, Qt::Key_Return);
    auto* viewer = models.page->findChild<pictures::PictureViewer*>();
    REQUIRE(viewer != nullptr);
    CHECK(models.wait([&] { return !viewer->pictureSize().isEmpty(); }));
    save(shot(*models.window), "models-viewer-light");
    CHECK(models.page->closeTop());
    CHECK(viewer->isHidden());
    grid->setFocus();
    press(*grid, Qt::Key_Right);
    CHECK(models.says("of circle were taken for square"));
}

TEST_CASE("The shown version, its model and the splitter are remembered") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    const QByteArray layout = models.page->saveLayout();
    CHECK(models.page->place() == "shapes@1");
    ModelsWindow again(filled.folder());
    again.show();
    REQUIRE(again.wait([&] { return again.page->shown() != nullptr; }));
    again.page->restoreLayout(layout);
    CHECK(again.page->shown()->reference() == "shapes@1");
}

#include "work_test.moc"
