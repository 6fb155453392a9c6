// SPDX-License-Identifier: GPL-3.0-or-later
// How something is to be imported, for those who want to say it: name, part for validation, seed, columns of a table of
// labels. A panel of the page, not a dialog. GUI thread, owned by its parent.
#pragma once

#include "flambeau/ui/common/widgets.h"
#include "import_queue.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace flambeau::ui::datasets {

class ImportPanel : public Card {
    Q_OBJECT
public:
    explicit ImportPanel(ImportQueue& queue, QWidget* parent = nullptr);
    void setPlan(const ImportPlan& plan);

signals:
    void closed();

private:
    QLineEdit* addLine(QFormLayout* form, const QString& label, const QString& hint);
    void setSource(const QString& path);
    void choose(bool folder);
    void fillPlaces();
    void placeChanged();
    void pathTyped();
    /// The host where the folder lies; empty: this machine.
    QString where() const;
    /// What is wrong with what stands in the fields; empty where nothing is.
    QString problem() const;
    void check();
    void start();

    ImportQueue& m_queue;
    ImportPlan m_plan;
    QString m_given;  ///< the name that the path of a folder on a host gave
    QComboBox* m_where;
    ElidedLabel* m_source;
    Button *m_folder, *m_archive;
    QLineEdit* m_path;
    QLineEdit *m_name, *m_part, *m_seed, *m_csv, *m_fileColumn, *m_labelColumn;
    QComboBox* m_header;
    QCheckBox* m_readAll;
    ElidedLabel* m_problem;
    Button* m_start;
};

}  // namespace flambeau::ui::datasets
