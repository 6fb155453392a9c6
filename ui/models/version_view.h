// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one version, from its lineage to what it gets wrong, in one column that scrolls. GUI thread, owned
// by the page.
#pragma once

#include <QScrollArea>

#include "shelf.h"

namespace flambeau::ui {
class LineageBar;
}

namespace flambeau::ui::models {

class AboutCard;
class AliasPanel;
class ErrorsCard;
class ExportPanel;
class FilesCard;
class OnnxCard;
class TryCard;
class ValuesCard;

class VersionView : public QScrollArea {
    Q_OBJECT
public:
    explicit VersionView(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    bool closeTop();
    void openAliases();
    void openExport();
    /// Asks where to, then writes it.
    void exportAs(const session::ExportOptions& options);

    OnnxCard* onnx() const { return m_onnx; }
    FilesCard* files() const { return m_files; }
    TryCard* tryCard() const { return m_try; }
    ErrorsCard* errors() const { return m_errors; }
    LineageBar* lineage() const { return m_lineage; }

signals:
    /// The run is known and can be opened, or why not.
    void runKnown(const QString& run, const QString& reason);

private:
    void askOrigin();

    Shelf& m_shelf;
    VersionPtr m_version;
    AliasPanel* m_aliases;
    ExportPanel* m_export;
    LineageBar* m_lineage;
    OnnxCard* m_onnx;
    FilesCard* m_files;
    TryCard* m_try;
    ErrorsCard* m_errors;
    AboutCard* m_about;
    ValuesCard* m_metrics;
    ValuesCard* m_parameters;
};

}  // namespace flambeau::ui::models
