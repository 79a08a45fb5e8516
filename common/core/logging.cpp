// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/logging.h"

#include "common/core/textescape.h"

#include <QDateTime>
#include <QMessageLogContext>
#include <QRegularExpression>

#include <cstdio>
#include <cstdlib>

namespace archivesmp {

using namespace Qt::StringLiterals;

namespace {

LogTime logTime = LogTime::Shown; // set once, before the first thread starts

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "critical";
    case QtFatalMsg:
        return "fatal";
    }
    return "unknown";
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // MariaDB's driver says this for every statement that a lost connection took with it; nobody can act on
    // it.
    if (message.contains("unable to free statement handle"_L1))
        return;
    QByteArray line;
    if (logTime == LogTime::Shown)
        line += QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toUtf8() + ' ';
    line += levelName(type);
    line += ' ';
    line += context.category != nullptr ? context.category : "default";
    line += ' ';
    line += escapedForDisplay(QStringView(withoutCredentials(message))).toUtf8();
    line += '\n';
    // One write per line, so that threads do not mix theirs.
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installLogging(LogTime time)
{
    logTime = time;
    qInstallMessageHandler(writeMessage);
}

QString withoutCredentials(const QString &text)
{
    if (!text.contains("://"_L1))
        return text;
    static const QRegularExpression userInfo(u"([A-Za-z][A-Za-z0-9+.-]*://)[^/@\\s]+@"_s);
    static const QRegularExpression signedQuery(u"\\?[^\\s\"']*X-Amz-[^\\s\"']*"_s);
    QString clean = text;
    clean.replace(userInfo, u"\\1…@"_s);
    clean.replace(signedQuery, u"?…"_s);
    return clean;
}

} // namespace archivesmp
