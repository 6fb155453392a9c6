// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <random>

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>

#include "../shell/shell_fixture.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/shell/command_palette.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

/// A run's page as it will be, with curves that are made up.
class RunPage : public Page {
public:
    explicit RunPage(PageHost&) {
        fill();
        auto* column = new QVBoxLayout(this);
        column->setSpacing(12);
        auto* top = new QHBoxLayout;
        auto* tabs = new TabBar;
        for (const char* tab : {"Charts", "Logs", "Files", "Confusion matrix", "System", "Lineage"})
            tabs->addTab(tab);
        tabs->setCount(2, 7);
        top->addWidget(tabs, 1);
        top->addWidget(textLabel("X axis", TextKind::Body, Token::Secondary));
        auto* axis = new Segmented({"Step", "Epoch", "Time"});
        axis->setCurrent(1);
        top->addWidget(axis);
        column->addLayout(top);
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        row->addLayout(charts(), 1);
        row->addLayout(side());
        column->addLayout(row, 1);
        cancel = pageAction(this, "Cancel run", "cancel", {});
        clone = pageAction(this, "Clone and edit", "refresh", {});
    }
    PageHeader header() const override {
        return {"ants-bees-07",  "Running", Tone::Info, "experiment backbones · gpu-box · started 12:37",
                {clone, cancel}, nullptr,   cancel};
    }
    QAction *cancel = nullptr, *clone = nullptr;
    metrics::ChartLink link;

private:
    QLayout* charts() {
        link.setMode(metrics::XMode::Epoch);
        link.setSmoothing(0.9);
        link.setExpectedEnd(25);
        auto* grid = new QGridLayout;
        grid->setSpacing(12);
        auto* loss = new metrics::ChartCard("loss", &link);
        loss->addCurve({"train", 0, &m_loss});
        loss->addCurve({"val", 1, &m_valLoss, false});
        auto* acc = new metrics::ChartCard("acc", &link);
        acc->addCurve({"train", 0, &m_acc});
        acc->addCurve({"val", 1, &m_valAcc, false});
        auto* rate = new metrics::ChartCard("learning rate", &link);
        rate->addCurve({"lr", 2, &m_rate, false});
        auto* speed = new metrics::ChartCard("images a second", &link);
        speed->addCurve({"train", 3, &m_speed});
        grid->addWidget(loss, 0, 0);
        grid->addWidget(acc, 0, 1);
        grid->addWidget(rate, 1, 0);
        grid->addWidget(speed, 1, 1);
        auto* log = new Card("Log", "following");
        auto* text = new QPlainTextEdit(
            "12:40:58 epoch 13/25 val loss 0.1934 acc 0.9412\n12:41:07 epoch 14/25 train loss 0.2127 acc 0.918");
        text->setFont(ui::font(TextKind::Mono));
        text->setAccessibleName("Log");
        text->setFixedHeight(60);
        log->body()->addWidget(text);
        grid->addWidget(log, 2, 0, 1, 2);
        grid->setRowStretch(0, 3);
        grid->setRowStretch(1, 2);
        link.setCrosshair(11);
        return grid;
    }
    static QLayout* side() {
        auto* column = new QVBoxLayout;
        column->setSpacing(12);
        auto* best = new Card("Best so far");
        best->setFixedWidth(206);
        best->body()->addWidget(textLabel("95.4 %", TextKind::Display));
        best->body()->addWidget(textLabel("val/acc at epoch 12", TextKind::Small, Token::Secondary));
        auto* keep = new Button("Register this model");
        keep->setIconName("models");
        keep->setSmall(true);
        best->body()->addWidget(keep);
        auto* settings = new Card("Settings");
        settings->setFixedWidth(206);
        auto* list = new KeyValueList;
        list->setAccessibleName("Settings");
        list->setRows({{"Dataset", "hymenoptera v2"},
                       {"Model", "mobilenet_v2"},
                       {"Weights", "ImageNet features"},
                       {"Epochs", "25"},
                       {"Seed", "11"},
                       {"Fingerprint", "7f3a 91c4 …", "7f3a91c4deadbeef", true}});
        settings->body()->addWidget(list);
        settings->body()->addStretch(1);
        column->addWidget(best);
        column->addWidget(settings, 1);
        return column;
    }
    void fill() {
        std::mt19937 random(4);
        std::normal_distribution<double> bell(0, 1);
        std::vector<series::Point> loss, acc, valLoss, valAcc, rate, speed;
        for (int i = 1; i <= 1400; ++i) {
            const double epoch = i / 100.0, t = 1e9 + i;
            loss.push_back({i, t, std::max(0.0, 0.15 + 0.65 * std::exp(-epoch / 3.5) + 0.07 * bell(random)), epoch});
            acc.push_back({i, t, std::min(1.0, 0.95 - 0.4 * std::exp(-epoch / 3) + 0.04 * bell(random)), epoch});
            rate.push_back({i, t, epoch < 7 ? 1e-3 : 1e-4, epoch});
            speed.push_back({i, t, 148 + 5 * bell(random), epoch});
        }
        for (int i = 1; i <= 14; ++i) {
            valLoss.push_back({i * 100, 1e9 + i * 100, 0.18 + 0.45 * std::exp(-i / 3.0), double(i)});
            valAcc.push_back({i * 100, 1e9 + i * 100, 0.955 - 0.25 * std::exp(-i / 3.0), double(i)});
        }
        m_loss.append(loss);
        m_acc.append(acc);
        m_valLoss.append(valLoss);
        m_valAcc.append(valAcc);
        m_rate.append(rate);
        m_speed.append(speed);
    }
    metrics::MemoryCurve m_loss, m_acc, m_valLoss, m_valAcc, m_rate, m_speed;
};

