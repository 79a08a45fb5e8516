// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/settingsloader.h"

#include "agent/settings/certificate.h"
#include "agent/settings/settingsfile.h"
#include "agent/settings/settingsreader.h"
#include "common/domain/instance.h"

#include <QFileInfo>
#include <QHostAddress>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr int lastPort = 65535;

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

// Loads one section after the other; what is wrong goes into `errors`.
class Loader final
{
public:
    Loader(const SettingsNode &root, const SecretSources &sources, QList<Error> &errors)
        : _root(root, {}, errors)
        , _sources(sources)
    { }

    AgentSettings load(const QString &file)
    {
        _settings.file = file;
        loadIdentity();
        _settings.allowInsecure = _root.boolean(u"allow_insecure", false);
        loadAmp();
        loadRedis();
        loadMariaDb();
        loadMinio();
        loadHostApi();
        loadDoors();
        loadFolders();
        loadDurations();
        loadServers();
        loadForLater();
        _root.finish();
        return _settings;
    }

private:
    void loadIdentity()
    {
        const QString role = _root.requiredText(u"role");
        const auto known = domain::serverRoleFromName(role);
        _roleKnown = known.has_value();
        if (known)
            _settings.role = *known;
        else if (!role.isEmpty())
            _root.reject(u"role", u"unknown role: "_s + role, u"use host or client"_s);
        _settings.physicalServer = _root.requiredText(u"physical_server");
        if (!_settings.physicalServer.isEmpty()
            && (!domain::isValidInstanceName(_settings.physicalServer)
                || _settings.physicalServer == "all"_L1))
            _root.reject(u"physical_server", u"is not a name for a server"_s,
                         u"use letters, digits, dots and dashes, and not \"all\""_s);
    }

