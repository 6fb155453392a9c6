// SPDX-License-Identifier: GPL-3.0-or-later
// What can go wrong with models on the way, and what is said then.
#include <fstream>

#include "models_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("A file that is no model is not kept, and it is said why") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    flambeau::test::write(folder / "holiday.pt", "Dear diary, today we trained nothing at all.");
    flambeau::test::write(folder / "notes.txt", "no model by its name");
    const QString file = QString::fromStdString((folder / "holiday.pt").string());
    models.drop(*models.window, {file});
    models.expect("is no model");
    CHECK_FALSE(ask(filled, [&](session::RegistryService& registry) { return registry.find("holiday").ok(); }));
    CHECK(models.drop(*models.window, {QString::fromStdString((folder / "notes.txt").string())}).isEmpty());
    CHECK(models.drop(*models.window, {QString::fromStdString(folder.path().string())}).isEmpty());
}

TEST_CASE("A model file that was cut off while it was copied is refused by that name") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    const auto weights = ask(filled, [](session::RegistryService& registry) {
        return must(registry.blob(*must(registry.find("shapes@2")).weights()));
    });
    const std::string bytes = flambeau::test::read(weights);
    flambeau::test::write(folder / "half.safetensors", bytes.substr(0, bytes.size() / 2));
    models.drop(*models.window, {QString::fromStdString((folder / "half.safetensors").string())});
    models.expect("is cut off");
}

TEST_CASE("An export to a place that cannot be written is an error, and the window goes on") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    models.press("Export ONNX");
    models.answer("/proc/shapes.onnx");
    models.expect("Cannot write /proc/shapes.onnx");
    CHECK_FALSE(models.says("Wrote"));
    CHECK(models.page->header().title == "shapes");
}

TEST_CASE("An export with options of its own that cannot be written names the file that was asked for") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    flambeau::test::write(folder / "taken", "a file in a folder's place");
    const QString file = QString::fromStdString((folder / "taken" / "other.onnx").string());
    models.press("Other formats");
    models.press("Ends in probabilities");
    models.press("Save as …");
    models.answer(file);
    models.expect("Cannot make the folder " + QString::fromStdString((folder / "taken").string()));
}

TEST_CASE("A download never overwrites another file of that name") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@2");
    flambeau::test::TempDir folder;
    flambeau::test::write(folder / "shapes-2" / "model.json", "mine");
    models.press("Download all");
    models.answer(QString::fromStdString(folder.path().string()));
    models.expect("is there with other content");
    CHECK(flambeau::test::read(folder / "shapes-2" / "model.json") == "mine");
    CHECK_FALSE(fs::exists(folder / "shapes-2" / "model.onnx"));
}

TEST_CASE("A word that cannot be an alias is refused with the reason") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("shapes@1");
    models.press("Aliases");
    auto* field = qobject_cast<QLineEdit*>(models.window->focusWidget());
    REQUIRE(field != nullptr);
    field->setText("latest");
    press(*field, Qt::Key_Return);
    models.expect("always means the newest version");
    CHECK(models.window->undoStack().count() == 0);
}

TEST_CASE("A version whose pictures are gone says so, and the sixteen that the run kept can still be judged") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    fs::rename(filled.pictures(), filled.pictures().string() + "-elsewhere");
    models.show();
    models.showVersion("shapes@2");
    models.expect("The pictures are not there any more");
    CHECK(layoutFaults(*models.window) == QStringList());
    save(shot(*models.window), "models-gone-light");
    models.window->commands().find("model.judge")->trigger();
    models.expect("gives other answers");
}

TEST_CASE("A version that has no model.json cannot be tried or exported, and says why") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.showVersion("flowers@1");
    auto* choose = models.child<Button>("choosePictures");
    CHECK_FALSE(choose->isEnabled());
    CHECK(choose->toolTip().contains("model.json"));
    CHECK_FALSE(models.child<Button>("judge")->isEnabled());
    CHECK_FALSE(models.child<Button>("exportOnnx")->isEnabled());
    models.press("Other formats");
    CHECK_FALSE(models.child<Button>("saveExport")->isEnabled());
}

TEST_CASE("A reference to what is not there shows what is, and says nothing false") {
    FilledWorkspace filled;
    ModelsWindow models(filled.folder());
    models.show();
    models.window->openPage("models", "shapes@99");
    REQUIRE(models.wait([&] { return models.page->shown() != nullptr; }));
    models.window->openPage("models", "nobody@1");
    settle();
    CHECK(models.page->shown() != nullptr);
}
