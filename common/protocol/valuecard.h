// SPDX-License-Identifier: GPL-3.0-or-later
// Why a setting is expected to be what it is: what a console shows as the card of a value.
#pragma once

#include "common/core/ids.h"
#include "common/domain/finding.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace archivesmp::protocol {

// What one layer says about a setting, and who made it say so.
struct LayerValue
{
    domain::Layer layer = domain::Layer::Universal;
    domain::ShownValue value; // nothing where `notExpected`
    QString author;           // of the version that set this value
    QDateTime at;             // when that was
    bool wins = false;
    QString owner;            // the server or instance that the layer speaks of; empty for universal
    bool notExpected = false; // the layer says that the key need not be there
    qint64 version = 0;       // of the expectations, that set this value
    QString reason;           // why, in its author's words

    friend bool operator==(const LayerValue &, const LayerValue &) = default;
};

// Another instance that has the plugin, and what is expected there.
struct ExpectedElsewhere
{
    domain::InstanceRef instance;
    std::optional<domain::Layer> layer; // nothing where nothing is expected
    domain::ShownValue expected;
    bool same = false; // as on the card's instance

    friend bool operator==(const ExpectedElsewhere &, const ExpectedElsewhere &) = default;
};

// Why the file differs from what is expected.
enum class DriftCause {
    Unknown,
    ChangedOutside,     // the file was as expected once, by a scan or a fix; somebody changed it since
    ExpectationChanged, // the expectation is another one since the file was as it should be
    NeverApplied,       // it was never as expected since there is an expectation
};

// The last fix of this very key that was completed on the instance.
struct AppliedFix
{
    JobId job;
    QDateTime at;   // UTC, when it was completed
    QString by;     // who ordered it
    QString reason; // why, in their words; empty where they said nothing

    friend bool operator==(const AppliedFix &, const AppliedFix &) = default;
};

// How a setting came to be what it is. An agent that is no host leaves it empty.
struct ValueStory
{
    QString setting; // as the expectations write it, "addons/AOneBlock/config.world.sea-height"; empty where
                     // nothing was ever expected of it
    DriftCause cause = DriftCause::Unknown; // Unknown too where it is as expected
    std::optional<AppliedFix> lastApplied;
    QList<ExpectedElsewhere> elsewhere; // by server and instance

    friend bool operator==(const ValueStory &, const ValueStory &) = default;
};

[[nodiscard]] QString nameOf(DriftCause cause); // "changed_outside"
[[nodiscard]] std::optional<DriftCause> driftCauseFromName(QStringView text);

} // namespace archivesmp::protocol
