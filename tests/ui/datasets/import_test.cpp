// SPDX-License-Identifier: GPL-3.0-or-later
// Importing through the real window: what dropping says and does, and every way in which it can go wrong.
#include <sys/stat.h>
#include <unistd.h>

#include <QFileDialog>
#include <QLineEdit>

#include "datasets_fixture.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/ui/common/table.h"
#include "import_panel.h"
#include "import_plan.h"
#include "import_queue.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::datasets;
using namespace flambeau::ui::test;

namespace {

void pack(const fs::path& folder, const fs::path& archive) {
    ProcessSpec tar;
    tar.argv = {"tar", "-C", folder.parent_path().string(), "-czf", archive.string(), folder.filename().string()};
    REQUIRE(must(runProcess(tar)).exitCode == 0);
}

ImportQueue& queueOf(DatasetsFixture& f) {
    return ImportQueue::of(*f.window, *f.desk, f.owner.get());
}

bool waitIdle(DatasetsFixture& f) {
    return DatasetsFixture::waitLong([&] {
        for (const auto& job : queueOf(f).jobs()) {
            if (job.state != ImportJob::State::Failed)
                return false;
        }
        return true;
    });
}

}  // namespace

TEST_CASE("A folder that is dropped anywhere is announced before the drop and imported after it, without a question") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    CHECK(f.drop({f.path("insects")}) == "Import 'insects' as a dataset");
    REQUIRE(f.waitForDatasets(1));
    CHECK(f.listed()[0].name == "insects");
    CHECK(f.listed()[0].images == 36);
    CHECK(f.window->currentPageId() == "home");  // nobody is taken away from what they look at
    CHECK(DatasetsFixture::waitLong([&] { return f.says("'insects' is imported: 36 images, 2 classes"); }));
    f.window->openPage("datasets", "insects@1");
    CHECK(f.waitForShown("insects", "36 images"));
}

TEST_CASE("The same folder again is announced as a new version, and is none where nothing has changed") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.drop({f.path("insects")});
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(DatasetsFixture::waitLong([&] { return queueOf(f).known().size() == 1; }));
    CHECK(f.drop({f.path("insects")}) == "Import 'insects' again: a new version where it has changed");
    CHECK(DatasetsFixture::waitLong([&] { return f.says("has not changed"); }));
    write(f.dir / "insects/train/ants/new.ppm", picture(7777));
    f.drop({f.path("insects")});
    CHECK(DatasetsFixture::waitLong([&] { return f.listed()[0].version == 2; }));
}

TEST_CASE("Another folder of the same name becomes another dataset") {
    DatasetsFixture f;
    makeFolder(f.dir / "a/train-data");
    makeFolder(f.dir / "b/train-data", 10);
    f.drop({f.path("a/train-data")});
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(DatasetsFixture::waitLong([&] { return queueOf(f).known().size() == 1; }));
    CHECK(f.drop({f.path("b/train-data")}) == "Import 'train-data-2' as a dataset");
    CHECK(f.waitForDatasets(2));
}

TEST_CASE("Several at once queue, archives are unpacked, and what is neither is named and left alone") {
    DatasetsFixture f;
    makeFolder(f.dir / "one");
    makeFolder(f.dir / "two");
    pack(f.dir / "two", f.dir / "packed.tar.gz");
    write(f.dir / "notes.txt", "hello");
    CHECK(f.drop({f.path("one"), f.path("packed.tar.gz"), f.path("notes.txt")}) ==
          "Import 2 datasets: one, packed; one other thing is left alone");
    REQUIRE(f.waitForDatasets(2));
    REQUIRE(DatasetsFixture::waitLong([&] { return queueOf(f).known().size() == 2; }));
    CHECK(f.drag({f.path("packed.tar.gz")}).startsWith("Import 'packed' again"));
}

TEST_CASE("What is no folder and no archive is refused before it is dropped") {
    DatasetsFixture f;
    write(f.dir / "notes.txt", "hello");
    CHECK(f.drop({f.path("notes.txt")}) == "Nothing here takes 'notes.txt'");
    CHECK(queueOf(f).jobs().empty());
    CHECK(f.listed().empty());
}

TEST_CASE("A file that only bears an archive's name fails with a reason, and can be dismissed") {
    DatasetsFixture f;
    write(f.dir / "fake.zip", std::string(5000, 'x'));
    CHECK(f.drop({f.path("fake.zip")}) == "Unpack 'fake.zip' and import it as the dataset 'fake'");
    REQUIRE(waitIdle(f));
    REQUIRE(queueOf(f).jobs().size() == 1);
    CHECK(QString::fromStdString(queueOf(f).jobs()[0].error.message).contains("fake.zip"));
    CHECK(f.says("fake.zip"));
    f.showPage();
    REQUIRE(DatasetsFixture::waitLong([&] { return f.button("Dismiss") != nullptr; }));
    f.button("Dismiss")->click();
    settle();
    CHECK(queueOf(f).jobs().empty());
}

