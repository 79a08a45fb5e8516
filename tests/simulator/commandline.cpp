// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/commandline.h"

#include <QFile>
#include <QFileInfo>

#include <functional>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestTime = 24 * 60 * 60 * 1000;

// Reads an option's value into the options; false where it does not fit.
using Reader = std::function<bool(Options &, const QString &)>;

Reader time(std::chrono::milliseconds Options::*member)
{
    return [member](Options &options, const QString &text) {
        bool ok = false;
        const int number = text.toInt(&ok);
        options.*member = std::chrono::milliseconds(number);
        return ok && number >= 0 && number <= longestTime;
    };
}

template <typename Port>
Reader port(Port Options::*member)
{
    return [member](Options &options, const QString &text) {
        bool ok = false;
        options.*member = text.toUShort(&ok);
        return ok;
    };
}

Reader text(QString Options::*member)
{
    return [member](Options &options, const QString &value) {
        options.*member = value;
        return !value.isEmpty();
    };
}

template <typename Value, typename Member>
Reader choice(const QList<std::pair<QString, Value>> &choices, Member Options::*member)
{
    return [choices, member](Options &options, const QString &value) {
        for (const auto &[name, meaning] : choices) {
            if (name == value) {
                options.*member = meaning;
                return true;
            }
        }
        return false;
    };
}

// The first line of a file: what stands on a command line can be read by everybody on the machine.
Reader firstLine(QString Options::*member)
{
    return [member](Options &options, const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        options.*member = QString::fromUtf8(file.readLine().trimmed());
        return !(options.*member).isEmpty();
    };
}

Reader count(int Options::*member)
{
    return [member](Options &options, const QString &value) {
        bool ok = false;
        options.*member = value.toInt(&ok);
        return ok && options.*member >= 0;
    };
}

const QHash<QString, Reader> &readers()
{
    static const QHash<QString, Reader> all{
        {u"--root"_s, text(&Options::root)},
        {u"--port"_s, port(&Options::port)},
        {u"--control-port"_s, port(&Options::controlPort)},
        {u"--user"_s, text(&Options::user)},
        {u"--password"_s, text(&Options::password)},
        {u"--password-file"_s, firstLine(&Options::password)},
        {u"--profile"_s,
         choice<Profile>({{u"2.5"_s, Profile::Amp25}, {u"2.6"_s, Profile::Amp26}, {u"2.8"_s, Profile::Amp28}},
                         &Options::profile)},
        {u"--void-body"_s,
         choice<VoidBody>(
             {{u"null"_s, VoidBody::Null}, {u"empty"_s, VoidBody::Empty}, {u"object"_s, VoidBody::Object}},
             &Options::voidBody)},
        {u"--bearer"_s, choice<bool>({{u"yes"_s, true}, {u"no"_s, false}}, &Options::acceptBearer)},
        {u"--start-ms"_s, time(&Options::startTime)},
        {u"--stop-ms"_s, time(&Options::stopTime)},
        {u"--daemon-ms"_s, time(&Options::daemonTime)},
        {u"--backup-ms"_s, time(&Options::backupTime)},
        {u"--instance-cache-ms"_s, time(&Options::instanceCache)},
        {u"--session-ttl-ms"_s, time(&Options::sessionTtl)},
        {u"--latency-ms"_s, time(&Options::latency)},
        {u"--login-limit"_s, count(&Options::loginLimit)},
        {u"--two-factor"_s, text(&Options::twoFactorCode)},
        {u"--deny"_s,
         [](Options &options, const QString &node) {
             options.denied.append(node);
             return !node.isEmpty();
         }},
    };
    return all;
}

} // namespace

Result<Options> parseCommandLine(const QStringList &arguments)
{
    Options options;
    for (qsizetype i = 0; i < arguments.size(); i += 2) {
        const QString &name = arguments.at(i);
        const auto reader = readers().constFind(name);
        if (reader == readers().cend())
            return Error{ErrorCode::InvalidArgument, u"unknown option "_s + name};
        if (i + 1 == arguments.size())
            return Error{ErrorCode::InvalidArgument, name + u" needs a value"_s};
        if (!(*reader)(options, arguments.at(i + 1)))
            return Error{ErrorCode::InvalidArgument,
                         u"%1 does not take \"%2\""_s.arg(name, arguments.at(i + 1))};
    }
    if (options.root.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"--root is missing"_s};
    if (!QFileInfo(options.root).isDir())
        return Error{ErrorCode::NotFound, u"no such folder"_s}.inFile(options.root);
    return options;
}

QString usage()
{
    return uR"(usage: archivesmp-ampsim --root DIR [OPTION VALUE]…

One simulated AMP panel on 127.0.0.1; every folder DIR/<InstanceName>/Minecraft is an instance, running unless
DIR/<InstanceName>/.ampsim/stopped exists. Prints "listening on 127.0.0.1:PORT" when it is ready.

  --port N               0, the default, takes a free one
  --user U, --password P admin and simulated
  --password-file FILE   the password is the first line of this file
  --profile P            2.5, 2.6 or 2.8 (the default): dates, versions, sessions and methods as that AMP has them
  --void-body B          what a method without a result answers: null (the default), empty or object
  --bearer yes|no        whether the Authorization header is read (the default is the profile's)
  --start-ms N, --stop-ms N, --daemon-ms N, --backup-ms N
                         how long these take (300, 200, 100, 200)
  --instance-cache-ms N  how long GetInstances repeats an old answer (0)
  --session-ttl-ms N     idle time after which a session ends (300000)
  --latency-ms N         added to every answer (0)
  --login-limit N        failed logins after which none is processed (0: no limit)
  --two-factor CODE      asks for this code with every password
  --deny NODE            a permission that the user lacks; can be repeated
  --control-port N       a second port for tests: see the README of the simulator
)"_s;
}

} // namespace archivesmp::ampsim
