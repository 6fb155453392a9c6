// SPDX-License-Identifier: GPL-3.0-or-later
#include "try_card.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTimer>

#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "model_text.h"

namespace flambeau::ui::models {

namespace {

constexpr int kTop = 5;
constexpr QSize kPreview(200, 150), kSmallPreview(136, 102), kTile(72, 54);
constexpr int kNarrow = 440;  // a card that leaves the bars no room beside the large preview
constexpr int kRows = 2;
constexpr std::size_t kPicturesAtMost = 500;
const QStringList kEndings{"jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff", "ppm", "pgm"};

/// What one line of flambeau-judge's answer says.
bool fill(const nlohmann::json& said, QString& failed, QVector<AnswerBars::Answer>& answers) {
    if (said.is_object() && said.contains("error") && said["error"].is_object()) {
        failed = text(said["error"].value("message", std::string("It could not be opened.")));
        return true;
    }
    if (!said.is_object() || !said.contains("top") || !said["top"].is_array())
        return false;
    for (const auto& one : said["top"]) {
        if (!one.is_object() || !one.contains("class") || !one["class"].is_string() || !one.contains("probability") ||
            !one["probability"].is_number())
            return false;
        answers.push_back({text(one["class"].get<std::string>()), one["probability"].get<double>()});
    }
    return true;
}

/// Files as they are, of folders the pictures directly within.
std::vector<fs::path> picturesAt(const QStringList& paths) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (const QString& path : paths) {
        const fs::path file = pathOf(path);
        if (!fs::is_directory(file, failed)) {
            found.push_back(file);
            continue;
        }
        std::vector<fs::path> within;
        for (fs::directory_iterator walk(file, failed), end; !failed && walk != end; walk.increment(failed)) {
            if (isPictureName(QFile::decodeName(walk->path().c_str())))
                within.push_back(walk->path());
        }
        std::sort(within.begin(), within.end());
        found.insert(found.end(), within.begin(), within.end());
    }
    if (found.size() > kPicturesAtMost)
        found.resize(kPicturesAtMost);
    return found;
}

pictures::PictureKey keyOf(const QString& path) {
    return {QString(), path};
}

}  // namespace

bool isPictureName(const QString& path) {
    return kEndings.contains(QFileInfo(path).suffix().toLower());
}

class TryCard::Preview : public QWidget {
public:
    Preview(pictures::ThumbnailSource& source, QWidget* parent) : QWidget(parent), m_source(source) {
        setFixedSize(kSmallPreview);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setToolTip(TryCard::tr("Show it large"));
        connect(&source, &pictures::ThumbnailSource::ready, this, [this](const pictures::PictureKey& key) {
            if (key == m_key)
                update();
        });
    }
    void set(const QString& path) {
        m_key = keyOf(path);
        setAccessibleName(TryCard::tr("The picture %1").arg(QFileInfo(path).fileName()));
        update();
    }
    std::function<void()> opened;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
            opened();
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
            opened();
        else
            QWidget::keyPressEvent(event);
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        pictures::paintPicture(painter, rect(), m_source.get(m_key, size(), devicePixelRatioF()));
    }

private:
    pictures::ThumbnailSource& m_source;
    pictures::PictureKey m_key;
};

TryCard::TryCard(Shelf& shelf, QWidget* parent)
    : Card(tr("Try it"), tr("drop pictures here"), parent),
      m_shelf(shelf),
      m_empty(new EmptyState("image", tr("Drop pictures here"),
                             tr("Each is opened by a program of its own, prepared as in training, and shown to the "
                                "exported file"))),
      m_result(makeResult()),
      m_more(new Button(tr("Choose pictures …"), Button::Kind::Quiet)),
      m_waiting(new ProgressLine) {
    setAcceptDrops(true);
    m_more->setSmall(true);
    addHeaderWidget(m_more);
    m_choose = m_empty->addButton(tr("Choose pictures …"), Button::Kind::Plain, "folder");
    m_choose->setObjectName("choosePictures");
    static_cast<ProgressLine*>(m_waiting)->setShare(-1);
    body()->addWidget(m_waiting);
    body()->addWidget(m_empty, 1);
    body()->addWidget(m_result, 1);
    m_result->hide();
    m_waiting->hide();
    m_more->hide();
    connect(m_choose, &QPushButton::clicked, this, &TryCard::choose);
    connect(m_more, &QPushButton::clicked, this, &TryCard::choose);
}