TEST_CASE("An empty folder, one without pictures and one that has vanished are errors that say what to do") {
    DatasetsFixture f;
    fs::create_directories(f.dir / "empty");
    write(f.dir / "texts/a.txt", "a");
    for (const char* name : {"empty", "texts"}) {
        f.drop({f.path(name)});
        REQUIRE(waitIdle(f));
        REQUIRE(queueOf(f).jobs().size() == 1);
        const Error error = queueOf(f).jobs()[0].error;
        INFO(error.message << " | " << error.hint);
        CHECK_FALSE(error.message.empty());
        CHECK_FALSE(error.hint.empty());
        CHECK(f.says(QString::fromStdString(error.message)));
        queueOf(f).cancel(queueOf(f).jobs()[0].number);
    }
    makeFolder(f.dir / "gone");
    const auto plans = queueOf(f).plans({f.path("gone")});
    REQUIRE(plans.size() == 1);
    fs::remove_all(f.dir / "gone");
    queueOf(f).add(plans[0]);
    REQUIRE(waitIdle(f));
    CHECK(queueOf(f).jobs()[0].error.code == ErrorCode::NotFound);
    CHECK(f.listed().empty());
}

TEST_CASE("A folder with one class is imported, said to be of no use, and cannot be trained on") {
    DatasetsFixture f;
    makeFolder(f.dir / "single", 12, {"ants"});
    f.showPage();
    f.drop({f.path("single")});
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(f.waitForShown("single", "1 class"));
    CHECK(f.says("There is only one class"));
    CHECK_FALSE(f.page->header().primary->isEnabled());
    CHECK(blockedBecause(f.page->header().primary).contains("one class"));
}

TEST_CASE("A folder that may only be read is imported as it is; one that may not be opened is named") {
    DatasetsFixture f;
    makeFolder(f.dir / "locked");
    for (const auto& entry : fs::recursive_directory_iterator(f.dir / "locked"))
        fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
    f.drop({f.path("locked")});
    CHECK(f.waitForDatasets(1));
    for (const auto& entry : fs::recursive_directory_iterator(f.dir / "locked")) {
        if (entry.is_directory())
            fs::permissions(entry.path(), fs::perms(0755));
    }
    if (::geteuid() == 0) {
        WARN("As root every folder can be opened: that part is skipped");
        return;
    }
    makeFolder(f.dir / "closed");
    fs::permissions(f.dir / "closed", fs::perms(0));
    f.drop({f.path("closed")});
    REQUIRE(waitIdle(f));
    fs::permissions(f.dir / "closed", fs::perms(0755));
    REQUIRE(queueOf(f).jobs().size() == 1);
    CHECK_FALSE(queueOf(f).jobs()[0].error.hint.empty());
}

TEST_CASE("A running import stops when it is canceled, a waiting one goes at once, and the rest goes on") {
    DatasetsFixture f;
    makeFolder(f.dir / "slow", 400);
    makeFolder(f.dir / "never");
    makeFolder(f.dir / "after");
    auto& queue = queueOf(f);
    f.drop({f.path("slow")});
    f.drop({f.path("never")});
    f.drop({f.path("after")});
    REQUIRE(queue.jobs().size() == 3);
    const int slow = queue.jobs()[0].number, never = queue.jobs()[1].number;
    queue.cancel(never);
    CHECK(queue.jobs().size() == 2);
    queue.cancel(slow);
    REQUIRE(waitIdle(f));
    CHECK(f.waitForDatasets(1));
    CHECK(f.listed()[0].name == "after");
}

TEST_CASE("An import is undone with Ctrl+Z and done again, and no picture is touched") {
    DatasetsFixture f;
    makeFolder(f.dir / "insects");
    f.drop({f.path("insects")});
    REQUIRE(f.waitForDatasets(1));
    REQUIRE(DatasetsFixture::waitLong([&] { return f.window->undoStack().canUndo(); }));
    f.window->undoStack().undo();
    REQUIRE(f.waitForDatasets(0));
    CHECK(f.listed(true).size() == 1);
    f.window->undoStack().redo();
    REQUIRE(f.waitForDatasets(1));
    CHECK(fs::exists(f.dir / "insects/train/ants/0.ppm"));
}

