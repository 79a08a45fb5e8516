// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/onevalue.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

// How a value stands in a file, quotes left out; empty where it is spelled in more than one way.
QByteArray spellingOf(const QJsonValue &value)
{
    static const QRegularExpression plain(u"^[A-Za-z][A-Za-z_ ]{5,}(-changed)?$"_s);
    if (value.isBool())
        return value.toBool() ? "true" : "false";
    if (value.isDouble() && value.toInteger(-1) == value.toInteger(-2))
        return QByteArray::number(value.toInteger());
    const QString text = value.toString();
    return plain.match(text).hasMatch() ? text.toUtf8() : QByteArray();
}

// Whether the finding's value stands in its file as it is spelled here, quoted or not.
bool standsInFile(const DemoFleet &fleet, const QJsonObject &finding)
{
    const QByteArray spelling = spellingOf(finding[u"actual"]);
    const QByteArray line = contentOf(fileOf(fleet, finding)).split('\n').value(finding[u"line"].toInt() - 1);
    QByteArray value = line.mid(finding[u"column"].toInt() - 1);
    if (value.startsWith('"') || value.startsWith('\''))
        value.remove(0, 1);
    return !spelling.isEmpty() && value.startsWith(spelling);
}

qsizetype commonStart(const QByteArray &a, const QByteArray &b)
{
    return std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
}

qsizetype commonEnd(const QByteArray &a, const QByteArray &b)
{
    return std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
}

} // namespace

QJsonObject plainFinding(const DemoFleet &fleet)
{
    const QJsonArray findings = fleet.ctlJson({u"drift"_s})[u"findings"].toArray();
    for (const QJsonValue &finding : findings) {
        if (finding[u"kind"].toString() == "changed"_L1 && !finding[u"fix"][u"hunk"].toString().isEmpty()
            && !spellingOf(finding[u"expected"]).isEmpty() && standsInFile(fleet, finding.toObject()))
            return finding.toObject();
    }
    return {};
}

QString fileOf(const DemoFleet &fleet, const QJsonObject &finding)
{
    return fleet.minecraftFolder(finding[u"physical_server"].toString(), finding[u"instance"].toString())
        + u'/' + finding[u"file"].toString();
}

QString changeBeyondValue(const QByteArray &before, const QByteArray &after, const QByteArray &oldValue,
                          const QByteArray &newValue)
{
    const qsizetype start = commonStart(before, after);
    const qsizetype end = std::min(commonEnd(before, after), std::min(before.size(), after.size()) - start);
    const QByteArray gone = before.mid(start, before.size() - start - end);
    const QByteArray come = after.mid(start, after.size() - start - end);
    // What the two values have in common at their ends belongs to them all the same.
    for (qsizetype at = oldValue.indexOf(gone); at >= 0 && before != after;
         at = oldValue.indexOf(gone, at + 1)) {
        const QByteArray head = oldValue.left(at);
        const QByteArray tail = oldValue.mid(at + gone.size());
        if (head + come + tail == newValue && before.left(start).endsWith(head)
            && before.last(end).startsWith(tail))
            return {};
    }
    return u"from \"%1\" to \"%2\" at byte %3, which is not \"%4\" to \"%5\""_s
        .arg(QString::fromUtf8(gone), QString::fromUtf8(come))
        .arg(start)
        .arg(QString::fromUtf8(oldValue), QString::fromUtf8(newValue));
}

QString changeBeyondValue(const QByteArray &before, const QByteArray &after, const QJsonObject &finding)
{
    return changeBeyondValue(before, after, spellingOf(finding[u"actual"]), spellingOf(finding[u"expected"]));
}

} // namespace archivesmp::tests
