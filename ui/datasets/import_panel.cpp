// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kFieldWidth = 320, kLabelWidth = 150;

/// "20", "20 %", "0.2" and "0,2" are a fifth.
std::optional<double> shareOf(QString text) {
    const bool percent = text.contains('%');
    const auto number = format::parseReal(text.remove('%').trimmed());
    if (!number)
        return std::nullopt;
    return percent || *number >= 1 ? *number / 100 : *number;
}

}  // namespace

ImportPanel::ImportPanel(ImportQueue& queue, QWidget* parent)
    : Card(tr("Import with options"), {}, parent), m_queue(queue) {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_where = new QComboBox;
    m_where->setObjectName(QStringLiteral("importWhere"));
    m_where->setFixedWidth(kFieldWidth);
    m_where->setAccessibleName(tr("Where the folder lies"));
    form->addRow(textLabel(tr("Lies on")), m_where);
    auto* sourceRow = new QWidget;
    auto* source = new QHBoxLayout(sourceRow);
    source->setContentsMargins(0, 0, 0, 0);
    source->addWidget(m_source = new ElidedLabel(tr("nothing chosen"), TextKind::Body, Token::Secondary), 1);
    m_source->setElideMode(Qt::ElideMiddle);
    m_source->setMinimumWidth(200);
    source->addWidget(m_folder = new Button(tr("Folder …")));
    source->addWidget(m_archive = new Button(tr("Archive …")));
    source->addWidget(m_path = new QLineEdit);
    m_path->setObjectName(QStringLiteral("importPath"));
    m_path->setFixedWidth(kFieldWidth);
    m_path->setPlaceholderText(QStringLiteral("/data/birds"));
    m_path->setAccessibleName(tr("The folder's path there"));
    source->addStretch();
    sourceRow->setMaximumWidth(kFieldWidth + 400);
    form->addRow(textLabel(tr("From")), sourceRow);
    connect(m_folder, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_archive, &QPushButton::clicked, this, [this] { choose(false); });
    m_name = addLine(form, tr("Name"), {});
    m_part = addLine(form, tr("Part for validation"), tr("where the folders make no split"));
    m_seed = addLine(form, tr("Seed of the split"), tr("the same seed gives the same split"));
    m_csv = addLine(form, tr("Table of labels"), tr("a CSV file; looked for in the folder"));
    m_fileColumn = addLine(form, tr("Column of files"), tr("recognised"));
    m_labelColumn = addLine(form, tr("Column of classes"), tr("recognised"));
    m_header = new QComboBox;
    m_header->addItems({tr("Recognised"), tr("Its first line names the columns"), tr("Its first line is data")});
    m_header->setFixedWidth(kFieldWidth);
    m_header->setAccessibleName(tr("First line of the table"));
    form->addRow(textLabel(tr("First line of the table")), m_header);
    m_readAll = new QCheckBox(tr("Open every picture again, also those that have not changed"));
    form->addRow(QString(), m_readAll);
    for (int row = 0; row < form->rowCount(); ++row) {
        if (auto* item = form->itemAt(row, QFormLayout::LabelRole); item != nullptr && item->widget() != nullptr)
            item->widget()->setMinimumWidth(kLabelWidth);
    }
    body()->addLayout(form);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_start = new Button(tr("Import"), Button::Kind::Primary));
    auto* close = new Button(tr("Cancel"));
    buttons->addWidget(close);
    buttons->addWidget(m_problem = new ElidedLabel({}, TextKind::Small, Token::Secondary), 1);
    body()->addSpacing(8);
    body()->addLayout(buttons);
    body()->addStretch(1);
    connect(m_start, &QPushButton::clicked, this, &ImportPanel::start);
    connect(close, &QPushButton::clicked, this, &ImportPanel::closed);
    connect(m_where, &QComboBox::currentIndexChanged, this, &ImportPanel::placeChanged);
    connect(m_path, &QLineEdit::textChanged, this, &ImportPanel::pathTyped);
    connect(m_path, &QLineEdit::returnPressed, this, [this] {
        if (problem().isEmpty())
            start();
    });
    connect(&queue, &ImportQueue::listed, this, &ImportPanel::fillPlaces);
    setPlan({});
}

QLineEdit* ImportPanel::addLine(QFormLayout* form, const QString& label, const QString& hint) {
    auto* line = new QLineEdit;
    line->setFixedWidth(kFieldWidth);
    line->setPlaceholderText(hint);
    line->setAccessibleName(label);
    form->addRow(textLabel(label), line);
    connect(line, &QLineEdit::textChanged, this, &ImportPanel::check);
    connect(line, &QLineEdit::returnPressed, this, [this] {
        if (problem().isEmpty())
            start();
    });
    return line;
}

QString ImportPanel::where() const {
    return m_where->currentData().toString();
}

void ImportPanel::fillPlaces() {
    const QString chosen = where();
    const QSignalBlocker quiet(m_where);
    m_where->clear();
    m_where->addItem(tr("This machine"), QString());
    for (const std::string& host : m_queue.hosts())
        m_where->addItem(QString::fromStdString(host), QString::fromStdString(host));
    // One that was named and is not known any more is shown, so that one sees what is wrong.
    if (m_where->findData(chosen) < 0)
        m_where->addItem(chosen, chosen);
    m_where->setCurrentIndex(m_where->findData(chosen));
    m_where->setEnabled(m_where->count() > 1);
    m_where->setToolTip(m_where->count() > 1 ? QString() : tr("Hosts are added on the page Compute"));
}

void ImportPanel::placeChanged() {
    const bool there = !where().isEmpty();
    m_source->setVisible(!there);
    m_folder->setVisible(!there);
    m_archive->setVisible(!there);
    m_path->setVisible(there);
    if (there && m_path->isVisible())
        m_path->setFocus();
    pathTyped();
}

