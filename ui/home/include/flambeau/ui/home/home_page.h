// SPDX-License-Identifier: GPL-3.0-or-later
// The first page. In an empty workspace it says how to begin. It asks for things by signals and knows no service.
// Owned by the window, GUI thread.
#pragma once

#include "flambeau/ui/common/page.h"

namespace flambeau::ui {
class DropZone;
}

namespace flambeau::ui::home {

class HomePage : public Page {
    Q_OBJECT
public:
    explicit HomePage(PageHost& host, QWidget* parent = nullptr);
    PageHeader header() const override;
    DropZone* dropZone() const { return m_zone; }

signals:
    void folderChosen(const QString& path);
    void sampleRequested();

private:
    void chooseFolder();
    QWidget* steps();
    QWidget* hints();

    DropZone* m_zone;
};

}  // namespace flambeau::ui::home
