// SPDX-License-Identifier: GPL-3.0-or-later
// What opens above a version and is closed with Esc: its aliases, and the choice of an export; and the card with its
// description, tags, metrics and parameters. GUI thread, owned by their parents.
#pragma once

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

class QCheckBox;
class QPlainTextEdit;

namespace flambeau::ui {
class KeyValueList;
}

namespace flambeau::ui::models {

class WordsEditor;

class AliasPanel : public Card {
    Q_OBJECT
public:
    explicit AliasPanel(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    void open();

private:
    Shelf& m_shelf;
    VersionPtr m_version;
    WordsEditor* m_words;
    QWidget* m_others;
    QVector<Button*> m_moves;
};

class ExportPanel : public Card {
    Q_OBJECT
public:
    explicit ExportPanel(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    void open();
    session::ExportOptions options() const;

signals:
    void asked(const session::ExportOptions& options);

private:
    void updateChoice();

    Shelf& m_shelf;
    VersionPtr m_version;
    Segmented* m_format;
    QCheckBox* m_softmax;
    QCheckBox* m_preprocess;
    QCheckBox* m_portable;
    QLabel* m_said;
    Button* m_save;
};

class AboutCard : public Card {
    Q_OBJECT
public:
    explicit AboutCard(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void keepDescription();

    Shelf& m_shelf;
    VersionPtr m_version;
    QPlainTextEdit* m_description;
    WordsEditor* m_tags;
    KeyValueList* m_facts;
};

/// Name and value of every metric, or of every parameter.
class ValuesCard : public Card {
    Q_OBJECT
public:
    explicit ValuesCard(const QString& title, QWidget* parent = nullptr);
    void set(const nlohmann::json& values, bool metrics);

private:
    KeyValueList* m_list;
    QLabel* m_none;
};

}  // namespace flambeau::ui::models
