// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/dialect.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

QJsonValue withoutNulls(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray items;
        const auto given = value.toArray();
        for (const QJsonValue &item : given)
            items.append(withoutNulls(item));
        return items;
    }
    if (!value.isObject())
        return value;
    QJsonObject members;
    const QJsonObject source = value.toObject();
    for (auto it = source.begin(); it != source.end(); ++it) {
        if (!it.value().isNull())
            members.insert(it.key(), withoutNulls(it.value()));
    }
    return members;
}

// QJsonDocument writes lists and objects only, and AMP answers bare texts and numbers too.
QByteArray compact(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

} // namespace

QJsonValue Dialect::date(const QDateTime &at) const
{
    if (!at.isValid())
        return QJsonValue::Null;
    if (_options.profile == Profile::Amp25)
        return u"/Date(%1)/"_s.arg(at.toMSecsSinceEpoch());
    return at.toUTC().toString(u"yyyy-MM-ddThh:mm:ss.zzz'0000Z'"_s);
}

QJsonValue Dialect::version() const
{
    switch (_options.profile) {
    case Profile::Amp25:
        return QJsonObject{{u"Major"_s, 2},    {u"Minor"_s, 5},         {u"Build"_s, 1},
                           {u"Revision"_s, 0}, {u"MajorRevision"_s, 0}, {u"MinorRevision"_s, 0}};
    case Profile::Amp26:
        return u"2.6.0.4"_s;
    case Profile::Amp28:
        return u"2.8.0.4"_s;
    }
    Q_UNREACHABLE();
}

QByteArray Dialect::encode(const Answer &answer) const
{
    if (answer.kind != Answer::Kind::Nothing)
        return compact(withoutNulls(answer.value));
    switch (_options.voidBody) {
    case VoidBody::Null:
        return "null";
    case VoidBody::Empty:
        return {};
    case VoidBody::Object:
        return "{}";
    }
    Q_UNREACHABLE();
}

} // namespace archivesmp::ampsim
