// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulepacks.h"

#include "common/expectations/rulepattern.h"
#include "tests/support/testregistry.h"

#include <QHash>
#include <QTest>

#include <array>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;
using domain::Rule;

namespace {

// A setting that a shipped rule is about, as it stands in a real server's folder.
struct Sample
{
    const char *rule;
    const char *plugin;
    const char *file;
    const char *key;
};

// One for each rule. An id that is not here any more was renamed, which would orphan what admins said of it.
constexpr Sample samples[] = {
    {"pack/AutoViaUpdater/versions", "autoviaupdater", "plugins/autoviaupdater/versions.yml", ""},
    {"pack/AxiomPaper/blocks", "AxiomPaper", "plugins/AxiomPaper/config.yml", "disallowed-blocks"},
    {"pack/AxiomPaper/entities", "AxiomPaper", "plugins/AxiomPaper/config.yml", "blacklist-entities"},
    {"pack/BentoBox/mongodb-uri", "BentoBox", "plugins/BentoBox/config.yml",
     "general.database.mongodb-connection-uri"},
    {"pack/BentoBox/visitors", "BentoBox", "plugins/BentoBox/addons/AOneBlock/config.yml",
     "protection.invincible-visitors"},
    {"pack/BentoBox/blocked-mobs", "BentoBox", "plugins/BentoBox/addons/AOneBlock/config.yml",
     "protection.block-mobs"},
    {"pack/BentoBox/hidden-flags", "BentoBox", "plugins/BentoBox/addons/AOneBlock/config.yml",
     "world.hidden-flags"},
    {"pack/BentoBox/kept-mobs", "BentoBox", "plugins/BentoBox/addons/AOneBlock/config.yml",
     "world.remove-mobs-whitelist"},
    {"pack/BentoBox/banned-commands", "BentoBox", "plugins/BentoBox/addons/AOneBlock/config.yml",
     "world.visitor-banned-commands"},
    {"pack/bStats/server-uuid", "", "plugins/bStats/config.yml", "serverUuid"},
    {"pack/bStats/velocity-server-uuid", "", "plugins/bStats/config.txt", "server-uuid"},
    {"pack/Chunky/version", "ChunkyBorder", "plugins/ChunkyBorder/config.yml", "version"},
    {"pack/CMI/spawn", "CMI", "plugins/CMI/config.yml", "Spawn.Main.RespawnLocation"},
    {"pack/CMI/holograms", "CMI", "plugins/CMI/Saves/holograms.yml", ""},
    {"pack/CMI/blacklists", "CMI", "plugins/CMI/config.yml", "section.BlackList"},
    {"pack/CMI/blacklisted", "CMI", "plugins/CMI/config.yml", "section.BlackListed"},
    {"pack/CMI/whitelists", "CMI", "plugins/CMI/config.yml", "section.WhiteList"},
    {"pack/CMI/jail-commands", "CMI", "plugins/CMI/config.yml", "Jail.WhiteListedCmds"},
    {"pack/CMI/cuff-commands", "CMI", "plugins/CMI/config.yml", "Cuff.AllowedCommands"},
    {"pack/Common/config-version", "Any", "plugins/Any/config.yml", "section.config-version"},
    {"pack/Common/config_version", "Any", "plugins/Any/config.yml", "section.config_version"},
    {"pack/Common/configVersion", "Any", "plugins/Any/config.yml", "section.configVersion"},
    {"pack/Common/config-version-plain", "Any", "plugins/Any/config.yml", "section.ConfigVersion"},
    {"pack/Common/file-version", "Any", "plugins/Any/config.yml", "section.file-version"},
    {"pack/Common/cfg-version", "Any", "plugins/Any/config.yml", "section.cfg-version"},
    {"pack/Common/donation-key", "Any", "plugins/Any/config.yml", "section.donation-key"},
    {"pack/Common/license", "Any", "plugins/Any/config.yml", "section.license-key"},
    {"pack/CommunityQuests/hologram-place", "CommunityQuests", "plugins/CommunityQuests/config.yml",
     "hologram.location.x"},
    {"pack/CoreProtect/table-prefix", "CoreProtect", "plugins/CoreProtect/config.yml", "table-prefix"},
    {"pack/ExcellentJobs/worlds", "ExcellentJobs", "plugins/ExcellentJobs/config.yml",
     "General.Disabled_Worlds"},
    {"pack/ExcellentJobs/abuse", "ExcellentJobs", "plugins/ExcellentJobs/config.yml",
     "Abuse_Protection.Ignore_SpawnReasons"},
    {"pack/floodgate/metrics-uuid", "floodgate", "plugins/floodgate/config.yml", "metrics.uuid"},
    {"pack/floodgate/username-prefix", "floodgate", "plugins/floodgate/config.yml", "username-prefix"},
    {"pack/Geyser/metrics-uuid", "Geyser-Spigot", "plugins/Geyser-Spigot/config.yml", "metrics.uuid"},
    {"pack/Geyser/bedrock-port", "Geyser-Spigot", "plugins/Geyser-Spigot/config.yml", "bedrock.port"},
    {"pack/GregoRail/webhooks", "GregoRail", "plugins/GregoRail/config.yml", "webhooks.cart-moved.url"},
    {"pack/GregoRail/ignored-entities", "GregoRail", "plugins/GregoRail/config.yml",
     "butcher.ignore-entities-of-type"},
    {"pack/Hurricane/version", "Hurricane", "plugins/Hurricane/config.yml", "hurricane.version"},
    {"pack/HuskSync/cluster-database", "HuskSync", "plugins/HuskSync/config.yml",
     "database.credentials.database"},
    {"pack/HuskSync/cluster-table", "HuskSync", "plugins/HuskSync/config.yml",
     "database.table_names.user_data"},
    {"pack/HuskSync/cluster-users", "HuskSync", "plugins/HuskSync/config.yml", "database.table_names.users"},
    {"pack/HuskSync/synced-attributes", "HuskSync", "plugins/HuskSync/config.yml",
     "synchronization.attributes.synced_attributes"},
    {"pack/HuskSync/disabled-commands", "HuskSync", "plugins/HuskSync/config.yml", "disabled_commands"},
    {"pack/HuskSync/pinned-saves", "HuskSync", "plugins/HuskSync/config.yml",
     "synchronization.auto_pinned_save_causes"},
    {"pack/HuskSync/sentinels", "HuskSync", "plugins/HuskSync/config.yml", "redis.sentinel.nodes"},
    {"pack/HuskTowns/cluster-database", "HuskTowns", "plugins/HuskTowns/config.yml",
     "database.credentials.database"},
    {"pack/HuskTowns/broker", "HuskTowns", "plugins/HuskTowns/config.yml", "cross_server.broker_type"},
    {"pack/HuskTowns/prohibited-names", "HuskTowns", "plugins/HuskTowns/config.yml",
     "general.prohibited_town_names"},
    {"pack/HuskTowns/unclaimable-worlds", "HuskTowns", "plugins/HuskTowns/config.yml",
     "general.unclaimable_worlds"},
    {"pack/HuskTowns/flags", "HuskTowns", "plugins/HuskTowns/flags.yml", "flags.fire_damage"},
    {"pack/HuskTowns/roles", "HuskTowns", "plugins/HuskTowns/roles.yml", "roles.2"},
    {"pack/HuskTowns/sentinels", "HuskTowns", "plugins/HuskTowns/config.yml",
     "cross_server.redis.sentinel.nodes"},
    {"pack/ImageFrame/upload-port", "ImageFrame", "plugins/ImageFrame/config.yml",
     "UploadService.WebServer.Port"},
    {"pack/ImageFrame/url-whitelist", "ImageFrame", "plugins/ImageFrame/config.yml",
     "Settings.RestrictImageUrl.Whitelist"},
    {"pack/JobListings/database-url", "JobListings", "plugins/JobListings/config.yml", "Database.url"},
    {"pack/JobListings/blacklists", "JobListings", "plugins/JobListings/config.yml",
     "Orders.BlacklistedMaterials"},
    {"pack/LevelledMobs/mob-groups", "LevelledMobs", "plugins/LevelledMobs/rules.yml",
     "mob-groups.undead_mobs"},
    {"pack/LevelledMobs/biome-groups", "LevelledMobs", "plugins/LevelledMobs/rules.yml",
     "biome-groups.cave_biomes"},
    {"pack/LibsDisguises/internal", "LibsDisguises", "plugins/LibsDisguises/internal/internal.yml", ""},
    {"pack/LibsDisguises/aliases", "LibsDisguises", "plugins/LibsDisguises/configs/plugin-commands.yml",
     "copydisguise.aliases"},
    {"pack/LibsDisguises/disabled", "LibsDisguises", "plugins/LibsDisguises/configs/dangerous.yml",
     "DisabledMethods"},
    {"pack/Lootin/black-lists", "Lootin", "plugins/Lootin/config.yml", "black-list-worlds"},
    {"pack/LuckPerms/messaging-service", "LuckPerms", "plugins/LuckPerms/config.yml", "messaging-service"},
    {"pack/LuckPerms/mongodb-uri", "LuckPerms", "plugins/LuckPerms/config.yml",
     "data.mongodb-connection-uri"},
    {"pack/LuckPerms/disabled-contexts", "LuckPerms", "plugins/LuckPerms/config.yml",
     "disabled-context-calculators"},
    {"pack/mcMMO/table-prefix", "mcMMO", "plugins/mcMMO/config.yml", "MySQL.Database.TablePrefix"},
    {"pack/Minecraft/server-port", "", "server.properties", "server-port"},
    {"pack/Minecraft/query-port", "", "server.properties", "query\\.port"},
    {"pack/Minecraft/rcon-port", "", "server.properties", "rcon\\.port"},
    {"pack/Minecraft/resource-pack-id", "", "server.properties", "resource-pack-id"},
    {"pack/Paper/global-version", "", "config/paper-global.yml", "_version"},
    {"pack/Paper/spigot-version", "", "spigot.yml", "config-version"},
    {"pack/Paper/legacy-version", "", "paper.yml", "config-version"},
    {"pack/Paper/velocity-secret", "", "config/paper-global.yml", "proxies.velocity.secret"},
    {"pack/Paper/velocity-online-mode", "", "config/paper-global.yml", "proxies.velocity.online-mode"},
    {"pack/Plan/web-port", "Plan", "plugins/Plan/config.yml", "Webserver.Port"},
    {"pack/Plan/server-name", "Plan", "plugins/Plan/config.yml", "Server.ServerName"},
    {"pack/Plan/server-info", "Plan", "plugins/Plan/ServerInfoFile.yml", ""},
    {"pack/Plan/ip-whitelist", "Plan", "plugins/Plan/config.yml",
     "Webserver.Security.IP_whitelist.Whitelist"},
    {"pack/QuickShop-Hikari/table-prefix", "QuickShop-Hikari", "plugins/QuickShop-Hikari/config.yml",
     "database.prefix"},
    {"pack/QuickShop-Hikari/server-uuid", "QuickShop-Hikari", "plugins/QuickShop-Hikari/config.yml",
     "server-uuid"},
    {"pack/QuickShop-Hikari/shop-blocks", "QuickShop-Hikari", "plugins/QuickShop-Hikari/config.yml",
     "shop-blocks"},
    {"pack/QuickShop-Hikari/stack-sizes", "QuickShop-Hikari", "plugins/QuickShop-Hikari/config.yml",
     "custom-item-stacksize"},
    {"pack/TheNewEconomy/server-id", "TheNewEconomy", "plugins/TheNewEconomy/config.yml", "Core.ServerID"},
    {"pack/TheNewEconomy/exclusions", "TheNewEconomy", "plugins/TheNewEconomy/config.yml",
     "Core.Commands.Top.Exclusions"},
    {"pack/Velocity/config-version", "", "velocity.toml", "config-version"},
    {"pack/Velocity/bind", "", "velocity.toml", "bind"},
    {"pack/Velocity/query-port", "", "velocity.toml", "query.port"},
    {"pack/ViaVersion/block-protocols", "ViaVersion", "plugins/ViaVersion/config.yml", "block-protocols"},
    {"pack/ViaVersion/block-versions", "ViaVersion", "plugins/ViaVersion/config.yml", "block-versions"},
    {"pack/vWhitelist/channels", "vwhitelist", "plugins/vwhitelist/config.toml", "discord.allowed_channels"},
    {"pack/vWhitelist/roles", "vwhitelist", "plugins/vwhitelist/config.toml", "discord.required_roles"},
    {"pack/WorldBorder/bypass-list", "WorldBorder", "plugins/WorldBorder/config.yml", "bypass-list-uuids"},
    {"pack/WorldEdit/disallowed-blocks", "WorldEdit", "plugins/WorldEdit/config.yml",
     "limits.disallowed-blocks"},
    {"pack/WorldGuard/lists", "WorldGuard", "plugins/WorldGuard/config.yml",
     "physics.disable-water-damage-blocks"},
    {"pack/WorldGuard/log-database", "WorldGuard", "plugins/WorldGuard/config.yml",
     "blacklist.logging.database.dsn"},
};

const Rule *find(const QString &id)
{
    for (const Rule &rule : shippedRules()) {
        if (rule.id.toString() == id)
            return &rule;
    }
    return nullptr;
}

} // namespace

