// SPDX-License-Identifier: GPL-3.0-or-later
#include "empty_home.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::home {
namespace {

constexpr int kZoneHeight = 330, kRowGap = 14;

/// The number of a step in a soft circle.
class StepNumber : public QWidget {
public:
    explicit StepNumber(int number) : m_number(number) { setFixedSize(26, 26); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintFrame(painter, rect(), 13, color(Token::AccentSoft), {});
        paintText(painter, rect(), Qt::AlignCenter, QString::number(m_number), color(Token::Accent),
                  ui::font(TextKind::Strong));
    }

private:
    int m_number;
};

QGridLayout* threeColumns(QWidget* parent) {
    auto* grid = new QGridLayout(parent);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme().size("gap"));
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    return grid;
}

Card* stepCard(int number, const QString& title, const QString& sentence) {
    auto* card = new Card;
    card->setAccessibleName(QString("%1. %2").arg(number).arg(title));
    card->setAccessibleDescription(sentence);
    card->layout()->setContentsMargins(17, 14, 17, 14);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(new StepNumber(number), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(textLabel(title, TextKind::Strong));
    texts->addWidget(textLabel(sentence, TextKind::Small, Token::Secondary));
    texts->addStretch(1);
    row->addLayout(texts, 1);
    card->body()->addLayout(row, 1);
    return card;
}

Card* hintCard(const QString& title, const QString& sentence) {
    auto* card = new Card(title);
    card->setAccessibleDescription(sentence);
    card->body()->addWidget(textLabel(sentence, TextKind::Body, Token::Secondary));
    card->body()->addStretch(1);
    return card;
}

}  // namespace

EmptyHome::EmptyHome(PageHost& host, QWidget* parent)
    : QWidget(parent),
      m_zone(new DropZone("download", tr("Drop a folder of pictures to begin"),
                          tr("one sub-folder for each class, or train and val folders with those inside"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kRowGap);
    m_zone->setMinimumHeight(200);
    m_zone->setMaximumHeight(kZoneHeight);
    m_zone->setRouter(&host.drops());
    m_zone->content()->setLarge(true);
    Button* choose = m_zone->content()->addButton(tr("Choose a folder …"), Button::Kind::Primary, "folder");
    m_sample = m_zone->content()->addButton(tr("Try with the sample"), Button::Kind::Plain);
    connect(choose, &QPushButton::clicked, this, &EmptyHome::chooseRequested);
    connect(m_sample, &QPushButton::clicked, this, [&host] {
        if (QAction* sample = host.commands().find("dataset.sample"))
            sample->trigger();
    });
    column->addWidget(m_zone, 100);  // all the room up to its greatest height
    column->addWidget(steps());
    column->addWidget(hints());
    column->addStretch(1);
}

QWidget* EmptyHome::steps() {
    auto* row = new QWidget;
    QGridLayout* grid = threeColumns(row);
    grid->addWidget(stepCard(1, tr("Drop a folder of pictures"),
                             tr("One sub-folder a class. Flambeau opens and checks every file.")),
                    0, 0);
    grid->addWidget(
        stepCard(2, tr("Press Train"), tr("Sensible settings are filled in; this machine is the first place to run.")),
        0, 1);
    grid->addWidget(
        stepCard(3, tr("Watch, keep, export"), tr("The best model is registered; ONNX is one click, and verified.")), 0,
        2);
    return row;
}

QWidget* EmptyHome::hints() {
    auto* row = new QWidget;
    QGridLayout* grid = threeColumns(row);
    grid->addWidget(hintCard(tr("You have a model already?"),
                             tr("Drop the file: weights and ONNX files are kept in the registry, with their hash and "
                                "where they came from. Nothing in them is executed.")),
                    0, 0);
    grid->addWidget(hintCard(tr("A GPU in this machine?"),
                             tr("Environments says what the engine can use, and prepares one with CUDA at a press.")),
                    0, 1);
    grid->addWidget(
        hintCard(tr("Rather from a terminal?"),
                 tr("flambeau-cli does the same work in the same workspace; New run shows its command line.")),
        0, 2);
    return row;
}

}  // namespace flambeau::ui::home
