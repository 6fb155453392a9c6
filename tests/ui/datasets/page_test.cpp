// SPDX-License-Identifier: GPL-3.0-or-later
// The page in the real window: what it shows, what its buttons and keys do, what it looks like.
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QTabBar>
#include <QTableView>

#include "datasets_fixture.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "images_tab.h"
#include "import_queue.h"
#include "overview_tab.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::datasets;
using namespace flambeau::ui::test;

namespace {

/// Two classes with a little of everything to find.
void makeTroubled(const fs::path& root) {
    makeFolder(root, 16);
    write(root / "train/ants/broken.jpg", "\xFF\xD8\xFF\xE0 and nothing more");
    write(root / "train/ants/notes.txt", "not a picture");
    const std::string leaked = picture(424242);
    write(root / "train/ants/leaked.ppm", leaked);
    write(root / "val/ants/leaked too.ppm", leaked);
    const std::string twice = picture(434343, 1);
    write(root / "train/bees/twice.ppm", twice);
    write(root / "train/bees/twice again.ppm", twice);
}

bool waitForPictures(pictures::PictureGrid* grid, session::Desk& desk) {
    auto& source = pictures::ThumbnailSource::of(desk);
    return DatasetsFixture::waitLong([&] {
        grid->viewport()->update();
        settle();
        return source.waiting() == 0 && source.loadedEver() > 0;
    });
}

QTabBar* tabs(DatasetsFixture& f) {
    return f.named<QTabBar>("What is shown of the dataset");
}

void chooseTab(DatasetsFixture& f, int index) {
    tabs(f)->setCurrentIndex(index);
    settle();
}

}  // namespace

TEST_CASE("Without a dataset the page says how to begin, in light and dark") {
    for (const bool dark : {false, true}) {
        for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
            DatasetsFixture f(size);
            f.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
            f.showPage();
            CHECK(f.says("Drop a folder or an archive of pictures"));
            CHECK(f.button("Try with the sample") != nullptr);
            save(shot(*f.window),
                 QString("datasets-empty-%1%2").arg(dark ? "dark" : "light").arg(size.width() == 1440 ? "" : "-1280"));
            CHECK(layoutFaults(*f.window) == QStringList());
            CHECK(unnamed(*f.window) == QStringList());
        }
    }
    useTheme(false);
}

TEST_CASE("The filled page: no text is cut and no control lies outside, in light and dark, in both sizes") {
    for (const bool dark : {false, true}) {
        for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
            DatasetsFixture f(size);
            makeTroubled(f.dir / "hymenoptera");
            makeFolder(f.dir / "sign-digits", 10, {"zero", "one", "two", "three", "four", "five", "six", "seven"});
            f.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
            f.showPage();
            f.drop({f.path("sign-digits"), f.path("hymenoptera")});
            REQUIRE(f.waitForDatasets(2));
            f.page->open("hymenoptera");
            REQUIRE(f.waitForShown("hymenoptera", "version 1"));
            const QString tail = QString("-%1%2").arg(dark ? "dark" : "light").arg(size.width() == 1440 ? "" : "-1280");
            auto* overview = f.window->findChild<OverviewTab*>();
            CHECK(waitForPictures(overview->grid(), *f.desk));
            save(shot(*f.window), "datasets" + tail);
            CHECK(layoutFaults(*f.window) == QStringList());
            CHECK(unnamed(*f.window) == QStringList());
            chooseTab(f, 1);
            auto* images = f.window->findChild<ImagesTab*>();
            images->grid()->setCurrentIndex(images->grid()->model()->index(2, 0));
            CHECK(waitForPictures(images->grid(), *f.desk));
            save(shot(*f.window), "datasets-images" + tail);
            CHECK(layoutFaults(*f.window) == QStringList());
            CHECK(unnamed(*f.window) == QStringList());
            for (int tab = 2; tab < 5; ++tab) {
                chooseTab(f, tab);
                save(shot(*f.window), QString("datasets-%1")
                                              .arg(tab == 2   ? "findings"
                                                   : tab == 3 ? "versions"
                                                              : "uses") +
                                          tail);
                CHECK(layoutFaults(*f.window) == QStringList());
            }
            CHECK(unnamed(*f.window) == QStringList());
            CHECK(f.window->findChildren<QWidget*>().size() < 420);
        }
    }
    useTheme(false);
}