class TestRulePacks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPackCanBeRead()
    {
        const auto rules = readShippedRules();

        QVERIFY2(rules, qPrintable(rules ? QString() : describe(rules.error())));
        QCOMPARE(rules->size(), qsizetype(std::size(samples)));
        QCOMPARE(shippedRules(), *rules);
    }

    void everyRuleFitsASampleOfItsKind_data()
    {
        QTest::addColumn<QString>("plugin");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("key");

        for (const Sample &sample : samples)
            QTest::newRow(sample.rule) << QString::fromLatin1(sample.plugin)
                                       << QString::fromLatin1(sample.file) << QString::fromLatin1(sample.key);
    }

    void everyRuleFitsASampleOfItsKind()
    {
        QFETCH(const QString, plugin);
        QFETCH(const QString, file);
        QFETCH(const QString, key);
        domain::Finding finding;
        finding.instance = {u"ovh"_s, u"BENT01"_s};
        finding.plugin = plugin;
        finding.file = file;
        finding.key = KeyPath::fromString(key);
        const Rule *rule = find(QString::fromLatin1(QTest::currentDataTag()));

        QVERIFY(rule != nullptr);
        QVERIFY(RulePattern(*rule).fits(finding));
        finding.file = u"plugins/Nobody/other.txt"_s;
        finding.plugin = u"Nobody"_s;
        finding.key = KeyPath({"unheard of"});
        QVERIFY(!RulePattern(*rule).fits(finding));
    }

    void everyRuleSaysWhyAndWhereItComesFrom()
    {
        for (const Rule &rule : shippedRules()) {
            QVERIFY(!rule.reason.isEmpty());
            QVERIFY(rule.id.toString().startsWith(u"pack/"_s + rule.pack + u'/'));
            QVERIFY(!rule.expiresAt);
        }
    }

    void ordinarySettingsAreNobodysConcern()
    {
        domain::Finding finding;
        finding.instance = {u"ovh"_s, u"BENT01"_s};
        finding.plugin = u"CoreProtect"_s;
        finding.file = u"plugins/CoreProtect/config.yml"_s;
        finding.key = KeyPath({"rollback-items"});

        for (const Rule &rule : shippedRules())
            QVERIFY2(!RulePattern(rule).fits(finding), qPrintable(rule.id.toString()));
    }

    void aPackOrOneOfItsRulesCanBeOff()
    {
        const RuleId version(u"pack/Paper/spigot-version"_s);
        const auto has = [](const QList<Rule> &rules, const RuleId &id) {
            return std::any_of(rules.begin(), rules.end(), [&](const Rule &rule) { return rule.id == id; });
        };
        Rule own;
        own.id = RuleId(u"own"_s);

        QVERIFY(has(withPacks({own}), own.id));
        QVERIFY(has(withPacks({own}), version));
        QVERIFY(!has(withPacks({own}, {u"Paper"_s}), version));
        QVERIFY(has(withPacks({own}, {u"Paper"_s}), own.id));
        QVERIFY(!has(withPacks({own}, {version.toString()}), version));
        QVERIFY(has(withPacks({own}, {version.toString()}), RuleId(u"pack/Paper/global-version"_s)));
    }
};

ARCHIVESMP_TEST(TestRulePacks)
#include "tst_rulepacks.moc"
