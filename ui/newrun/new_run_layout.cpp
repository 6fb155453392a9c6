// SPDX-License-Identifier: GPL-3.0-or-later
// What of the form is kept from one time to the next.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "flambeau/ui/common/text.h"
#include "page_state.h"

namespace flambeau::ui::newrun {

QByteArray NewRunPage::saveLayout() const {
    QJsonObject values;
    for (const auto& [name, value] : m->form.values)
        values[text(name)] = text(value);
    QJsonArray touched, tags;
    for (const auto& name : m->form.touched)
        touched.append(text(name));
    for (const auto& tag : m->form.tags)
        tags.append(text(tag));
    const QJsonObject kept{{"unfolded", m->how->unfolded()},
                           {"limits", m->limits->unfolded()},
                           {"dataset", text(m->form.dataset)},
                           {"name", text(m->form.name)},
                           {"experiment", text(m->form.experiment)},
                           {"register", text(m->form.registerAs)},
                           {"notes", text(m->form.notes)},
                           {"compute", text(m->form.compute)},
                           {"minutes", text(m->form.minutes)},
                           {"priority", m->form.priority},
                           {"resumes", m->form.resumes},
                           {"gpus", m->form.gpus ? QJsonValue(*m->form.gpus) : QJsonValue()},
                           {"tags", tags},
                           {"values", values},
                           {"touched", touched},
                           {"draft", m->draft},
                           {"copy_of", m->copyOf}};
    return QJsonDocument(kept).toJson(QJsonDocument::Compact);
}

void NewRunPage::restoreLayout(const QByteArray& state) {
    const QJsonObject kept = QJsonDocument::fromJson(state).object();
    if (kept.isEmpty())
        return;
    Form form;
    form.dataset = kept["dataset"].toString().toStdString();
    form.name = kept["name"].toString().toStdString();
    form.experiment = kept["experiment"].toString().toStdString();
    form.registerAs = kept["register"].toString().toStdString();
    form.notes = kept["notes"].toString().toStdString();
    form.compute = kept["compute"].toString().toStdString();
    form.minutes = kept["minutes"].toString().toStdString();
    form.priority = kept["priority"].toInt();
    form.resumes = kept["resumes"].toInt();
    if (kept["gpus"].isDouble())
        form.gpus = kept["gpus"].toInt();
    for (const QJsonValue& tag : kept["tags"].toArray())
        form.tags.push_back(tag.toString().toStdString());
    const QJsonObject values = kept["values"].toObject();
    for (auto& [name, value] : form.values) {  // parameters that are gone since are left out
        if (values.contains(text(name)))
            value = values[text(name)].toString().toStdString();
    }
    for (const QJsonValue& name : kept["touched"].toArray())
        form.touched.insert(name.toString().toStdString());
    m->how->setUnfolded(kept["unfolded"].toBool());
    m->limits->setUnfolded(kept["limits"].toBool());
    putForm(form, kept["draft"].toString(), kept["copy_of"].toString());
}

}  // namespace flambeau::ui::newrun
