// SPDX-License-Identifier: GPL-3.0-or-later
// One picture, as large as there is room: its thumbnail, since the window opens no foreign picture. GUI thread, owned
// by its parent.
#pragma once

#include <QWidget>

#include "flambeau/ui/pictures/thumbnail_source.h"

namespace flambeau::ui::runs {

class PictureView : public QWidget {
    Q_OBJECT
public:
    explicit PictureView(pictures::ThumbnailSource& source, QWidget* parent = nullptr);
    void setPicture(const QString& path);

protected:
    void paintEvent(QPaintEvent*) override;

private:
    pictures::ThumbnailSource& m_source;
    pictures::PictureKey m_key;
};

}  // namespace flambeau::ui::runs
