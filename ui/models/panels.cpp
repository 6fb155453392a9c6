// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/key_value_list.h"
#include "model_text.h"
#include "parts.h"

namespace flambeau::ui::models {

namespace {

const std::vector<std::string> kFormats{"onnx", "torchscript", "state_dict", "safetensors"};
constexpr int kDescriptionHeight = 58;

QStringList words(const std::vector<std::string>& list) {
    QStringList result;
    for (const std::string& one : list)
        result << text(one);
    return result;
}

Button* closeButton(QWidget* panel) {
    auto* button = new Button(AliasPanel::tr("Close"), Button::Kind::Quiet);
    button->setSmall(true);
    button->setKeyHint(AliasPanel::tr("Esc"));
    QObject::connect(button, &QPushButton::clicked, panel, &QWidget::hide);
    return button;
}

}  // namespace

AliasPanel::AliasPanel(Shelf& shelf, QWidget* parent)
    : Card(tr("Aliases"), {}, parent),
      m_shelf(shelf),
      m_words(new WordsEditor(tr("Aliases"), tr("champion, in-use, …"))),
      m_others(new QWidget) {
    addHeaderWidget(closeButton(this));
    body()->addWidget(textLabel(tr("A word that names one version of the model, for scripts and people. Given to "
                                   "another version it moves there."),
                                TextKind::Small, Token::Secondary));
    body()->addWidget(m_words);
    auto* row = new QHBoxLayout(m_others);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    body()->addWidget(m_others);
    connect(m_words, &WordsEditor::added, this, [this](const QString& word) { m_shelf.setAlias(m_version, word); });
    connect(m_words, &WordsEditor::removed, this,
            [this](const QString& word) { m_shelf.removeAlias(m_version, word); });
    hide();
}

void AliasPanel::show(const VersionPtr& version) {
    if (!version || (m_version && m_version->reference() != version->reference()))
        hide();
    m_version = version;
    if (!version)
        return;
    setTitle(tr("Aliases of %1 %2").arg(text(version->name), numberText(version->version)));
    m_words->setWords(words(version->aliases));
    for (Button* button : m_moves) {
        button->hide();
        button->deleteLater();
    }
    m_moves.clear();
    auto* row = static_cast<QHBoxLayout*>(m_others->layout());
    for (const auto& other : m_shelf.catalog().of(text(version->name))) {
        for (const QString& alias : words(other->aliases)) {
            if (other->version == version->version || m_moves.size() >= 6)
                continue;
            auto* button = new Button(tr("Move %1 here from %2").arg(alias, numberText(other->version)));
            button->setSmall(true);
            connect(button, &QPushButton::clicked, this, [this, alias] { m_shelf.setAlias(m_version, alias); });
            row->insertWidget(m_moves.size(), button);
            m_moves << button;
        }
    }
    m_others->setVisible(!m_moves.isEmpty());
}

void AliasPanel::open() {
    if (!m_version)
        return;
    QWidget::show();
    m_words->focusField();
}

ExportPanel::ExportPanel(Shelf& shelf, QWidget* parent)
    : Card(tr("Export"), {}, parent),
      m_shelf(shelf),
      m_format(new Segmented({tr("ONNX"), tr("TorchScript"), tr("PyTorch weights"), tr("safetensors")})),
      m_softmax(new QCheckBox(tr("Ends in probabilities"))),
      m_preprocess(new QCheckBox(tr("Takes pictures as bytes"))),
      m_portable(new QCheckBox(tr("For older readers"))),
      m_said(textLabel({}, TextKind::Small, Token::Secondary)),
      m_save(new Button(tr("Save as …"))) {
    addHeaderWidget(closeButton(this));
    m_format->setAccessibleName(tr("Format"));
    m_softmax->setToolTip(tr("A softmax after the logits"));
    m_preprocess->setToolTip(tr("uint8 RGB; the normalisation lies inside the file"));
    m_portable->setToolTip(tr("Only operators that older readers know"));
    m_save->setObjectName("saveExport");
    m_save->setIconName("download");
    auto* row = new QHBoxLayout;
    row->addWidget(m_format);
    row->addStretch(1);
    row->addWidget(m_save);
    body()->addLayout(row);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(16);
    for (QCheckBox* box : {m_softmax, m_preprocess, m_portable}) {
        choices->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &ExportPanel::updateChoice);
    }
    choices->addStretch(1);
    body()->addLayout(choices);
    body()->addWidget(m_said);
    connect(m_format, &Segmented::currentChanged, this, &ExportPanel::updateChoice);
    connect(m_save, &QPushButton::clicked, this, [this] { emit asked(options()); });
    hide();
}

void ExportPanel::show(const VersionPtr& version) {
    if (!version || (m_version && m_version->reference() != version->reference()))
        hide();
    m_version = version;
    if (!version)
        return;
    setTitle(tr("Export %1 %2").arg(text(version->name), numberText(version->version)));
    for (std::size_t i = 0; i < kFormats.size(); ++i)
        m_format->setBlocked(static_cast<int>(i), cannotExport(*version, kFormats[i]));
    if (!cannotExport(*version, options().format).isEmpty()) {
        for (std::size_t i = 0; i < kFormats.size(); ++i) {
            if (cannotExport(*version, kFormats[i]).isEmpty()) {
                m_format->setCurrent(static_cast<int>(i));
                break;
            }
        }
    }
    updateChoice();
}

