// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QRadioButton>
#include <QTest>
#include <QVBoxLayout>

#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/focus_ring.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/widgets.h"
#include "ui_support.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("A button is pressed by Enter and Space, and by nothing while it is blocked") {
    Button button("Train", Button::Kind::Primary);
    int pressed = 0;
    QObject::connect(&button, &QPushButton::clicked, [&] { ++pressed; });
    button.show();
    press(button, Qt::Key_Return);
    press(button, Qt::Key_Space);
    CHECK(pressed == 2);
    button.setToolTip("starts");
    button.setBlocked("There is no dataset yet");
    press(button, Qt::Key_Return);
    click(button, button.rect().center());
    CHECK(pressed == 2);
    CHECK(button.toolTip() == "There is no dataset yet");
    button.setBlocked("Still none");
    button.setBlocked({});
    CHECK(button.isEnabled());
    CHECK(button.toolTip() == "starts");
}

TEST_CASE("A button of an action follows its text, its block and its reason") {
    QAction action("Export ONNX");
    QWidget parent;
    Button& button = *Button::forAction(&action, Button::Kind::Plain, &parent);
    int triggered = 0;
    QObject::connect(&action, &QAction::triggered, [&] { ++triggered; });
    button.click();
    CHECK(triggered == 1);
    action.setEnabled(false);
    action.setToolTip("No model yet");
    CHECK_FALSE(button.isEnabled());
    CHECK(button.toolTip() == "No model yet");
    action.setText("Export again");
    CHECK(button.text() == "Export again");
}

TEST_CASE("Screen readers find buttons, choices and texts by role and name") {
    Button button("Train");
    Segmented segmented({"Step", "Epoch"});
    Chip chip("Running", Tone::Info);
    QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(&button);
    REQUIRE(reader != nullptr);
    CHECK(reader->role() == QAccessible::Button);
    CHECK(reader->text(QAccessible::Name) == "Train");
    reader = QAccessible::queryAccessibleInterface(segmented.findChildren<QRadioButton*>().first());
    REQUIRE(reader != nullptr);
    CHECK(reader->role() == QAccessible::RadioButton);
    CHECK(reader->text(QAccessible::Name) == "Step");
    CHECK(QAccessible::queryAccessibleInterface(&chip)->text(QAccessible::Name) == "Running");
}

TEST_CASE("Arrow keys move the choice of a segmented control and each change is told once") {
    Segmented segmented({"Step", "Epoch", "Time"});
    QList<int> told;
    QObject::connect(&segmented, &Segmented::currentChanged, [&](int index) { told << index; });
    segmented.show();
    QApplication::setActiveWindow(&segmented);
    REQUIRE(waitFor([&] { return segmented.isActiveWindow(); }));
    auto buttons = segmented.findChildren<QRadioButton*>();
    buttons[0]->setFocus();
    press(*buttons[0], Qt::Key_Right);
    CHECK(segmented.current() == 1);
    segmented.setCurrent(2);
    segmented.setCurrent(2);
    CHECK(told == QList<int>{1, 2});
    click(*buttons[0], {3, 3});
    CHECK(segmented.current() == 0);
    // Choosing moves nothing.
    const int width = segmented.sizeHint().width();
    segmented.setCurrent(1);
    CHECK(segmented.sizeHint().width() == width);
    segmented.setBlocked(2, "no times were logged");
    CHECK(buttons[2]->toolTip() == "no times were logged");
    CHECK_FALSE(buttons[2]->isEnabled());
}

TEST_CASE("The focus ring shows where keys went, and never after a click") {
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* first = new Button("First");
    auto* second = new Button("Second");
    column->addWidget(first);
    column->addWidget(second);
    FocusRing ring(&window);
    window.show();
    QApplication::setActiveWindow(&window);
    REQUIRE(waitFor([&] { return window.isActiveWindow(); }));
    first->setFocus(Qt::OtherFocusReason);
    settle();
    CHECK(ring.target() == nullptr);
    press(*first, Qt::Key_Tab);
    REQUIRE(second->hasFocus());
    CHECK(ring.target() == second);
    CHECK(ring.geometry().contains(second->geometry()));
    click(*first, {5, 5});
    CHECK(ring.target() == nullptr);
    press(*first, Qt::Key_Backtab);
    CHECK(ring.target() != nullptr);
    // It follows its widget, and goes with it.
    QWidget* target = ring.target();
    target->hide();
    settle();
    CHECK(ring.target() != target);
}

TEST_CASE("A value of a list is copied by a click and by keys, whole where it is shown short") {
    KeyValueList list;
    list.setRows({{"Dataset", "hymenoptera v2"}, {"Fingerprint", "7f3a 91c4 …", "7f3a91c4deadbeef", true}});
    list.resize(240, list.sizeHint().height());
    list.show();
    click(list, {20, 30});
    CHECK(QApplication::clipboard()->text() == "7f3a91c4deadbeef");
    list.setFocus();
    press(list, Qt::Key_Down);
    press(list, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() == "hymenoptera v2");
    CHECK(list.accessibleDescription() == "Dataset: hymenoptera v2\nFingerprint: 7f3a91c4deadbeef");
}

