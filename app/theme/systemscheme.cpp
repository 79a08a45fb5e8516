// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/systemscheme.h"

#include <QVariant>

#ifdef ARCHIVESMP_HAVE_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace archivesmp::app::theme {

using namespace Qt::StringLiterals;

#ifdef ARCHIVESMP_HAVE_DBUS
namespace {
constexpr auto service = "org.freedesktop.portal.Desktop"_L1;
constexpr auto path = "/org/freedesktop/portal/desktop"_L1;
constexpr auto interface = "org.freedesktop.portal.Settings"_L1;
constexpr auto appearance = "org.freedesktop.appearance"_L1;
constexpr auto colourScheme = "color-scheme"_L1;

// Read() answers with a variant inside a variant, the signal with one.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}
} // namespace

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
{
    askPortal();
}

void SystemScheme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // QtDBus subscribes to a signal by its name only: there is no functor form of this in Qt 6.
    bus.connect(service, path, interface, u"SettingChanged"_s, this,
                SLOT(portalSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    call << QString(appearance) << QString(colourScheme);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (!reply.isError())
            setPortalValue(unwrapped(QVariant::fromValue(reply.value())));
    });
}

void SystemScheme::portalSettingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearance && key == colourScheme)
        setPortalValue(unwrapped(value.variant()));
}
#else
SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
{ }
void SystemScheme::askPortal() { }
void SystemScheme::portalSettingChanged(const QString &, const QString &, const QDBusVariant &) { }
#endif

// 0: no preference, 1: dark, 2: light.
void SystemScheme::setPortalValue(const QVariant &value)
{
    std::optional<Scheme> scheme;
    if (value.toUInt() == 1)
        scheme = Scheme::Dark;
    else if (value.toUInt() == 2)
        scheme = Scheme::Light;
    if (scheme == _scheme)
        return;
    _scheme = scheme;
    Q_EMIT changed();
}

} // namespace archivesmp::app::theme
