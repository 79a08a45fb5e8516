// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/commands/command.h"
#include "agent/settings/sealedsecret.h"
#include "agent/settings/settingsloader.h"

#include <QFile>

#include <cstdio>

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

int encrypt(const QStringList &arguments)
{
    CommandLine line(u"encrypt"_s,
                     u"reads a secret on standard input and prints enc:v1:… for the configuration."_s);
    line.parser().addOption(
        {u"field"_s, u"The setting that it is for, such as mariadb.password: it opens nowhere else."_s,
         u"PATH"_s});
    line.process(arguments);
    const QString field = line.parser().value(u"field"_s);
    if (field.isEmpty())
        return fail(u"--field is missing; name the setting, such as --field mariadb.password"_s);

    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(u"standard input cannot be read"_s);
    QByteArray text = input.readAll();
    // echo and an editor both end the line; a secret with a line break in it is still possible by file.
    if (text.endsWith('\n'))
        text.chop(1);
    if (text.isEmpty())
        return fail(u"the secret on standard input is empty"_s);

    const Result<settings::SecretKey> key
        = settings::SecretKey::loadOrCreate(settings::secretKeyFile(line.configFile()));
    if (!key)
        return fail(describe(key.error()));
    const Result<QByteArray> sealed = key->seal(Secret(text), field.toUtf8());
    if (!sealed)
        return fail(describe(sealed.error()));
    print(QString::fromLatin1(*sealed));
    return exitOk;
}

} // namespace archivesmp::agent::commands