TEST_CASE("A finding's button makes a version without those pictures, and Ctrl+Z brings the old one back") {
    DatasetsFixture f;
    makeTroubled(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects", "version 1"));
    Button* keep = f.button("Keep in val only");
    REQUIRE(keep != nullptr);
    click(*keep, {10, 10});
    REQUIRE(f.waitForShown("insects", "version 2"));
    CHECK(f.button("Keep in val only") == nullptr);
    auto manifest = must(f.service().find("insects"));
    for (const auto& file : manifest.files)
        CHECK(file.path != "train/ants/leaked.ppm");
    CHECK(f.says("1 picture is left out"));
    CHECK(fs::exists(f.dir / "insects/train/ants/leaked.ppm"));
    pressShortcut(*f.window, Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(f.waitForShown("insects", "version 1"));
    CHECK(DatasetsFixture::waitLong([&] { return f.button("Keep in val only") != nullptr; }));
    CHECK(must(f.service().find("insects")).version == 1);
}

TEST_CASE("OK takes a finding out of the way, and it can be brought back") {
    DatasetsFixture f;
    makeTroubled(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects"));
    chooseTab(f, 2);
    Button* ok = f.button("OK");
    REQUIRE(ok != nullptr);
    const QString name = ok->accessibleName();
    click(*ok, {5, 5});
    REQUIRE(DatasetsFixture::waitLong([&] { return f.button("Show again") != nullptr; }));
    CHECK(f.button("Show again")->accessibleName().section(':', 0, 0) == name.section(':', 0, 0));
    f.window->undoStack().undo();
    CHECK(DatasetsFixture::waitLong([&] { return f.button("Show again") == nullptr; }));
}

TEST_CASE("A label is put right from the grid: a new version, the file stays where it is, and it can be undone") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects", "version 1"));
    chooseTab(f, 1);
    auto* images = f.window->findChild<ImagesTab*>();
    CHECK(f.button("Leave out")->isEnabled() == false);
    images->grid()->setCurrentIndex(images->grid()->model()->index(0, 0));
    settle();
    REQUIRE(images->selectedPaths() == std::vector<std::string>{"train/ants/0.ppm"});
    f.button("Put the label right")->click();
    settle();
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    REQUIRE(menu != nullptr);
    REQUIRE(menu->actions().size() == 2);
    menu->actions().at(1)->trigger();
    menu->close();
    REQUIRE(f.waitForShown("insects", "version 2"));
    auto counts = must(f.service().find("insects")).counts();
    CHECK(counts["train"]["bees"] == 13);
    CHECK(fs::exists(f.dir / "insects/train/ants/0.ppm"));
    f.window->undoStack().undo();
    CHECK(f.waitForShown("insects", "version 1"));
}

TEST_CASE("Delete in the list moves the dataset to the trash; it comes back by undo and from the trash") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects"));
    auto* list = f.named<QListView>("Datasets");
    REQUIRE(list != nullptr);
    list->setFocus();
    press(*list, Qt::Key_Delete);
    REQUIRE(f.waitForDatasets(0));
    REQUIRE(f.waitForShown("Datasets", "none yet"));
    pressShortcut(*f.window, Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(f.waitForShown("insects"));
    list->setFocus();
    press(*list, Qt::Key_Delete);
    REQUIRE(f.waitForDatasets(0));
    REQUIRE(DatasetsFixture::waitLong([&] { return f.button("Trash · 1") != nullptr; }));
    f.button("Trash · 1")->click();
    settle();
    save(shot(*f.window), "datasets-trash-light");
    CHECK(layoutFaults(*f.window) == QStringList());
    CHECK(unnamed(*f.window) == QStringList());
    f.button("Restore")->click();
    REQUIRE(f.waitForDatasets(1));
    CHECK(f.waitForShown("insects"));
}

TEST_CASE("The check against the disk tells what is missing, changed and new, and offers to import again") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects"));
    f.button("Check the disk")->click();
    CHECK(DatasetsFixture::waitLong([&] { return f.says("All as it was imported"); }));
    fs::remove(f.dir / "insects/train/ants/0.ppm");
    write(f.dir / "insects/train/ants/1.ppm", picture(31337));
    write(f.dir / "insects/train/bees/new.ppm", picture(31338));
    f.button("Check the disk")->click();
    REQUIRE(DatasetsFixture::waitLong([&] { return f.says("1 missing, 1 changed, 1 new"); }));
    REQUIRE(f.button("Import again") != nullptr);
    f.button("Import again")->click();
    CHECK(f.waitForShown("insects", "version 2"));
}

TEST_CASE("An older version is shown as such; training is a step away; Escape goes back within the page") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects", "version 1"));
    write(f.dir / "insects/train/ants/new.ppm", picture(31337));
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects", "version 2"));
    f.window->openPage("datasets", "insects@1");
    REQUIRE(f.waitForShown("insects", "not the newest version"));
    CHECK(f.page->place() == "insects@1");
    f.page->header().primary->trigger();
    settle();
    REQUIRE(f.newRun != nullptr);
    CHECK(f.newRun->opened == "dataset:insects@1");
    f.showPage();
    chooseTab(f, 3);
    auto* versions = f.named<QTableView>("Versions");
    REQUIRE(versions != nullptr);
    CHECK(versions->model()->rowCount() == 2);
    CHECK(f.page->closeTop());
    CHECK(tabs(f)->currentIndex() == 0);
    CHECK_FALSE(f.page->closeTop());
}