TEST_CASE("The sample is drawn and imported by one command, and once only") {
    DatasetsFixture f;
    f.trigger("dataset.sample");
    f.trigger("dataset.sample");
    CHECK(queueOf(f).jobs().size() == 1);
    REQUIRE(f.waitForDatasets(1));
    CHECK(f.listed()[0].name == "shapes");
    REQUIRE(DatasetsFixture::waitLong([&] { return queueOf(f).known().size() == 1; }));
    f.trigger("dataset.sample");
    REQUIRE(waitIdle(f));
    CHECK(f.listed().size() == 1);
    CHECK(f.listed()[0].version == 1);
}

TEST_CASE("The commands open file dialogs that do not stop the window") {
    DatasetsFixture f;
    f.trigger("dataset.import");
    auto* dialog = f.window->findChild<QFileDialog*>("importDialog");
    if (dialog == nullptr) {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == "importDialog")
                dialog = qobject_cast<QFileDialog*>(widget);
        }
    }
    REQUIRE(dialog != nullptr);
    CHECK(dialog->fileMode() == QFileDialog::Directory);
    makeFolder(f.dir / "chosen");
    emit dialog->filesSelected({f.path("chosen")});
    dialog->close();
    CHECK(f.waitForDatasets(1));
}

TEST_CASE("Options are a panel: what is wrong in it is named before it can be started, a comma is a decimal point") {
    DatasetsFixture f;
    // Flat classes, so that the split is made here.
    for (int i = 0; i < 20; ++i) {
        write(f.dir / "flat/a" / (std::to_string(i) + ".ppm"), picture(100 + static_cast<unsigned>(i)));
        write(f.dir / "flat/b" / (std::to_string(i) + ".ppm"), picture(300 + static_cast<unsigned>(i), 1));
    }
    f.showPage();
    f.trigger("dataset.importOptions");
    auto* panel = f.window->findChild<ImportPanel*>();
    REQUIRE(panel != nullptr);
    REQUIRE(panel->isVisible());
    CHECK(f.says("Choose a folder or an archive first"));
    panel->setPlan(queueOf(f).plans({f.path("flat")}).at(0));
    auto* part = f.named<QLineEdit>("Part for validation");
    auto* name = f.named<QLineEdit>("Name");
    REQUIRE(part != nullptr);
    REQUIRE(name != nullptr);
    name->setText("no spaces allowed");
    CHECK(f.says("A name is made of letters"));
    CHECK(name->property("invalid").toBool());
    name->setText("quarters");
    part->setText("1,5 %x");
    CHECK(f.says("lies between 0 and 1"));
    part->setText("0,25");
    settle();
    save(shot(*f.window), "datasets-options-light");
    CHECK(layoutFaults(*f.window) == QStringList());
    f.button("Import")->click();
    REQUIRE(f.waitForDatasets(1));
    CHECK_FALSE(panel->isVisible());
    auto manifest = must(f.service().find("quarters"));
    CHECK(manifest.counts()["val"] == std::map<std::string, std::int64_t>{{"a", 5}, {"b", 5}});
}

TEST_CASE("A table of labels is dropped for its folder; columns that are not there can be named afterwards") {
    DatasetsFixture f;
    std::string table = "one,two,three\n";
    for (int i = 0; i < 24; ++i) {
        write(f.dir / "scans" / ("s" + std::to_string(i) + ".ppm"), picture(900 + static_cast<unsigned>(i), i % 2));
        table += "s" + std::to_string(i) + ".ppm," + (i % 2 ? "left" : "right") + ",x\n";
    }
    write(f.dir / "scans/labels.csv", table);
    CHECK(f.drag({f.path("scans/labels.csv")}) == "Import 'scans' with the labels of 'labels.csv'");
    f.showPage();
    auto plan = queueOf(f).plans({f.path("scans/labels.csv")}).at(0);
    plan.options.labelColumn = "class";
    queueOf(f).add(plan);
    REQUIRE(waitIdle(f));
    REQUIRE(queueOf(f).jobs().size() == 1);
    CHECK(queueOf(f).jobs()[0].error.hint.find("one, two, three") != std::string::npos);
    REQUIRE(DatasetsFixture::waitLong([&] { return f.button("Options …") != nullptr; }));
    f.button("Options …")->click();
    settle();
    auto* column = f.named<QLineEdit>("Column of classes");
    REQUIRE(column != nullptr);
    CHECK(column->text() == "class");
    column->setText("two");
    press(*column, Qt::Key_Return);
    REQUIRE(f.waitForDatasets(1));
    CHECK(must(f.service().find("scans")).classes == std::vector<std::string>{"left", "right"});
}
