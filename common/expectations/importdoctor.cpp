// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importdoctor.h"

#include "common/expectations/secretclassifier.h"

#include "common/core/textescape.h"

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype excerptLength = 60;

bool isSecret(QByteArrayView key, const ExpectedValue &expected)
{
    const Value *value = std::get_if<Value>(&expected);
    return value == nullptr || isSecretSetting(key, *value);
}

bool isInLiteralQuotes(QByteArrayView text)
{
    return text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
}

void examineText(const QString &plugin, const QString &key, QByteArrayView text, bool secret,
                 ImportReport &report)
{
    const QByteArrayView trimmed = text.trimmed();
    ImportReport::DoctorNote note{plugin, key, {}, {}, {}};
    if (trimmed == "[" || trimmed == "{") {
        note.found = u"a lone bracket, where a list or map was cut off"_s;
        note.proposal = u"do not use"_s;
    } else if (isInLiteralQuotes(text)) {
        note.found = u"a text in literal quotes"_s;
        note.proposal = u"unquote"_s;
    } else {
        return;
    }
    if (!secret)
        note.excerpt = excerpt(QString::fromUtf8(text), excerptLength);
    if (!report.doctor.contains(note))
        report.doctor.append(note);
}

} // namespace

void examine(const QString &plugin, const Setting &setting, ImportReport &report)
{
    const QByteArrayView key(setting.key);
    const QByteArrayView last = key.sliced(std::max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1);
    const QString shown = QString::fromUtf8(key);
    const auto look = [&](const ExpectedValue &expected) {
        const bool secret = isSecret(last, expected);
        if (const Value *value = std::get_if<Value>(&expected);
            value != nullptr && value->type() == Value::Type::Text)
            examineText(plugin, shown, value->toText(), secret, report);
        return secret;
    };
    const bool universalSecret = setting.universal && look(*setting.universal);
    int secretInstances = 0;
    for (const ExpectedValue &value : setting.instances)
        secretInstances += look(value);
    if (universalSecret || secretInstances > 0)
        report.secrets.append({plugin, shown, secretInstances});
}

} // namespace archivesmp::expectations
