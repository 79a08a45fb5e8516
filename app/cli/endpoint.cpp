// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/endpoint.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestKeyFile = 4096;

QString profilesFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/archivesmp/profiles.ini"_s;
}

struct Place
{
    QString url;
    QString pin;
    QString keyFile;
};

Result<Place> profileOf(const QString &name)
{
    const QString path = profilesFile();
    QSettings profiles(path, QSettings::IniFormat);
    if (!profiles.childGroups().contains(name))
        return Error{.code = ErrorCode::NotFound,
                     .message = u"no profile \""_s + name + u'"',
                     .file = path,
                     .remedy = u"add a section [%1] with url, pin and api_key_file"_s.arg(name)};
    profiles.beginGroup(name);
    return Place{profiles.value(u"url"_s).toString(), profiles.value(u"pin"_s).toString(),
                 profiles.value(u"api_key_file"_s).toString()};
}

Result<Secret> keyIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString()}.inFile(path);
#ifdef Q_OS_UNIX
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((file.permissions() & others) != 0)
        return Error{.code = ErrorCode::PermissionDenied,
                     .message = u"others may read or write this key"_s,
                     .file = path,
                     .remedy = u"chmod 600 "_s + path};
#endif
    Secret key(file.read(largestKeyFile).trimmed());
    if (key.isEmpty())
        return Error{ErrorCode::InvalidInput, u"holds no key"_s}.inFile(path);
    return key;
}

} // namespace

void addEndpointOptions(QCommandLineParser &parser)
{
    parser.addOptions(
        {{u"url"_s, u"The agent, wss://HOST:PORT."_s, u"URL"_s},
         {u"api-key-file"_s, u"The file with the key (mode 600)."_s, u"FILE"_s},
         {u"pin"_s, u"The SHA-256 of the agent's certificate."_s, u"SHA256"_s},
         {u"profile"_s, u"A section of profiles.ini with url, pin and api_key_file."_s, u"NAME"_s}});
}

bool namesAnAgent(const QCommandLineParser &parser)
{
    return parser.isSet(u"url"_s) || parser.isSet(u"profile"_s);
}

Result<client::Endpoint> endpointOf(const QCommandLineParser &parser)
{
    Place place;
    if (parser.isSet(u"profile"_s)) {
        const Result<Place> profile = profileOf(parser.value(u"profile"_s));
        if (!profile)
            return profile.error();
        place = *profile;
    }
    for (const auto &[option, to] : {std::pair(u"url"_s, &place.url), std::pair(u"pin"_s, &place.pin),
                                     std::pair(u"api-key-file"_s, &place.keyFile)}) {
        if (parser.isSet(option))
            *to = parser.value(option);
    }
    if (place.url.isEmpty() || place.keyFile.isEmpty())
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"no agent was named"_s,
                     .remedy = u"give --profile NAME, or --url wss://HOST:PORT and --api-key-file FILE"_s};
    Result<Secret> key = keyIn(place.keyFile);
    if (!key)
        return key.error();
    client::Endpoint endpoint{QUrl(place.url), *std::move(key), {}};
    if (place.pin.isEmpty())
        return endpoint;
    const Result<QByteArray> pin = transport::pinFromText(place.pin);
    if (!pin)
        return pin.error();
    endpoint.pin = *pin;
    return endpoint;
}

} // namespace archivesmp::app::cli