QWidget* TryCard::makeResult() {
    auto& source = pictures::ThumbnailSource::of(m_shelf.desk());
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    m_preview = new Preview(source, widget);
    m_preview->setObjectName("triedPicture");
    m_preview->opened = [this, &source] {
        auto* viewer = pictures::PictureViewer::open(m_preview, source, m_tried, m_current);
        connect(viewer, &pictures::PictureViewer::closed, this, [this](int row) { showTried(row); });
    };
    row->addWidget(m_preview, 0, Qt::AlignTop);
    auto* right = new QVBoxLayout;
    right->setSpacing(6);
    m_name = new ElidedLabel({}, TextKind::Body, Token::Secondary);
    m_name->setElideMode(Qt::ElideMiddle);
    m_bars = new AnswerBars;
    m_note = textLabel({}, TextKind::Small, Token::Secondary);
    right->addWidget(m_name);
    right->addWidget(m_bars);
    right->addWidget(m_note);
    right->addStretch(1);
    row->addLayout(right, 1);
    column->addLayout(row);
    m_tried = new pictures::PictureModel(this);
    m_grid = new pictures::PictureGrid(source);
    m_grid->setTile(kTile);
    m_grid->setCaptionLines(1);
    m_grid->setModel(m_tried);
    pictures::PictureViewer::serve(m_grid, source);
    m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
    m_grid->setAccessibleName(tr("Pictures that were tried"));
    m_grid->setFixedHeight(m_grid->heightForRows(kRows));
    connect(m_grid, &pictures::PictureGrid::selectedChanged, this, [this] {
        if (const auto rows = m_grid->selectedRows(); !rows.isEmpty())
            select(rows.front());
    });
    column->addWidget(m_grid);
    column->addStretch(1);
    return widget;
}

void TryCard::show(const VersionPtr& version) {
    const bool same = m_version && version && m_version->reference() == version->reference();
    m_version = version;
    if (!version)
        return;
    const QString reason = cannotTry(*version);
    m_choose->setBlocked(reason);
    m_more->setBlocked(reason);
    if (same)
        return;
    if (m_task)
        m_task->cancel();
    m_task.reset();
    m_waiting->hide();
    take({});
}

QString TryCard::shownPath() const {
    return m_answers.isEmpty() ? QString() : m_answers[m_current].path;
}

