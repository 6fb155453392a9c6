// SPDX-License-Identifier: GPL-3.0-or-later
// The first page of a workspace that has nothing yet: how to begin. Owned by the page, GUI thread.
#pragma once

#include "flambeau/ui/common/page.h"

namespace flambeau::ui {
class Button;
class DropZone;
}  // namespace flambeau::ui

namespace flambeau::ui::home {

class EmptyHome : public QWidget {
    Q_OBJECT
public:
    explicit EmptyHome(PageHost& host, QWidget* parent = nullptr);
    DropZone* zone() const { return m_zone; }
    Button* sample() const { return m_sample; }

signals:
    void chooseRequested();

private:
    QWidget* steps();
    QWidget* hints();

    DropZone* m_zone;
    Button* m_sample;
};

}  // namespace flambeau::ui::home
