// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that lies on a host, added and looked at through the real window, over a real sshd.
#include <signal.h>

#include <QComboBox>
#include <QLineEdit>

#include "dataset_list.h"
#include "datasets_fixture.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/ui/pictures/thumbnail_source.h"
#include "import_panel.h"
#include "import_queue.h"
#include "looks.h"
#include "sshd.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::datasets;
using namespace flambeau::ui::test;
using flambeau::test::Sshd;

namespace {

/// The fixture with a host called "box", whose folder of Flambeau has a space in its name.
struct ThereFixture : DatasetsFixture {
    ThereFixture() : sshd(dir / "sshd") {
        qputenv("FLAMBEAU_PROBE", FLAMBEAU_BIN "/flambeau-probe");
        qputenv("HOME", (dir / "home").c_str());
        must(makeDirs(dir / "home" / ".ssh"));
        write(dir / "home" / ".ssh" / "known_hosts", sshd.knownHostsLine() + "\n");
        const auto workspace = must(session::Workspace::open(dir / "workspace"));
        session::ComputeTarget target;
        target.name = "box";
        target.address.target = {flambeau::test::userName(), "127.0.0.1", sshd.port()};
        target.address.identities = {sshd.key().string()};
        target.folder = (dir / "flambeau there").string();
        must(session::ComputeService(*workspace).restore(target));
        desk->announce(session::Topic::Computes);
    }
    ImportQueue& queue() { return ImportQueue::of(*window, *desk, owner.get()); }
    bool knowsBox() {
        return waitLong([&] { return queue().hosts() == std::vector<std::string>{"box"}; });
    }
    template <class T>
    T* field(const char* name) {
        return window->findChild<T*>(QLatin1String(name));
    }

    Sshd sshd;
};

bool canLookThere() {
    return Sshd::available() && fs::exists(FLAMBEAU_BIN "/flambeau-probe");
}

}  // namespace

TEST_CASE("A folder on a host is added by its path, and its pictures are seen while the host is there") {
    if (!canLookThere())
        return;
    ThereFixture f;
    makeFolder(f.dir / "far away" / "insects");
    f.showPage();
    REQUIRE(f.knowsBox());
    f.trigger("dataset.importThere");
    auto* where = f.field<QComboBox>("importWhere");
    auto* path = f.field<QLineEdit>("importPath");
    REQUIRE(waitFor([&] { return where->isVisible(); }));
    CHECK(where->currentText() == "box");
    CHECK(path->isVisible());
    auto* start = f.button("Import");
    REQUIRE(start != nullptr);
    CHECK(start->toolTip().contains("box"));
    path->setText("insects");
    CHECK(start->toolTip().contains("/"));
    path->setText(f.path("far away/insects"));
    CHECK(start->isEnabled());
    CHECK(f.named<QLineEdit>("Name")->text() == "insects");
    settle();
    checkLooks(*f.window, "datasets-import-there");
    start->click();
    REQUIRE(f.waitForDatasets(1));
    CHECK(f.listed()[0].on == "box");
    CHECK(f.waitForShown("insects", "36 images"));
    auto* list = f.window->findChild<DatasetList*>();
    REQUIRE(list != nullptr);
    CHECK(list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains("box"));
    f.page->showTab(DatasetsPage::Images);
    auto& pictures = pictures::ThumbnailSource::of(*f.desk);
    CHECK(DatasetsFixture::waitLong([&] { return pictures.kept() >= 10; }));
    settle();
    checkLooks(*f.window, "datasets-there");
    // In full, too.
    bool opened = false;
    QSize size;
    (void)pictures.full({"insects@1", "train/ants/0.ppm"}, f.window.get(), [&](Result<pictures::FullPicture> picture) {
        opened = picture.ok();
        size = opened ? picture->size : QSize();
    });
    CHECK(DatasetsFixture::waitLong([&] { return !size.isEmpty() || opened; }));
    CHECK(size == QSize(48, 36));
}

TEST_CASE("What goes wrong with a folder on a host stands where it was asked for, and can be put right there") {
    if (!canLookThere())
        return;
    ThereFixture f;
    makeFolder(f.dir / "far away" / "insects");
    f.showPage();
    REQUIRE(f.knowsBox());
    ImportPlan plan;
    plan.options.on = "box";
    plan.options.source = (f.dir / "far away" / "nothing").string();
    plan.options.name = "insects";
    f.queue().add(plan);
    REQUIRE(DatasetsFixture::waitLong(
        [&] { return !f.queue().jobs().empty() && f.queue().jobs().front().state == ImportJob::State::Failed; }));
    CHECK(f.queue().jobs().front().error.message.find("box") != std::string::npos);
    CHECK(f.listed().empty());
    auto* options = f.button(QString::fromUtf8("Options …"));
    REQUIRE(options != nullptr);
    options->click();
    settle();
    CHECK(f.field<QComboBox>("importWhere")->currentText() == "box");
    CHECK(f.field<QLineEdit>("importPath")->text() == f.path("far away/nothing"));
    f.field<QLineEdit>("importPath")->setText(f.path("far away/insects"));
    f.button("Import")->click();
    CHECK(f.waitForDatasets(1));
}

TEST_CASE("Pictures of a host that is away are said to be so, and those of this machine are shown all the same") {
    if (!canLookThere())
        return;
    ThereFixture f;
    makeFolder(f.dir / "far" / "insects");
    makeFolder(f.dir / "near", 4);
    REQUIRE(f.knowsBox());  // nothing is shown yet, so nothing is drawn
    ImportPlan plan;
    plan.options.on = "box";
    plan.options.source = (f.dir / "far" / "insects").string();
    plan.options.name = "far";
    f.queue().add(plan);
    REQUIRE(f.waitForDatasets(1));
    f.queue().addPaths({f.path("near")});
    REQUIRE(f.waitForDatasets(2));
    const auto served = f.sshd.sessions();
    f.sshd.stop();
    for (const pid_t pid : served)
        ::kill(pid, SIGKILL);
    auto& pictures = pictures::ThumbnailSource::of(*f.desk);
    QSignalSpy away(&pictures, &pictures::ThumbnailSource::away);
    QSignalSpy failed(&pictures, &pictures::ThumbnailSource::failed);
    const auto stateOf = [&](const char* dataset, const char* path) {
        return pictures.get({dataset, path}, {64, 64}, 1).state;
    };
    using State = pictures::ThumbnailSource::State;
    CHECK(DatasetsFixture::waitLong([&] { return stateOf("far@1", "train/ants/11.ppm") == State::None; }));
    CHECK(DatasetsFixture::waitLong([&] { return stateOf("near@1", "train/ants/3.ppm") == State::Ready; }));
    CHECK(away.count() == 1);
    CHECK(failed.isEmpty());
}

TEST_CASE("Without a host, adding a folder on one leads to where hosts are added") {
    DatasetsFixture f;
    f.showPage();
    f.trigger("dataset.importThere");
    CHECK(waitFor([&] { return f.says("There is no host yet"); }));
}