    QUrl url(SettingsReader &section, QStringView key)
    {
        const QString text = section.requiredText(key);
        const QUrl url(text, QUrl::StrictMode);
        if (text.isEmpty())
            return {};
        if (!url.isValid() || url.host().isEmpty()
            || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)) {
            section.reject(key, u"is not an https:// address"_s);
        } else if (!url.userInfo().isEmpty()) {
            section.reject(key, u"must not carry a user or password"_s,
                           u"put them into settings of their own"_s);
        } else if (url.scheme() == "http"_L1 && !isLoopback(url.host()) && !_settings.allowInsecure) {
            section.reject(key, u"http to another machine would send secrets in clear"_s,
                           u"use https, or the panel's loopback address, or set allow_insecure: true"_s);
        }
        return url;
    }

    static quint16 port(SettingsReader &section, QStringView key, quint16 fallback, int least = 1)
    {
        return static_cast<quint16>(section.integer(key, fallback, least, lastPort));
    }

    void loadAmp()
    {
        std::optional<SettingsReader> amp = _root.section(u"amp");
        if (!amp) {
            _root.reject(u"amp", u"is missing"_s,
                         u"add the address and the user of this server's AMP panel"_s);
            return;
        }
        _settings.amp.url = url(*amp, u"url");
        _settings.amp.username = amp->requiredText(u"username");
        _settings.amp.password = amp->requiredSecret(u"password", _sources);
        amp->finish();
    }

    void loadRedis()
    {
        std::optional<SettingsReader> section = _root.section(u"redis");
        if (!section)
            return;
        RedisSettings redis;
        redis.host = section->requiredText(u"host");
        redis.port = port(*section, u"port", redis.port);
        redis.database = section->integer(u"db", 0, 0, 15);
        redis.tls = section->boolean(u"tls", !isLoopback(redis.host));
        redis.ca = section->text(u"ca");
        redis.username = section->text(u"username");
        redis.prefix = section->text(u"prefix", redis.prefix);
        if (section->has(u"password"))
            redis.password = section->requiredSecret(u"password", _sources);
        if (!redis.tls && !isLoopback(redis.host) && !_settings.allowInsecure)
            section->reject(u"tls", u"Redis on another machine without TLS would send secrets in clear"_s,
                            u"set tls: true and ca"_s);
        if (!section->has(u"password") && !isLoopback(redis.host) && !_settings.allowInsecure)
            section->reject(u"password", u"Redis on another machine needs a user and a password"_s,
                            u"make an ACL user for this agent"_s);
        section->finish();
        _settings.redis = redis;
    }

    void loadMariaDb()
    {
        std::optional<SettingsReader> section = _root.section(u"mariadb");
        if (!section)
            return;
        MariaDbSettings mariadb;
        mariadb.host = section->requiredText(u"host");
        mariadb.port = port(*section, u"port", mariadb.port);
        mariadb.database = section->requiredText(u"database");
        mariadb.username = section->requiredText(u"username");
        mariadb.password = section->requiredSecret(u"password", _sources);
        if (std::optional<SettingsReader> tls = section->section(u"tls")) {
            mariadb.tlsCa = tls->requiredText(u"ca");
            tls->finish();
        }
        if (mariadb.tlsCa.isEmpty() && !isLoopback(mariadb.host) && !_settings.allowInsecure)
            section->reject(u"tls", u"MariaDB on another machine without TLS would send secrets in clear"_s,
                            u"add tls: {ca: FILE}"_s);
        section->finish();
        refuseOnClient(u"mariadb");
        _settings.mariadb = mariadb;
    }

    void loadMinio()
    {
        std::optional<SettingsReader> section = _root.section(u"minio");
        if (!section)
            return;
        MinioSettings minio;
        minio.endpoint = section->requiredText(u"endpoint");
        const QUrl endpoint(u"//"_s + minio.endpoint, QUrl::StrictMode);
        if (!minio.endpoint.isEmpty()
            && (!endpoint.isValid() || endpoint.host().isEmpty() || !endpoint.path().isEmpty()
                || !endpoint.userInfo().isEmpty()))
            section->reject(u"endpoint", u"is not host:port"_s,
                            u"MinIO's S3 door is port 9000; 9001 is its browser console"_s);
        minio.bucket = section->text(u"bucket", minio.bucket);
        minio.region = section->text(u"region", minio.region);
        minio.tls = section->boolean(u"tls", !isLoopback(endpoint.host()));
        minio.accessKey = section->requiredText(u"access_key");
        minio.secretKey = section->requiredSecret(u"secret_key", _sources);
        if (section->has(u"public_url")) {
            minio.publicUrl = url(*section, u"public_url");
            notUsedYet(*section, u"public_url");
        }
        section->finish();
        refuseOnClient(u"minio");
        _settings.minio = minio;
    }

    void refuseOnClient(QStringView section)
    {
        if (_roleKnown && _settings.role == domain::ServerRole::Client)
            _root.reject(section, u"belongs into the host's configuration only"_s,
                         u"remove the section; it is the host that uses it"_s);
    }

    void loadHostApi()
    {
        std::optional<SettingsReader> section = _root.section(u"host_api");
        const bool isClient = _roleKnown && _settings.role == domain::ServerRole::Client;
        if (!section) {
            if (isClient)
                _root.reject(u"host_api", u"is missing"_s,
                             u"add the host's address, the key it made for this agent, and its pin"_s);
            return;
        }
        HostApiSettings host;
        host.url = url(*section, u"url");
        host.apiKey = section->requiredSecret(u"api_key", _sources);
        host.ca = section->text(u"ca");
        if (const QString text = section->text(u"pin"); !text.isEmpty()) {
            Result<QByteArray> pin = parsePin(text);
            if (pin)
                host.pin = *pin;
            else
                section->reject(u"pin", pin.error().message, pin.error().remedy);
        }
        section->finish();
        if (_roleKnown && !isClient)
            _root.reject(u"host_api", u"belongs into a client's configuration only"_s,
                         u"remove the section"_s);
        _settings.hostApi = host;
    }

    void loadDoors()
    {
        _settings.webApi = _settings.role == domain::ServerRole::Host;
        if (std::optional<SettingsReader> webApi = _root.section(u"webapi")) {
            _settings.webApi = webApi->boolean(u"enabled", _settings.webApi);
            _settings.webApiPort = port(*webApi, u"port", _settings.webApiPort, 0);
            webApi->finish();
        }
        if (std::optional<SettingsReader> control = _root.section(u"control")) {
            _settings.controlPort = port(*control, u"port", _settings.controlPort, 0);
            control->finish();
        }
        _settings.bindAddress = _root.text(u"bind");
        if (!_settings.bindAddress.isEmpty() && QHostAddress(_settings.bindAddress).isNull())
            _root.reject(u"bind", u"is not an address"_s);
    }

    void loadFolders()
    {
        _settings.stateFolder = _root.text(u"state", u"/var/lib/archivesmp"_s);
        _settings.instancesRoot = u"/home/amp/.ampdata/instances"_s;
        if (std::optional<SettingsReader> instances = _root.section(u"instances")) {
            _settings.instancesRoot = instances->text(u"root", _settings.instancesRoot);
            instances->finish();
        }
        _settings.tls = {_settings.stateFolder + u"/tls.crt"_s, _settings.stateFolder + u"/tls.key"_s};
        if (std::optional<SettingsReader> tls = _root.section(u"tls")) {
            _settings.tls.certificate = tls->requiredText(u"certificate");
            _settings.tls.key = tls->requiredText(u"key");
            tls->finish();
        }
    }

    void loadDurations()
    {
        if (std::optional<SettingsReader> schedule = _root.section(u"schedule")) {
            _settings.scanEvery = std::chrono::duration_cast<std::chrono::seconds>(
                schedule->duration(u"scan", _settings.scanEvery));
            if (_settings.scanEvery < std::chrono::minutes(1))
                schedule->reject(u"scan", u"is shorter than a minute"_s, u"use 1m or more"_s);
            if (schedule->has(u"health")) {
                _settings.healthEvery = std::chrono::duration_cast<std::chrono::seconds>(
                    schedule->duration(u"health", _settings.healthEvery));
                if (_settings.healthEvery < std::chrono::minutes(1))
                    schedule->reject(u"health", u"is shorter than a minute"_s, u"use 1m or more"_s);
                notUsedYet(*schedule, u"health");
            }
            schedule->finish();
        }
        if (std::optional<SettingsReader> backups = _root.section(u"backups")) {
            _settings.backups.keep = backups->integer(u"keep", _settings.backups.keep, 1, 10000);
            _settings.backups.days = backups->integer(u"days", _settings.backups.days, 0, 36500);
            backups->finish();
        }
        if (std::optional<SettingsReader> limits = _root.section(u"job_limits")) {
            _settings.restartsAtOnce = limits->integer(u"restarts_at_once", _settings.restartsAtOnce, 1, 64);
            limits->finish();
        }
        _settings.proofInstances = _root.texts(u"proof_instances", _settings.proofInstances);
        std::optional<SettingsReader> section = _root.section(u"durations");
        if (!section)
            return;
        Durations &d = _settings.durations;
        for (const auto &[key, value] :
             std::initializer_list<std::pair<QStringView, std::chrono::milliseconds *>>{
                 {u"heartbeat", &d.heartbeat},
                 {u"degraded", &d.degraded},
                 {u"offline", &d.offline},
                 {u"lease", &d.lease},
                 {u"renew", &d.renew},
                 {u"reconcile", &d.reconcile},
                 {u"poll", &d.poll},
                 {u"retry_base", &d.retryBase},
                 {u"retry_cap", &d.retryCap},
                 {u"stop_timeout", &d.stopTimeout},
                 {u"health_minimum", &d.healthMinimum},
                 {u"health_deadline", &d.healthDeadline},
                 {u"amp_poll", &d.ampPoll},
                 {u"discovery", &d.discovery}})
            *value = section->duration(key, *value);
        if (d.renew * 2 > d.lease)
            section->reject(u"renew", u"is too long for the lease"_s,
                            u"use at most half of durations.lease"_s);
        section->finish();
    }

    void loadServers()
    {
        QStringList names;
        for (SettingsReader &section : _root.sections(u"servers")) {
            ConfiguredServer server;
            server.name = section.requiredText(u"name");
            const QString role = section.text(u"role", u"client"_s);
            if (const auto known = domain::serverRoleFromName(role))
                server.role = *known;
            else
                section.reject(u"role", u"unknown role: "_s + role, u"use host or client"_s);
            server.gamingRole = section.text(u"gaming_role");
            server.ipAddress = section.text(u"ip_address");
            server.ampUrl = section.text(u"amp_url");
            if (names.contains(server.name))
                section.reject(u"name", u"names a server twice: "_s + server.name, u"keep one of them"_s);
            names.append(server.name);
            section.finish();
            _settings.servers.append(server);
        }
        if (_settings.role == domain::ServerRole::Host && !names.contains(_settings.physicalServer))
            _settings.servers.prepend(
                {_settings.physicalServer, domain::ServerRole::Host, {}, {}, _settings.amp.url.toString()});
    }

    // Their settings are not decided, so whatever stands in them is taken.
    void loadForLater()
    {
        for (const QStringView key : {u"approvals", u"alerts"}) {
            if (!_root.section(key))
                continue;
            refuseOnClient(key);
            notUsedYet(_root, key);
        }
    }

    void notUsedYet(const SettingsReader &section, QStringView key)
    {
        _settings.warnings.append(section.about(key, u"is not used yet"_s).inFile(_settings.file));
    }

    SettingsReader _root;
    const SecretSources &_sources;
    AgentSettings _settings;
    bool _roleKnown = false; // what depends on a role that is wrong is not complained about as well
};

} // namespace

QString secretKeyFile(const QString &settingsFile)
{
    return QFileInfo(settingsFile).absolutePath() + u"/secret.key"_s;
}

tl::expected<AgentSettings, SettingsErrors> loadSettings(const QString &path)
{
    const auto fail = [&path](const QList<Error> &errors) {
        SettingsErrors placed;
        for (const Error &error : errors)
            placed.append(error.inFile(path));
        return tl::unexpected(placed);
    };
    Result<QByteArray> source = readPrivateFile(path, Privacy::Secret);
    if (!source)
        return fail({source.error()});
    Result<SettingsNode> root = parseSettings(*source);
    if (!root)
        return fail({root.error()});

    SecretSources sources;
    sources.credentialsFolder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    Result<SecretKey> key = SecretKey::load(secretKeyFile(path));
    if (key)
        sources.key = &*key;
    else
        sources.keyProblem = describe(key.error());
    QList<Error> errors;
    AgentSettings settings = Loader(*root, sources, errors).load(path);
    if (!errors.isEmpty())
        return fail(errors);
    return settings;
}

} // namespace archivesmp::agent::settings