/// A folder that is known keeps its dataset's name; another gives its own.
void ImportPanel::pathTyped() {
    if (!where().isEmpty()) {
        const QString path = m_path->text().trimmed();
        QString name = path.section('/', -1, -1, QString::SectionSkipEmpty);
        if (!name.isEmpty())
            name = QString::fromStdString(toValidName(name.toStdString()));
        const std::string place = (where() + ':' + path).toStdString();
        for (const auto& entry : m_queue.known()) {
            if (entry.source == place)
                name = QString::fromStdString(entry.name);
        }
        if (m_name->text().isEmpty() || m_name->text() == m_given)
            m_name->setText(name);
        m_given = name;
    }
    check();
}

void ImportPanel::setPlan(const ImportPlan& plan) {
    m_plan = plan;
    const session::AddOptions& options = plan.options;
    const QString path = QFile::decodeName(options.source.c_str());
    const QString on = QString::fromStdString(options.on);
    m_given.clear();
    fillPlaces();
    if (m_where->findData(on) < 0)
        m_where->addItem(on, on);
    m_where->setCurrentIndex(m_where->findData(on));
    if (!on.isEmpty())
        m_plan.options.source.clear();
    m_path->setText(on.isEmpty() ? QString() : path);
    m_source->setText(path.isEmpty() || !on.isEmpty() ? tr("nothing chosen") : path);
    m_name->setText(QString::fromStdString(options.name));
    placeChanged();
    m_part->setText(QString::number(options.valFraction));
    m_seed->setText(QString::number(options.seed));
    m_csv->setText(QFile::decodeName(options.csv.c_str()));
    m_fileColumn->setText(QString::fromStdString(options.fileColumn));
    m_labelColumn->setText(QString::fromStdString(options.labelColumn));
    m_header->setCurrentIndex(options.header ? (*options.header ? 1 : 2) : 0);
    m_readAll->setChecked(options.readAll);
    check();
}

void ImportPanel::setSource(const QString& path) {
    const auto plans = m_queue.plans({path});
    if (plans.empty())
        return;
    const bool named = m_plan.options.name != m_name->text().toStdString();
    const QString name = m_name->text();
    m_plan.kind = plans.front().kind;
    m_plan.shown = plans.front().shown;
    m_plan.again = plans.front().again;
    m_plan.options.source = plans.front().options.source;
    m_plan.options.name = plans.front().options.name;
    m_source->setText(path);
    m_name->setText(named && !name.isEmpty() ? name : QString::fromStdString(m_plan.options.name));
    check();
}

void ImportPanel::choose(bool folder) {
    auto* dialog =
        new QFileDialog(this, folder ? tr("Choose a folder of pictures") : tr("Choose an archive of pictures"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    if (!folder)
        dialog->setNameFilter(tr("Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)"));
    connect(dialog, &QFileDialog::fileSelected, this, &ImportPanel::setSource);
    dialog->open();
}

QString ImportPanel::problem() const {
    const QString path = m_path->text().trimmed();
    if (!where().isEmpty() && path.isEmpty())
        return tr("Type the folder's path on %1").arg(where());
    if (!where().isEmpty() && !path.startsWith('/') && !path.startsWith(QLatin1String("~/")))
        return tr("The path begins with / or with ~/");
    if (where().isEmpty() && m_plan.options.source.empty())
        return tr("Choose a folder or an archive first");
    if (!isValidName(m_name->text().toStdString()))
        return tr("A name is made of letters, digits, '.', '_' and '-'");
    const auto part = shareOf(m_part->text());
    if (!part || !(*part > 0 && *part < 1))
        return tr("The part for validation lies between 0 and 1, or is a percentage");
    const auto seed = format::parseWhole(m_seed->text());
    if (!seed || *seed < 0)
        return tr("The seed is a whole number from 0 on");
    return {};
}

void ImportPanel::check() {
    const QString why = problem();
    m_start->setBlocked(why);
    m_problem->setText(why);
    const auto mark = [](QLineEdit* line, bool invalid) {
        if (line->property("invalid").toBool() == invalid)
            return;
        line->setProperty("invalid", invalid);
        line->style()->unpolish(line);
        line->style()->polish(line);
    };
    const auto part = shareOf(m_part->text());
    const auto seed = format::parseWhole(m_seed->text());
    mark(m_name, !m_name->text().isEmpty() && !isValidName(m_name->text().toStdString()));
    mark(m_part, !part || !(*part > 0 && *part < 1));
    mark(m_seed, !seed || *seed < 0);
}

void ImportPanel::start() {
    if (!problem().isEmpty())
        return;
    session::AddOptions& options = m_plan.options;
    options.on = where().toStdString();
    if (!options.on.empty()) {
        options.source = QFile::encodeName(m_path->text().trimmed()).toStdString();
        m_plan.kind = ImportPlan::Kind::Folder;
        m_plan.shown = m_path->text().trimmed();
    }
    options.name = m_name->text().toStdString();
    options.valFraction = *shareOf(m_part->text());
    options.seed = *format::parseWhole(m_seed->text());
    options.csv = QFile::encodeName(m_csv->text()).toStdString();
    options.fileColumn = m_fileColumn->text().toStdString();
    options.labelColumn = m_labelColumn->text().toStdString();
    options.header = m_header->currentIndex() == 0 ? std::nullopt : std::optional(m_header->currentIndex() == 1);
    options.readAll = m_readAll->isChecked();
    m_queue.add(m_plan);
    emit closed();
}

}  // namespace flambeau::ui::datasets
