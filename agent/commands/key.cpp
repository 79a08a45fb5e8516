// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/commands/command.h"
#include "agent/enginechoice.h"
#include "agent/settings/sealedsecret.h"
#include "agent/storage/sqlstores.h"
#include "common/core/clock.h"
#include "common/domain/instance.h"
#include "common/domain/user.h"

#include <QCryptographicHash>
#include <QDir>

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keyBytes = 32;

Result<std::unique_ptr<coordinator::Stores>> openStores(const settings::AgentSettings &settings)
{
    if (settings.role != domain::ServerRole::Host)
        return Error{
            ErrorCode::InvalidArgument, u"keys are kept on the host"_s, settings.file, 0, 0, u"role"_s,
            u"run this there"_s};
    QDir().mkpath(settings.stateFolder);
    return storage::SqlStores::open(databaseOptions(settings));
}

Result<domain::User> userFrom(const QCommandLineParser &parser, const settings::AgentSettings &settings)
{
    domain::User user;
    user.name = parser.value(u"name"_s);
    user.server = parser.value(u"server"_s);
    if (!domain::isValidInstanceName(user.name))
        return Error{ErrorCode::InvalidArgument,
                     u"--name must be 1 to 64 letters, digits, dots and dashes"_s};
    const auto role = domain::userRoleFromName(parser.value(u"role"_s));
    if (!role)
        return Error{ErrorCode::InvalidArgument,
                     u"unknown role: "_s + parser.value(u"role"_s),
                     {},
                     0,
                     0,
                     {},
                     u"use viewer, operator, approver, admin or agent"_s};
    user.role = *role;
    const bool isKnown
        = std::any_of(settings.servers.begin(), settings.servers.end(),
                      [&](const settings::ConfiguredServer &server) { return server.name == user.server; });
    if (user.role == domain::UserRole::Agent && !isKnown)
        return Error{ErrorCode::InvalidArgument,
                     u"an agent's key needs --server with a server of the configuration"_s};
    if (user.role != domain::UserRole::Agent && !user.server.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"--server goes with --role agent"_s};
    return user;
}

int createKey(coordinator::Stores &stores, const QCommandLineParser &parser,
              const settings::AgentSettings &settings)
{
    const Result<domain::User> user = userFrom(parser, settings);
    if (!user)
        return fail(describe(user.error()));
    const QByteArray text = "asmp_"
        + settings::randomBytes(keyBytes).toBase64(QByteArray::Base64UrlEncoding
                                                   | QByteArray::OmitTrailingEquals);
    const coordinator::ApiKey key{
        *user, QCryptographicHash::hash(text, QCryptographicHash::Sha256), SystemClock().now(), {}};
    if (const Result<void> added = stores.keys().add(key); !added)
        return fail(describe(added.error()));
    // Once and only here: the database holds the hash.
    print(QString::fromLatin1(text));
    return exitOk;
}

int listKeys(coordinator::Stores &stores)
{
    const Result<QList<coordinator::ApiKey>> keys = stores.keys().keys();
    if (!keys)
        return fail(describe(keys.error()));
    for (const coordinator::ApiKey &key : *keys)
        print(u"%1  %2  %3  created %4%5"_s.arg(key.user.name, -24)
                  .arg(domain::nameOf(key.user.role), -8)
                  .arg(key.user.server, -12)
                  .arg(key.createdAt.toString(Qt::ISODate),
                       key.revokedAt.isValid()
                           ? QString(u"  revoked "_s + key.revokedAt.toString(Qt::ISODate))
                           : QString()));
    return exitOk;
}

} // namespace

int key(const QStringList &arguments)
{
    CommandLine line(u"key create|list|revoke"_s,
                     u"the keys of people and agents. create prints the key, once."_s);
    line.parser().addPositionalArgument(u"action"_s, u"create, list or revoke"_s);
    line.parser().addOptions(
        {{u"name"_s, u"Whose key it is."_s, u"NAME"_s},
         {u"role"_s, u"viewer, operator, approver, admin or agent."_s, u"ROLE"_s},
         {u"server"_s, u"The physical server that an agent speaks for."_s, u"SERVER"_s}});
    line.process(arguments);
    const std::optional<settings::AgentSettings> settings = line.loadSettings();
    if (!settings)
        return exitConfiguration;
    const QString action = line.parser().positionalArguments().value(0);
    if (action != "create"_L1 && action != "list"_L1 && action != "revoke"_L1)
        return fail(u"say what to do: key create, key list or key revoke"_s);

    const Result<std::unique_ptr<coordinator::Stores>> stores = openStores(*settings);
    if (!stores)
        return fail(describe(stores.error()));
    if (action == "create"_L1)
        return createKey(**stores, line.parser(), *settings);
    if (action == "list"_L1)
        return listKeys(**stores);
    const Result<void> revoked
        = (*stores)->keys().revoke(line.parser().value(u"name"_s), SystemClock().now());
    return revoked ? exitOk : fail(describe(revoked.error()));
}

int migrate(const QStringList &arguments)
{
    CommandLine line(
        u"migrate"_s,
        u"brings the database's schema up to date; the service does so itself when it starts."_s);
    line.process(arguments);
    const std::optional<settings::AgentSettings> settings = line.loadSettings();
    if (!settings)
        return exitConfiguration;
    const Result<std::unique_ptr<coordinator::Stores>> stores = openStores(*settings);
    if (!stores)
        return fail(describe(stores.error()));
    print(u"The schema in %1 is up to date."_s.arg((*stores)->kind()));
    return exitOk;
}

} // namespace archivesmp::agent::commands
