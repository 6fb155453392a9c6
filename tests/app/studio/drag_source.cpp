// SPDX-License-Identifier: GPL-3.0-or-later
// A window of another program from which a folder is dragged: press anywhere in it and move.
//   drag_source FOLDER
#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <QWidget>

namespace {

class Source : public QWidget {
public:
    explicit Source(const QString& path) : m_path(path) {
        setWindowFlags(Qt::X11BypassWindowManagerHint);
        setGeometry(0, 0, 120, 120);
    }

protected:
    void mouseMoveEvent(QMouseEvent* event) override {
        if (!(event->buttons() & Qt::LeftButton))
            return;
        auto* data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(m_path)});
        data->setText(m_path);  // as file managers do
        auto* drag = new QDrag(this);  // Qt's: it is asked for its data after exec() has returned
        drag->setMimeData(data);
        drag->exec(Qt::CopyAction);
    }

private:
    QString m_path;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2)
        return 2;
    Source source(QString::fromLocal8Bit(argv[1]));
    source.show();
    return application.exec();
}
