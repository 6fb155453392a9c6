// SPDX-License-Identifier: GPL-3.0-or-later
// What the view of this machine holds: its cards, what it knows, what it has asked for. Internal to ui/compute.
#pragma once

#include <memory>
#include <optional>

#include <QSpinBox>
#include <QTimer>

#include "disk_card.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "local_view.h"
#include "queue_model.h"
#include "use_view.h"

namespace flambeau::ui::compute {

struct LocalView::State {
    UseView* use = nullptr;
    Card* useCard = nullptr;
    QueueModel* queue = nullptr;
    TableView* table = nullptr;
    QSpinBox* atOnce = nullptr;
    Button* cancel = nullptr;
    Button* open = nullptr;
    QString line, stateText;
    Tone stateTone = Tone::Neutral;
    KeyValueList* facts = nullptr;
    DiskCard* disk = nullptr;

    /// Used on one lane, one question at a time.
    std::shared_ptr<session::LoadMeter> meter = std::make_shared<session::LoadMeter>();
    session::MachineLoad load;
    session::GpuReport gpus;
    std::optional<MachineAnswer> answer;
    QueueAnswer waiting;
    bool gpusAsked = false;
    QTimer tick, gpuTick, queueSoon, atOnceSoon;
    session::TaskHandle loadTask, gpuTask, queueTask, factsTask;
};

}  // namespace flambeau::ui::compute
