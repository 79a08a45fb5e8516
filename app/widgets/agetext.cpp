// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/agetext.h"

#include <QCoreApplication>
#include <QLocale>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("AgeText", text);
}
} // namespace

QString ageText(const QDateTime &time, const QDateTime &now)
{
    constexpr qint64 minute = 60, hour = 60 * minute, day = 24 * hour;
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < 1)
        return tr("now");
    if (seconds < minute)
        return tr("%1 s").arg(seconds);
    if (seconds < hour)
        return tr("%1 min").arg(seconds / minute);
    if (seconds < day)
        return tr("%1 h").arg(seconds / hour);
    return tr("%1 d").arg(seconds / day);
}

QString agoText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    return time.secsTo(now) < 1 ? tr("just now") : tr("%1 ago").arg(ageText(time, now));
}

QString exactTimeText(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    const auto format = u"yyyy-MM-dd HH:mm:ss"_s;
    const QString utc = time.toUTC().toString(format) + u" UTC"_s;
    return local.offsetFromUtc() == 0
        ? utc
        : QString(local.toString(format) + u' ' + local.timeZoneAbbreviation() + u'\n' + utc);
}

QString shortTimeText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    if (local.date() == now.toLocalTime().date())
        return local.toString(u"HH:mm"_s);
    const bool isOfThisYear = local.date().year() == now.toLocalTime().date().year();
    return QLocale().toString(local, isOfThisYear ? u"d MMM HH:mm"_s : u"d MMM yyyy"_s);
}

} // namespace archivesmp::app::widgets