TEST_CASE("Class, split and name choose pictures, and the place and the layout are remembered") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects"));
    chooseTab(f, 1);
    auto* images = f.window->findChild<ImagesTab*>();
    auto* model = images->grid()->model();
    CHECK(model->rowCount() == 36);
    f.named<QComboBox>("Class")->setCurrentText("bees");
    CHECK(model->rowCount() == 18);
    f.named<QComboBox>("Split")->setCurrentText("val");
    CHECK(model->rowCount() == 6);
    f.named<QLineEdit>("File name")->setText("3.PPM");
    CHECK(DatasetsFixture::waitLong([&] { return model->rowCount() == 1; }));
    f.named<QLineEdit>("File name")->setText("no such");
    CHECK(DatasetsFixture::waitLong([&] { return f.says("No picture fits"); }));
    CHECK(f.page->closeTop());
    CHECK(model->rowCount() == 36);
    const QByteArray layout = f.page->saveLayout();
    chooseTab(f, 0);
    f.page->restoreLayout(layout);
    CHECK(tabs(f)->currentIndex() == 1);
    f.page->restoreLayout("nonsense");
    CHECK(tabs(f)->currentIndex() == 1);
}

TEST_CASE("Enter shows a picture large, with its class and size; a finding's pictures too, all of them by arrows") {
    DatasetsFixture f;
    makeTroubled(f.dir / "insects");
    f.showPage();
    f.drop({f.path("insects")});
    REQUIRE(f.waitForShown("insects"));
    chooseTab(f, 1);
    auto* grid = f.window->findChild<ImagesTab*>()->grid();
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(1, 0));
    press(*grid, Qt::Key_Return);
    const auto viewer = [&] {
        auto* there = f.page->findChild<pictures::PictureViewer*>();
        return there != nullptr && there->isVisible() ? there : nullptr;
    };
    REQUIRE(viewer() != nullptr);
    REQUIRE(DatasetsFixture::waitLong([&] { return viewer()->pictureSize() == QSize(48, 36); }));
    settle();
    CHECK(f.says("48 × 36 pixels"));
    CHECK(f.says(grid->model()->index(1, 0).data().toString()));
    CHECK(unnamed(*f.window) == QStringList());
    for (const bool dark : {false, true}) {
        f.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        save(shot(*f.window), dark ? "datasets-viewer-dark" : "datasets-viewer-light");
    }
    f.themes.setMode(ThemeMode::Light);
    press(*viewer(), Qt::Key_Right);
    pressShortcut(*f.window, Qt::Key_Escape);
    CHECK(viewer() == nullptr);
    CHECK(tabs(f)->currentIndex() == 1);
    CHECK(grid->currentIndex().row() == 2);

    chooseTab(f, 2);
    auto* strip = f.named<pictures::PictureStrip>("Pictures of: 1 picture stands in more than one split");
    REQUIRE(strip != nullptr);
    strip->setFocus();
    press(*strip, Qt::Key_Return);
    REQUIRE(viewer() != nullptr);
    const auto first = strip->items().front().key.path;
    CHECK(DatasetsFixture::waitLong([&] { return viewer()->path().endsWith(first); }));
    press(*viewer(), Qt::Key_Right);
    CHECK(DatasetsFixture::waitLong([&] { return viewer()->path().endsWith(strip->items().back().key.path); }));
    CHECK(f.page->closeTop());
    CHECK(viewer() == nullptr);
    CHECK(tabs(f)->currentIndex() == 2);
}

