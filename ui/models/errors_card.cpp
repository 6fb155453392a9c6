// SPDX-License-Identifier: GPL-3.0-or-later
#include "errors_card.h"

#include <QDir>
#include <QFileInfo>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "model_text.h"

namespace flambeau::ui::models {

namespace {

using pictures::PictureItem;

constexpr QSize kTile(84, 60);
constexpr int kRowsOfPictures = 2;

/// One picture of a cell, found by its place among all that are shown.
struct Place {
    const session::ConfusionCell* cell = nullptr;
    std::size_t file = 0;
};

PictureItem itemOf(const session::Confusion& confusion, const Place& place) {
    PictureItem item;
    const std::string& path = place.cell->files[place.file];
    if (!confusion.dataset.empty())
        item.key = {text(confusion.dataset), pictures::pathText(path)};
    else
        item.key = {QString(), pictures::pathText(confusion.root + "/" + path)};
    const QString actual = text(place.cell->actual), predicted = text(place.cell->predicted);
    const bool right = place.cell->actual == place.cell->predicted;
    if (!right)
        item.caption = ErrorsCard::tr("%1 \u2192 %2", "what it is, what was said").arg(actual, predicted);
    item.tone = right ? Tone::Neutral : Tone::Bad;
    item.toolTip = text(path) + "\n" +
                   (right ? ErrorsCard::tr("is %1, and was taken for it").arg(actual)
                          : ErrorsCard::tr("is %1, was taken for %2").arg(actual, predicted));
    item.description =
        QFileInfo(text(path)).fileName() + ", " + ErrorsCard::tr("is %1, was taken for %2").arg(actual, predicted);
    return item;
}

}  // namespace

ErrorsCard::ErrorsCard(Shelf& shelf, QWidget* parent)
    : Card(tr("Where it errs"), {}, parent),
      m_shelf(shelf),
      m_grid(new ConfusionGrid),
      m_said(textLabel({}, TextKind::Small, Token::Secondary)),
      m_model(new pictures::PictureModel(this)),
      m_pictures(new pictures::PictureGrid(pictures::ThumbnailSource::of(shelf.desk()))),
      m_empty(new EmptyState("list", tr("Nothing was counted"),
                             tr("Runs of the built-in recipes leave a table of what was taken for what."))) {
    m_pictures->setTile(kTile);
    m_pictures->setCaptionLines(1);
    m_pictures->setModel(m_model);
    pictures::PictureViewer::serve(m_pictures, pictures::ThumbnailSource::of(shelf.desk()));
    m_pictures->setAccessibleName(tr("Pictures of the chosen cell"));
    m_pictures->setFixedHeight(m_pictures->heightForRows(kRowsOfPictures));
    body()->addWidget(m_grid, 0, Qt::AlignTop);
    body()->addWidget(m_said);
    body()->addWidget(m_pictures);
    body()->addWidget(m_empty, 1);
    body()->addStretch(1);
    connect(m_grid, &ConfusionGrid::chosen, this, &ErrorsCard::showPictures);
    connect(m_grid, &ConfusionGrid::cleared, this, [this] { showPictures({}, {}); });
    for (QWidget* part : {static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_said),
                          static_cast<QWidget*>(m_pictures), static_cast<QWidget*>(m_empty)})
        part->hide();
}

void ErrorsCard::show(const VersionPtr& version) {
    const bool same = m_version && version && m_version->reference() == version->reference() &&
                      m_version->files.size() == version->files.size();
    m_version = version;
    if (!version || (same && m_confusion))
        return;
    m_shelf.desk().ask(
        session::Lane::Read, this,
        [version](session::Services& services, const session::Work&) {
            return session::modelConfusion(services.workspace, *version);
        },
        [this, version](Result<session::Confusion> answer) {
            if (m_version == version)
                take(std::move(answer));
        });
}

void ErrorsCard::take(Result<session::Confusion> answer) {
    const bool there = answer.ok();
    for (QWidget* part : {static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_said)})
        part->setVisible(there);
    m_empty->setVisible(!there);
    if (!there) {
        m_confusion.reset();
        m_model->setItems({});
        m_pictures->hide();
        setNote({});
        m_empty->setSentence(answer.error().code == ErrorCode::NotFound
                                 ? tr("Runs of the built-in recipes leave a table of what was taken for what.")
                                 : text(answer.error().message));
        return;
    }
    m_confusion = std::make_shared<session::Confusion>(std::move(answer).value());
    setNote(tr("val, %1 pictures").arg(format::count(m_confusion->pictures)));
    m_grid->set(m_confusion);
    showPictures({}, {});
}

void ErrorsCard::showPictures(const std::string& actual, const std::string& predicted) {
    if (!m_confusion)
        return;
    auto places = std::make_shared<std::vector<Place>>();
    qint64 counted = 0;
    for (const auto& cell : m_confusion->cells) {
        const bool asked =
            actual.empty() ? cell.actual != cell.predicted : cell.actual == actual && cell.predicted == predicted;
        if (!asked)
            continue;
        counted += cell.count;
        for (std::size_t i = 0; i < cell.files.size(); ++i)
            places->push_back({&cell, i});
    }
    const QString figure = format::count(counted);
    QString said;
    if (actual.empty())
        said = counted == 0
                   ? tr("All %1 are right. Click a cell to see its pictures.").arg(format::count(m_confusion->pictures))
                   : tr("%1 of %2 are wrong. Click a cell to see its pictures.")
                         .arg(figure, format::count(m_confusion->pictures));
    else if (actual == predicted)
        said = tr("%1 of %2 are right").arg(figure, text(actual));
    else
        said = tr("%1 of %2 were taken for %3").arg(figure, text(actual), text(predicted));
    const bool gone = m_confusion->root.empty();
    if (gone && !places->empty())
        said += ". " + tr("The pictures are not there any more: %1").arg(text(m_confusion->lookedAt));
    m_said->setText(said);
    m_pictures->setVisible(!places->empty() && !gone);
    m_model->setItems(gone ? 0 : static_cast<int>(places->size()), [places, confusion = m_confusion](int row) {
        return itemOf(*confusion, (*places)[static_cast<std::size_t>(row)]);
    });
}

}  // namespace flambeau::ui::models