TEST_CASE("A text without room ends in an ellipsis and is told whole to readers") {
    ElidedLabel label("experiment backbones · gpu-box · started 12:37");
    label.resize(80, 20);
    CHECK(label.cut());
    label.resize(label.sizeHint());
    CHECK_FALSE(label.cut());
    CHECK(label.accessibleName() == label.text());
}

TEST_CASE("Of drop rules the one with the highest priority that offers something wins") {
    DropRouter router;
    router.add(0, [](const QStringList& paths) {
        return std::optional(DropOffer{"Keep " + paths.first(), "models", {}});
    });
    router.add(10, [](const QStringList& paths) {
        return paths.first().endsWith(".py") ? std::optional(DropOffer{"Run this script", "script", {}}) : std::nullopt;
    });
    CHECK(router.offerFor({"a.py"})->text == "Run this script");
    CHECK(router.offerFor({"a.onnx"})->text == "Keep a.onnx");
    CHECK_FALSE(router.offerFor({}).has_value());
}

namespace {

/// A drag as the window system reports it, over one widget.
class Drag {
public:
    explicit Drag(const QString& path) {
        m_data.setUrls({QUrl::fromLocalFile(path)});
        m_data.setText(path);
    }
    bool enter(QWidget& widget) {
        QDragEnterEvent event(widget.rect().center(), Qt::CopyAction, &m_data, Qt::LeftButton, {});
        event.ignore();
        QApplication::sendEvent(&widget, &event);
        return event.isAccepted();
    }
    void leave(QWidget& widget) {
        QDragLeaveEvent event;
        QApplication::sendEvent(&widget, &event);
    }
    void drop(QWidget& widget) {
        QDropEvent event(widget.rect().center(), Qt::CopyAction, &m_data, Qt::LeftButton, {});
        QApplication::sendEvent(&widget, &event);
        settle();
    }

private:
    QMimeData m_data;
};

}  // namespace

TEST_CASE("A drop zone says before the drop what it would do, does it, and looks as before when the drag leaves") {
    DropRouter router;
    int imported = 0;
    router.add(0, [&](const QStringList& paths) {
        return paths.first().endsWith("ants")
                   ? std::optional(DropOffer{"Import 'ants' as a dataset", "datasets", [&] { ++imported; }})
                   : std::nullopt;
    });
    DropZone zone("download", "Drop a folder", "one sub-folder a class");
    zone.setRouter(&router);
    zone.resize(400, 200);
    zone.show();
    Drag drag("/tmp/ants");
    CHECK(drag.enter(zone));
    CHECK(zone.content()->title() == "Import 'ants' as a dataset");
    drag.leave(zone);
    CHECK(zone.content()->title() == "Drop a folder");
    CHECK_FALSE(zone.hovered());
    CHECK(drag.enter(zone));
    drag.drop(zone);
    CHECK(imported == 1);
    CHECK(zone.content()->title() == "Drop a folder");
    Drag other("/tmp/notes.txt");
    CHECK_FALSE(other.enter(zone));
}

TEST_CASE("A drop zone without rules tells what was dropped") {
    DropZone zone("download", "Drop a folder", "");
    zone.show();
    QStringList told;
    QObject::connect(&zone, &DropZone::dropped, [&](const QStringList& paths) { told = paths; });
    Drag drag("/tmp/ants");
    CHECK(drag.enter(zone));
    drag.drop(zone);
    CHECK(told == QStringList{"/tmp/ants"});
}

TEST_CASE("A page of every small part looks the same switched to dark as started dark") {
    const auto build = [] {
        auto card = std::make_unique<Card>("Controls", "a note");
        auto* list = new KeyValueList;
        list->setRows({{"Model", "mobilenet_v2"}});
        auto* tabs = new TabBar;
        tabs->addTab("Charts");
        tabs->setCount(tabs->addTab("Files"), 7);
        card->body()->addWidget(tabs);
        card->body()->addWidget(new Segmented({"Step", "Epoch"}));
        card->body()->addWidget(new Button("Run", Button::Kind::Primary));
        card->body()->addWidget(new Button("Cancel run", Button::Kind::Danger));
        card->body()->addWidget(new Chip("Running", Tone::Info));
        card->body()->addWidget(textLabel("Some words", TextKind::Small, Token::Secondary));
        card->body()->addWidget(list);
        card->body()->addWidget(new QLineEdit("0.001"));
        card->body()->addWidget(new EmptyState("runs", "No runs yet", "Start one"));
        card->resize(500, 460);
        return card;
    };
    for (const bool dark : {true, false}) {
        useTheme(dark);
        auto started = build();
        const QImage expected = shot(*started);
        useTheme(!dark);
        auto switched = build();
        shot(*switched);
        useTheme(dark);
        CHECK(shot(*switched) == expected);
    }
    useTheme(false);
}