TEST_CASE("The palette finds datasets by name") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.drop({f.path("insects")});
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(DatasetsFixture::waitLong([&] { return !f.window->commands().search("insct", 5).empty(); }));
    f.window->commands().search("insct", 5).front().open();
    CHECK(f.window->currentPageId() == "datasets");
    CHECK(f.waitForShown("insects"));
}

TEST_CASE("100,000 pictures and a finding about each of them are shown without a widget for each") {
    DatasetsFixture f;
    auto manifest = std::make_shared<domain::DatasetManifest>();
    manifest->name = "large";
    manifest->version = 1;
    manifest->root = "/nowhere";
    for (int label = 0; label < 200; ++label)
        manifest->classes.push_back("class-" + std::to_string(label));
    domain::Finding grey{"grey", domain::Severity::Info, "0/0.png", "grey", "kept", {}};
    for (int i = 0; i < 100'000; ++i) {
        manifest->files.push_back({std::to_string(i % 200) + "/" + std::to_string(i) + ".png", i % 5 ? "train" : "val",
                                   i % 200, 1000, 0, std::string(64, 'a'), 100, 100, 1});
        grey.files.push_back(manifest->files.back().path);
    }
    manifest->findings.push_back(grey);
    auto detail = std::make_shared<DatasetDetail>();
    detail->reference = "large@1";
    detail->manifest = manifest;
    detail->findings = findingGroups(*manifest, {});
    detail->splits = {"train", "val"};
    detail->counts.assign(200, {400, 100});
    detail->splitTotals = {80'000, 20'000};
    for (std::uint32_t row = 0; row < 100'000; ++row)
        detail->shuffled.push_back(row);
    orderByPath(*detail);
    f.showPage();
    QElapsedTimer clock;
    clock.start();
    auto* overview = f.window->findChild<OverviewTab*>();
    auto* images = f.window->findChild<ImagesTab*>();
    overview->setDetail(detail);
    const auto overviewTook = clock.restart();
    images->setDetail(detail);
    const auto imagesTook = clock.restart();
    images->showFiles("all", grey.files);
    INFO("overview " << overviewTook << " ms, images " << imagesTook << " ms, a finding's " << clock.elapsed()
                     << " ms");
    CHECK(images->grid()->model()->rowCount() == 100'000);
    CHECK(images->grid()->model()->index(99'999, 0).data().toString() == "class-199");
    CHECK(f.window->findChildren<QWidget*>().size() < 420);
}

TEST_CASE("Ants and bees: their classes, the GIF that was left out, and pictures in the preview") {
    const auto data = flambeau::test::testData("hymenoptera_data");
    if (!data)
        return;
    DatasetsFixture f;
    f.showPage();
    const fs::path folder = data->filename() == "hymenoptera_data" ? *data : *data / "hymenoptera_data";
    f.drop({QString::fromStdString(folder.string())});
    REQUIRE(f.waitForShown("hymenoptera_data", "397 images"));
    CHECK(f.says("imageNotFound.gif"));
    CHECK(waitForPictures(f.window->findChild<OverviewTab*>()->grid(), *f.desk));
    save(shot(*f.window), "datasets-real");
    CHECK(layoutFaults(*f.window) == QStringList());
}
