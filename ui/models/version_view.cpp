// SPDX-License-Identifier: GPL-3.0-or-later
#include "version_view.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

#include "errors_card.h"
#include "files_card.h"
#include "flambeau/session/model_facts.h"
#include "flambeau/ui/common/lineage_bar.h"
#include "model_text.h"
#include "onnx_card.h"
#include "panels.h"
#include "parts.h"
#include "try_card.h"

namespace flambeau::ui::models {

namespace {

constexpr int kTryHeight = 300, kErrorsWidth = 290;

QVector<LineageBar::Box> boxesOf(const session::ModelVersion& version, const session::ModelOrigin& origin) {
    const auto tr = [](const char* source) { return VersionView::tr(source); };
    QVector<LineageBar::Box> boxes;
    if (version.run.empty()) {
        const QString path = text(version.source);
        boxes.push_back({"file", tr("From"), QFileInfo(path).fileName(), {}, {}, {}, path});
    } else {
        const auto& dataset = version.dataset;
        LineageBar::Box box{"datasets", tr("Dataset"), {}, {}, {}, {}, {}};
        box.value = dataset.name.empty() ? tr("not known") : text(dataset.name) + ' ' + numberText(dataset.version);
        const QString reference = text(dataset.name) + '@' + QString::number(dataset.version);
        if (origin.datasetThere) {
            box.page = "datasets";
            box.what = reference;
        } else {
            box.reason = tr("This version of the dataset is not in the workspace any more.");
        }
        box.toolTip = tr("Open the dataset");
        boxes.push_back(box);
        LineageBar::Box run{"runs", tr("Run"), text(origin.runName), {}, {}, {}, tr("Open the run")};
        if (run.value.isEmpty())
            run.value = text(version.run).left(8);
        if (origin.runThere) {
            run.page = "run";
            run.what = text(version.run);
        } else {
            run.reason = tr("The run is not in the workspace any more.");
        }
        boxes.push_back(run);
        const QString engine = origin.engine.empty() ? text(version.engine).left(8) : text(origin.engine);
        boxes.push_back({"environments",
                         tr("Environment"),
                         engine.isEmpty() ? tr("not known") : engine,
                         "environments",
                         {},
                         {},
                         tr("Engine %1").arg(text(version.engine))});
    }
    LineageBar::Box model{"models", tr("Model"), text(version.name) + ' ' + numberText(version.version), {}, {},
                          {},       {}};
    if (!origin.architecture.empty())
        model.value += " · " + text(origin.architecture);
    boxes.push_back(model);
    return boxes;
}

}  // namespace

VersionView::VersionView(Shelf& shelf, QWidget* parent)
    : QScrollArea(parent),
      m_shelf(shelf),
      m_aliases(new AliasPanel(shelf)),
      m_export(new ExportPanel(shelf)),
      m_lineage(new LineageBar),
      m_onnx(new OnnxCard(shelf)),
      m_files(new FilesCard(shelf)),
      m_try(new TryCard(shelf)),
      m_errors(new ErrorsCard(shelf)),
      m_about(new AboutCard(shelf)),
      m_metrics(new ValuesCard(tr("Best values"))),
      m_parameters(new ValuesCard(tr("Parameters"))) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    for (QWidget* part :
         {static_cast<QWidget*>(m_aliases), static_cast<QWidget*>(m_export), static_cast<QWidget*>(m_lineage),
          static_cast<QWidget*>(m_onnx), static_cast<QWidget*>(m_files)})
        column->addWidget(part);
    auto* hands = new QHBoxLayout;
    hands->setSpacing(12);
    m_try->setMinimumHeight(kTryHeight);
    hands->addWidget(m_try, 3);
    m_errors->setMinimumWidth(kErrorsWidth);
    hands->addWidget(m_errors, 2);
    column->addLayout(hands);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(12);
    auto* left = new QVBoxLayout;
    left->setSpacing(12);
    left->addWidget(m_about);
    left->addWidget(m_metrics, 1);
    facts->addLayout(left, 3);
    facts->addWidget(m_parameters, 2);
    column->addLayout(facts);
    column->addStretch(1);
    setWidget(content);
    content->setAutoFillBackground(false);
    connect(m_lineage, &LineageBar::opened, this,
            [this](const QString& page, const QString& what) { m_shelf.host().openPage(page, what); });
    connect(m_onnx, &OnnxCard::exportAsked, this, [this](const QString& format) {
        session::ExportOptions options;
        options.format = format.toStdString();
        exportAs(options);
    });
    connect(m_files, &FilesCard::otherFormats, this, &VersionView::openExport);
    connect(m_export, &ExportPanel::asked, this, &VersionView::exportAs);
}

void VersionView::show(const VersionPtr& version) {
    const bool other = !m_version || !version || m_version->reference() != version->reference();
    m_version = version;
    if (!version)
        return;
    m_aliases->show(version);
    m_export->show(version);
    m_onnx->show(version);
    m_files->show(version);
    m_try->show(version);
    m_errors->show(version);
    m_about->show(version);
    m_metrics->set(version->metrics, true);
    m_parameters->set(version->parameters, false);
    if (other) {
        m_lineage->setBoxes(boxesOf(*version, {}));
        verticalScrollBar()->setValue(0);
    }
    askOrigin();
}

void VersionView::askOrigin() {
    m_shelf.desk().ask(
        session::Lane::Read, this,
        [version = m_version](session::Services& services, const session::Work&) {
            return session::modelOrigin(services.workspace, *version);
        },
        [this, version = m_version](const Result<session::ModelOrigin>& origin) {
            if (m_version != version || !origin)
                return;
            m_lineage->setBoxes(boxesOf(*version, *origin));
            emit runKnown(origin->runThere ? text(version->run) : QString(),
                          version->run.empty() ? tr("It came from a file, not from a run.")
                          : origin->runThere   ? QString()
                                               : tr("The run is not in the workspace any more."));
        });
}

bool VersionView::closeTop() {
    for (QWidget* panel : {static_cast<QWidget*>(m_aliases), static_cast<QWidget*>(m_export)}) {
        if (!panel->isHidden()) {
            panel->hide();
            return true;
        }
    }
    return m_onnx->closeTop();
}

void VersionView::openAliases() {
    m_export->hide();
    m_aliases->open();
    ensureWidgetVisible(m_aliases);
}

void VersionView::openExport() {
    m_aliases->hide();
    m_export->open();
    ensureWidgetVisible(m_export);
}

void VersionView::exportAs(const session::ExportOptions& options) {
    if (!m_version)
        return;
    if (const QString reason = cannotExport(*m_version, options.format); !reason.isEmpty()) {
        m_shelf.host().showError({ErrorCode::Unsupported,
                                  m_version->reference() + " cannot be exported as " + options.format + ".",
                                  reason.toStdString(),
                                  {}});
        return;
    }
    askWhere(this, m_shelf.host(), tr("Export %1").arg(text(m_version->reference())),
             exportName(*m_version, options.format),
             [this, version = m_version, options](const QString& file) { m_shelf.exportTo(version, file, options); });
}

}  // namespace flambeau::ui::models
