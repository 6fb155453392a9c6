// SPDX-License-Identifier: GPL-3.0-or-later
// The imports that run, wait or failed, each with its stage, a bar, the time left and a button. Hidden while there are
// none, and for the first half second. GUI thread, owned by its parent.
#pragma once

#include <vector>

#include <QTimer>

#include "flambeau/ui/common/widgets.h"
#include "import_queue.h"

namespace flambeau::ui::datasets {

class ImportCard : public Card {
    Q_OBJECT
public:
    explicit ImportCard(ImportQueue& queue, QWidget* parent = nullptr);

private:
    class Row;
    void follow();
    void show();

    ImportQueue& m_queue;
    std::vector<Row*> m_rows;
    ElidedLabel* m_more;
    QTimer m_soon;
};

}  // namespace flambeau::ui::datasets