/// Every control there is, usable and not.
class ControlsPage : public Page {
public:
    explicit ControlsPage(PageHost&) {
        auto* column = new QVBoxLayout(this);
        column->setSpacing(12);
        column->addWidget(controls());
        auto* card = new Card("Recent runs", "128 in this workspace");
        card->setWide();
        card->body()->addWidget(table());
        column->addWidget(card, 1);
        auto* empty = new TableView;
        empty->setModel(new QStandardItemModel(0, 3, empty));
        auto* state = new EmptyState("models", "No model is kept yet", "Train on a dataset, or drop a model file here");
        state->addButton("Go to Datasets", Button::Kind::Plain, "datasets");
        empty->setEmptyState(state);
        empty->setAccessibleName("Models");
        auto* emptyCard = new Card("Models");
        emptyCard->setMinimumHeight(210);
        emptyCard->body()->addWidget(empty);
        column->addWidget(emptyCard);
    }
    PageHeader header() const override {
        return {"Controls", {}, Tone::Neutral, "every part in each of its states", {}, nullptr, nullptr};
    }

private:
    static Card* controls() {
        auto* card = new Card("Controls", "usable and not");
        auto* first = new QHBoxLayout;
        for (const auto kind :
             {Button::Kind::Primary, Button::Kind::Plain, Button::Kind::Quiet, Button::Kind::Danger}) {
            for (const bool usable : {true, false}) {
                auto* button = new Button(usable ? "Train on this" : "Not now", kind);
                button->setIconName("play");
                button->setBlocked(usable ? QString() : "There is no dataset yet");
                first->addWidget(button);
            }
        }
        first->addStretch(1);
        card->body()->addLayout(first);
        card->body()->addLayout(fields());
        card->body()->addLayout(states());
        card->body()->addLayout(chips());
        return card;
    }
    static QHBoxLayout* states() {
        auto* third = new QHBoxLayout;
        auto* run = new Button("Run", Button::Kind::Primary);
        run->setKeyHint("Ctrl ↵");
        third->addWidget(run);
        auto* menu = new Button("Group: none");
        menu->setMenuMark(true);
        third->addWidget(menu);
        auto* segments = new Segmented({"Table", "Table and charts", "Charts"});
        segments->setCurrent(1);
        third->addWidget(segments);
        third->addStretch(1);
        return third;
    }
    static QHBoxLayout* fields() {
        auto* second = new QHBoxLayout;
        auto* combo = new QComboBox;
        combo->addItems({"MobileNet V2", "ResNet-18"});
        auto* spin = new QSpinBox;
        spin->setSuffix(" images");
        spin->setValue(16);
        auto* follow = new QCheckBox("Follow");
        follow->setChecked(true);
        auto* radio = new QRadioButton("Radio");
        radio->setChecked(true);
        auto* off = new QCheckBox("Off");
        off->setChecked(true);
        off->setEnabled(false);
        auto* line = new QLineEdit("0.001");
        auto* wrong = new QLineEdit("abc");
        wrong->setProperty("invalid", true);
        auto* disabled = new QLineEdit("disabled");
        disabled->setEnabled(false);
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setValue(60);
        auto* progress = new ProgressLine;
        progress->setShare(0.57);
        for (QWidget* widget : std::initializer_list<QWidget*>{combo, spin, follow, new QCheckBox("Not"), radio, off,
                                                               line, wrong, disabled, slider, progress})
            second->addWidget(widget);
        return second;
    }
    static QHBoxLayout* chips() {
        auto* third = new QHBoxLayout;
        for (const auto& [text, tone] : {std::pair("Running", Tone::Info),
                                         {"Completed", Tone::Good},
                                         {"Queued", Tone::Caution},
                                         {"Failed: NaN loss at step 212", Tone::Bad},
                                         {"Canceled", Tone::Neutral}})
            third->addWidget(new Chip(text, tone));
        auto* champion = new Chip("champion", Tone::Accent);
        champion->setOutlined(true);
        third->addWidget(champion);
        third->addStretch(1);
        return third;
    }
    static TableView* table() {
        auto* model = new QStandardItemModel(0, 5);
        model->setHorizontalHeaderLabels({"Run", "Dataset", "Best val/acc", "Ended", "State"});
        model->setHeaderData(2, Qt::Horizontal, int(Qt::AlignRight), Qt::TextAlignmentRole);
        for (int i = 0; i < 200; ++i) {
            QList<QStandardItem*> row;
            for (const QString& text :
                 {QString("sweep-%1").arg(i), QString("hymenoptera v2"), QString("%1 %").arg(95.0 - i / 10.0),
                  QString("yesterday"), i % 3 ? QString("Completed") : QString("Failed: NaN loss")})
                row << new QStandardItem(text);
            row[0]->setData(true, StrongRole);
            row[0]->setData(i, SeriesRole);
            row[1]->setData(int(Token::Secondary), TokenRole);
            row[2]->setData(int(Qt::AlignRight), Qt::TextAlignmentRole);
            row[4]->setData(int(i % 3 ? Tone::Good : Tone::Bad), ChipToneRole);
            model->appendRow(row);
        }
        auto* view = new TableView;
        model->setParent(view);
        view->setModel(model);
        view->setAccessibleName("Runs");
        view->setSortingEnabled(true);
        view->horizontalHeader()->setSortIndicator(2, Qt::DescendingOrder);
        view->selectRow(1);
        for (int column = 0; column < 4; ++column)
            view->setColumnWidth(column, 170);
        return view;
    }
};

}  // namespace