void TryCard::choose() {
    auto* dialog = new QFileDialog(this, tr("Pictures to try"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QStringList filters;
    for (const QString& ending : kEndings)
        filters << "*." + ending;
    dialog->setNameFilter(tr("Pictures (%1)").arg(filters.join(' ')));
    connect(dialog, &QFileDialog::filesSelected, this, &TryCard::tryPictures);
    dialog->open();
}

Result<QVector<TryCard::Answered>> TryCard::ask(session::Services& services, const session::Work& how,
                                                const session::ModelVersion& version, const QStringList& paths) {
    const std::vector<fs::path> files = picturesAt(paths);
    if (files.empty())
        return Error{ErrorCode::NotFound,
                     "There is no picture among what was dropped.",
                     "JPEG, PNG, WebP, BMP, GIF and TIFF are understood.",
                     {}};
    FLAMBEAU_TRY(const nlohmann::json said, services.models.predict(version, files, kTop, how.stop, how.progress));
    QVector<Answered> answers;
    for (std::size_t i = 0; i < files.size(); ++i) {
        Answered one{QFile::decodeName(files[i].c_str()), {}, {}};
        if (!fill(said[i], one.failed, one.answers))
            return Error{ErrorCode::Corrupt, "The judge's answer is not understood.", "Build it again.", {}};
        answers.push_back(std::move(one));
    }
    return answers;
}

void TryCard::tryPictures(const QStringList& paths) {
    if (!m_version || paths.isEmpty())
        return;
    if (const QString reason = cannotTry(*m_version); !reason.isEmpty()) {
        m_shelf.host().showError({ErrorCode::Unsupported,
                                  text(m_version->reference()).toStdString() + " cannot be tried.",
                                  reason.toStdString(),
                                  {}});
        return;
    }
    if (m_task)
        m_task->cancel();
    m_waiting->show();
    auto task = std::make_shared<session::TaskHandle>();
    m_task = *task = m_shelf.desk().ask(
        session::Lane::Predict, this,
        [version = m_version, paths](session::Services& services, const session::Work& how) {
            return ask(services, how, *version, paths);
        },
        [this, task, written = !m_version->file("model.onnx")](Result<QVector<Answered>> answer) {
            if (m_task != *task)
                return;  // another version is shown, or other pictures were asked about
            m_task.reset();
            m_waiting->hide();
            if (answer.ok())
                take(std::move(answer).value());
            else if (answer.error().code != ErrorCode::Canceled)
                m_shelf.host().showError(answer.error());
            if (written)
                m_shelf.desk().announce(session::Topic::Models);
        });
}

void TryCard::take(QVector<Answered> answers) {
    m_answers = std::move(answers);
    m_empty->setVisible(m_answers.isEmpty());
    m_result->setVisible(!m_answers.isEmpty());
    m_more->setVisible(!m_answers.isEmpty());
    setNote(m_answers.isEmpty() ? QString() : tr("drop pictures here"));
    fillGrid();
    select(0);
}

void TryCard::fillGrid() {
    QVector<pictures::PictureItem> items;
    for (const Answered& one : m_answers) {
        pictures::PictureItem item;
        item.key = keyOf(one.path);
        const bool failed = one.answers.isEmpty();
        const QString said =
            failed ? one.failed : one.answers.front().name + ' ' + format::percent(one.answers.front().share);
        item.caption = failed ? tr("not opened") : one.answers.front().name;
        item.tone = failed ? Tone::Bad : Tone::Neutral;
        item.toolTip = QFileInfo(one.path).fileName() + "\n" + said;
        item.description = QFileInfo(one.path).fileName() + ", " + said;
        items.push_back(std::move(item));
    }
    m_grid->setVisible(items.size() > 1);
    m_tried->setItems(items);
    if (items.size() > 1)
        m_grid->setCurrentIndex(m_tried->index(0));
}

/// As if it had been chosen among those that were tried.
void TryCard::showTried(int row) {
    if (row < 0 || row >= m_answers.size())
        return;
    if (m_answers.size() > 1)
        m_grid->setCurrentIndex(m_tried->index(row));
    else
        select(row);
}

void TryCard::select(int row) {
    m_current = row;
    if (row < 0 || row >= m_answers.size()) {
        m_bars->set({});
        return;
    }
    const Answered& one = m_answers[row];
    m_preview->set(one.path);
    m_name->setText(QFileInfo(one.path).fileName());
    m_bars->set(one.answers);
    m_bars->setVisible(!one.answers.isEmpty());
    m_note->setText(!one.failed.isEmpty() ? one.failed : tr("by the exported file, model.onnx"));
}

void TryCard::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList paths = localPaths(event->mimeData());
    const bool mine = !paths.isEmpty() && m_version && cannotTry(*m_version).isEmpty() &&
                      std::all_of(paths.begin(), paths.end(), isPictureName);
    if (!mine)
        return;  // the window behind says what would happen
    setSelected(true);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void TryCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    m_preview->setFixedSize(width() < kNarrow ? kSmallPreview : kPreview);
}

void TryCard::dragMoveEvent(QDragMoveEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void TryCard::dragLeaveEvent(QDragLeaveEvent*) {
    setSelected(false);
}

void TryCard::dropEvent(QDropEvent* event) {
    setSelected(false);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    // Not now: who dragged it waits until this returns.
    QTimer::singleShot(0, this, [this, paths = localPaths(event->mimeData())] { tryPictures(paths); });
}

}  // namespace flambeau::ui::models