void ExportPanel::open() {
    if (!m_version)
        return;
    QWidget::show();
    m_save->setFocus(Qt::OtherFocusReason);
}

session::ExportOptions ExportPanel::options() const {
    session::ExportOptions options;
    options.format = kFormats[static_cast<std::size_t>(std::clamp(m_format->current(), 0, 3))];
    if (options.format == "onnx") {
        options.softmax = m_softmax->isChecked();
        options.preprocess = m_preprocess->isChecked();
        options.portable = m_portable->isChecked();
    }
    return options;
}

void ExportPanel::updateChoice() {
    if (!m_version)
        return;
    const session::ExportOptions chosen = options();
    const bool onnx = chosen.format == "onnx";
    for (QCheckBox* box : {m_softmax, m_preprocess, m_portable})
        box->setEnabled(onnx && m_version->usable());
    const bool changed = chosen.softmax || chosen.preprocess || chosen.portable;
    m_said->setText(!onnx     ? tr("The file as the run left it, its hash compared while it is copied.")
                    : changed ? tr("Checked by onnx's own checker; it is another file than the one that was judged.")
                              : tr("The file that the verdict is about."));
    m_save->setBlocked(cannotExport(*m_version, chosen.format));
}

AboutCard::AboutCard(Shelf& shelf, QWidget* parent)
    : Card(tr("About this version"), {}, parent),
      m_shelf(shelf),
      m_description(new QPlainTextEdit),
      m_tags(new WordsEditor(tr("Tags"), tr("Add a tag"))),
      m_facts(new KeyValueList) {
    m_description->setPlaceholderText(tr("Describe it: what it is for, what to know before using it"));
    m_description->setAccessibleName(tr("Description"));
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(kDescriptionHeight);
    m_description->installEventFilter(this);
    m_facts->setAccessibleName(tr("Facts"));
    body()->addWidget(m_description);
    body()->addWidget(m_tags);
    body()->addWidget(m_facts);
    body()->addStretch(1);
    connect(m_tags, &WordsEditor::added, this,
            [this](const QString& word) { m_shelf.changeTags(m_version, {word}, {}); });
    connect(m_tags, &WordsEditor::removed, this,
            [this](const QString& word) { m_shelf.changeTags(m_version, {}, {word}); });
}

void AboutCard::show(const VersionPtr& version) {
    if (m_description->hasFocus() && m_version && version && m_version->reference() != version->reference())
        keepDescription();
    const bool typing =
        m_description->hasFocus() && m_version && version && m_version->reference() == version->reference();
    m_version = version;
    if (!version)
        return;
    if (!typing && m_description->toPlainText() != text(version->description))
        m_description->setPlainText(text(version->description));
    m_tags->setWords(words(version->tags));
    QStringList classes = words(version->classes).mid(0, 12);
    if (version->classes.size() > 12)
        classes << tr("and %1 more").arg(format::count(qint64(version->classes.size()) - 12));
    QVector<KeyValue> rows;
    rows.push_back({tr("Reference"), text(version->reference())});
    rows.push_back({tr("From"), text(version->source)});
    if (!classes.isEmpty())
        rows.push_back({tr("Classes"), classes.join(", "), words(version->classes).join(", ")});
    rows.push_back(
        {tr("Registered"), format::exactDate(QDateTime::fromMSecsSinceEpoch(qint64(version->created * 1000)))});
    if (!version->dataset.fingerprint.empty())
        rows.push_back({tr("Fingerprint"), format::shortHash(text(version->dataset.fingerprint)),
                        text(version->dataset.fingerprint), true});
    m_facts->setRows(rows);
}

void AboutCard::keepDescription() {
    if (!m_version)
        return;
    const QString typed = m_description->toPlainText().trimmed();
    if (typed != text(m_version->description).trimmed())
        m_shelf.describe(m_version, typed);
}

bool AboutCard::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::FocusOut)
        keepDescription();
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return && (key->modifiers() & Qt::ControlModifier)) {
            keepDescription();
            return true;
        }
        if (key->key() == Qt::Key_Escape && m_version) {
            m_description->setPlainText(text(m_version->description));
            return true;
        }
    }
    return Card::eventFilter(object, event);
}

ValuesCard::ValuesCard(const QString& title, QWidget* parent)
    : Card(title, {}, parent), m_list(new KeyValueList), m_none(textLabel({}, TextKind::Small, Token::Secondary)) {
    m_list->setAccessibleName(title);
    m_none->setText(tr("None are known: it came from no run."));
    body()->addWidget(m_list);
    body()->addWidget(m_none);
    body()->addStretch(1);
}

void ValuesCard::set(const nlohmann::json& values, bool metrics) {
    QVector<KeyValue> rows;
    if (values.is_object()) {
        for (const auto& [name, value] : values.items()) {
            const std::string whole = value.is_number_float() ? formatDouble(value.get<double>())
                                      : value.is_string()
                                          ? value.get<std::string>()
                                          : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
            const QString shown = metrics && value.is_number() ? metricText(name, value.get<double>()) : text(whole);
            rows.push_back({text(name), shown, text(whole)});
        }
    }
    m_list->setVisible(!rows.isEmpty());
    m_none->setVisible(rows.isEmpty());
    m_list->setRows(rows);
}

}  // namespace flambeau::ui::models
