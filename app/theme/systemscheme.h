// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/tokens.h"

#include <QObject>

#include <optional>

class QDBusVariant;

namespace archivesmp::app::theme {

// What the desktop asks for. Qt 6.4 has no way to ask, so the desktop portal is asked over D-Bus; nothing is
// known where there is no portal. Lives in the GUI thread and never blocks it.
class SystemScheme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemScheme)

public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] std::optional<Scheme> scheme() const { return _scheme; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void portalSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void setPortalValue(const QVariant &value);

    std::optional<Scheme> _scheme;
};

} // namespace archivesmp::app::theme
