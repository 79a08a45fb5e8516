// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationset.h"

#include <QHash>
#include <QString>

#include <optional>

namespace archivesmp::expectations {

// Finds the expected setting that a place in a file belongs to. Which file a setting is in is decided where
// the files are; what is known here is the finding's own file, key and expected value, and that is enough to
// tell settings apart that are written alike. The set must outlive it. For one thread.
class SettingFinder final
{
public:
    struct Found
    {
        qsizetype plugin = 0;  // index into ExpectationSet::plugins()
        qsizetype setting = 0; // index into its settings

        friend bool operator==(const Found &, const Found &) = default;
    };

    explicit SettingFinder(const ExpectationSet &set);

    [[nodiscard]] std::optional<Found> find(const domain::Finding &finding) const;

    // `key` as the expectations write it, or as a finding does; `file` may be empty.
    [[nodiscard]] std::optional<Found> find(const QString &plugin, const QString &file, const QString &key,
                                            const domain::InstanceRef &instance) const;

    [[nodiscard]] const PluginExpectations &plugin(const Found &found) const;
    [[nodiscard]] const Setting &setting(const Found &found) const;

private:
    using ByKey = QMultiHash<QByteArray, Found>;

    [[nodiscard]] const ByKey &keysOf(const QString &plugin) const;
    [[nodiscard]] std::optional<Found> best(const QList<Found> &candidates,
                                            const domain::Finding &finding) const;

    const ExpectationSet &_set;
    QHash<QString, QList<qsizetype>> _plugins; // by name: one per platform
    mutable QHash<QString, ByKey> _keys;       // filled when a plugin is first asked for
};

// The file's place relative to the plugin's folder, without its ending: "addons/AOneBlock/config". The whole
// path without its ending where it lies in no plugin's folder.
[[nodiscard]] QByteArray stemOf(const QString &file);

} // namespace archivesmp::expectations
