// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster_form.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kRow = 28, kMostShown = 8;

}  // namespace

ClusterForm::ClusterForm(HostWork& work, QWidget* parent)
    : Card({}, {}, parent),
      m_work(work),
      m_name(new QLineEdit),
      m_hosts(new QListWidget),
      m_up(new Button(tr("Up"), Button::Kind::Plain)),
      m_down(new Button(tr("Down"), Button::Kind::Plain)),
      m_keep(new Button({}, Button::Kind::Primary)),
      m_cancel(new Button(tr("Cancel"), Button::Kind::Quiet)),
      m_error(new ErrorBlock) {
    build();
    connect(m_hosts, &QListWidget::itemChanged, this, &ClusterForm::showButtons);
    connect(m_hosts, &QListWidget::currentRowChanged, this, &ClusterForm::showButtons);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_error->show({});
        showButtons();
    });
    connect(m_name, &QLineEdit::returnPressed, this, &ClusterForm::keep);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_keep, &QPushButton::clicked, this, &ClusterForm::keep);
    connect(m_cancel, &QPushButton::clicked, this, &ClusterForm::closeForm);
    hide();
}

void ClusterForm::build() {
    m_name->setPlaceholderText(tr("a name, such as lab"));
    m_name->setAccessibleName(tr("The cluster's name"));
    m_hosts->setAccessibleName(tr("Its hosts"));
    m_hosts->setFrameShape(QFrame::NoFrame);
    m_hosts->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_up->setSmall(true);
    m_down->setSmall(true);
    m_up->setToolTip(tr("Is asked sooner"));
    m_down->setToolTip(tr("Is asked later"));
    auto* order = new QHBoxLayout;
    order->addWidget(m_up);
    order->addWidget(m_down);
    order->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_keep);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    body()->addWidget(m_name);
    body()->addWidget(m_hosts);
    body()->addLayout(order);
    body()->addWidget(
        textLabel(tr("A run that goes to the cluster goes to the first of these hosts that has room, from "
                     "the top; else to the one where the least waits."),
                  TextKind::Small, Token::Secondary));
    body()->addWidget(m_error);
    body()->addLayout(buttons);
}

void ClusterForm::openNew(const QStringList& chosen) {
    m_editing.clear();
    setTitle(tr("New cluster"));
    m_keep->setText(tr("Make the cluster"));
    m_name->clear();
    m_name->setReadOnly(false);
    std::vector<std::string> names;
    for (const QString& one : chosen)
        names.push_back(one.toStdString());
    fill(names);
    setOpen(true);
    m_name->setFocus(Qt::OtherFocusReason);
}

void ClusterForm::openFor(const QString& cluster) {
    const session::Cluster* found = m_work.cluster(cluster);
    if (found == nullptr)
        return;
    m_editing = cluster;
    setTitle(tr("Hosts of %1").arg(cluster));
    m_keep->setText(tr("Keep"));
    m_name->setText(cluster);
    m_name->setReadOnly(true);
    fill(found->hosts);
    setOpen(true);
    m_hosts->setFocus(Qt::OtherFocusReason);
}

/// The chosen ones first, in their order; then the others. One that was removed meanwhile can only be left out.
void ClusterForm::fill(const std::vector<std::string>& chosen) {
    const QSignalBlocker quiet(m_hosts);
    m_hosts->clear();
    const auto add = [this](const std::string& name, bool on) {
        const bool known = m_work.find(text(name)) != nullptr;
        auto* item = new QListWidgetItem(known ? text(name) : tr("%1 (was removed)").arg(text(name)), m_hosts);
        item->setData(Qt::UserRole, text(name));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint({100, kRow});
    };
    for (const auto& name : chosen)
        add(name, true);
    for (const auto& host : m_work.hosts()) {
        if (std::find(chosen.begin(), chosen.end(), host.name) == chosen.end())
            add(host.name, false);
    }
    m_hosts->setCurrentRow(0);
    m_hosts->setFixedHeight(std::clamp(m_hosts->count(), 1, kMostShown) * kRow + 4);
    m_error->show({});
    showButtons();
}

std::vector<std::string> ClusterForm::chosen() const {
    std::vector<std::string> names;
    for (int i = 0; i < m_hosts->count(); ++i) {
        if (m_hosts->item(i)->checkState() == Qt::Checked)
            names.push_back(m_hosts->item(i)->data(Qt::UserRole).toString().toStdString());
    }
    return names;
}

void ClusterForm::move(int by) {
    const int row = m_hosts->currentRow(), to = row + by;
    if (row < 0 || to < 0 || to >= m_hosts->count())
        return;
    m_hosts->insertItem(to, m_hosts->takeItem(row));
    m_hosts->setCurrentRow(to);
    showButtons();
}

void ClusterForm::keep() {
    if (!m_keep->isEnabled() || m_busy)
        return;
    m_busy = true;
    session::Cluster cluster;
    cluster.name = std::string(trim(m_name->text().toStdString()));
    cluster.hosts = chosen();
    m_work.keepCluster(cluster, !m_editing.isEmpty(), [form = QPointer<ClusterForm>(this)](const Status& done) {
        if (!form)
            return;
        form->m_busy = false;
        if (done.ok())
            form->closeForm();
        else
            form->m_error->show(done.error());
    });
}

void ClusterForm::showButtons() {
    const int row = m_hosts->currentRow();
    m_up->setBlocked(row > 0 ? QString() : tr("Choose a host below another one first."));
    m_down->setBlocked(row >= 0 && row + 1 < m_hosts->count() ? QString()
                                                              : tr("Choose a host above another one first."));
    m_keep->setBlocked(m_name->text().trimmed().isEmpty() ? tr("Give it a name first.")
                       : chosen().empty()                 ? tr("Choose its hosts first.")
                                                          : QString());
}

void ClusterForm::setOpen(bool open) {
    m_open = open;
    setVisible(open);
    emit toggled(open);
}

bool ClusterForm::closeForm() {
    if (!m_open)
        return false;
    setOpen(false);
    return true;
}

void ClusterForm::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && closeForm())
        return;
    Card::keyPressEvent(event);
}

}  // namespace flambeau::ui::compute