TEST_CASE("The gallery: each picture is saved, and in none a text is cut or a control outside") {
    for (const bool dark : {false, true}) {
        ShellFixture f;
        f.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        f.window->addPage({"gallery-run", "Run", "runs", shell::PageEntry::Place::Hidden, "runs",
                           [](PageHost& host) { return new RunPage(host); }});
        f.window->addPage({"gallery-controls", "Controls", "runs", shell::PageEntry::Place::Hidden, "compute",
                           [](PageHost& host) { return new ControlsPage(host); }});
        for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
            const QString tail = QString(dark ? "-dark" : "-light") + (size.width() == 1440 ? "" : "-1280");
            f.show(size);
            f.window->setStatus({0, 0, {}, 0.03, 1288490188, 24LL << 30});
            f.window->openPage("home");
            settle();
            save(shot(*f.window), "home-empty" + tail);
            CHECK(layoutFaults(*f.window) == QStringList());
            const QList<QPair<QString, int>> counts{
                {"datasets", 4}, {"environments", 5}, {"compute", 4}, {"runs", 128}, {"models", 4}};
            for (const auto& [page, count] : counts)
                f.window->setCount(page, count);
            f.window->setStatus(busyFacts());
            for (const char* page : {"gallery-run", "gallery-controls"}) {
                f.window->openPage(page);
                settle();
                INFO(page << tail.toStdString());
                waitFor([] { return QApplication::activePopupWidget() == nullptr; });
                for (auto* chart : f.window->findChildren<metrics::ChartCard*>())
                    chart->flush();
                save(shot(*f.window), page + tail);
                // A subtitle may be cut: it is the first to give room.
                QStringList faults = layoutFaults(*f.window);
                faults.removeIf([](const QString& fault) { return fault.contains("started 12:37"); });
                CHECK(faults == QStringList());
            }
            f.window->showPalette();
            save(shot(*f.window), "palette" + tail);
            f.window->commandPalette()->close();
            for (const auto& [page, count] : counts)
                f.window->setCount(page, -1);
        }
        f.themes.setMode(ThemeMode::Light);
    }
    useTheme(false);
}
