// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/observing.h"

#include "common/config/configdocument.h"
#include "common/core/textescape.h"
#include "common/drift/dottedpath.h"
#include "common/drift/findings.h"
#include "common/expectations/secretclassifier.h"

#include <QMessageAuthenticationCode>

#include <algorithm>
#include <memory>
#include <optional>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Finding;
using domain::FindingKind;
using domain::Observation;
using domain::Rule;
using domain::RuleKind;
using expectations::Glob;
using expectations::RulePattern;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

QString shown(const QByteArray &path)
{
    return escapedForDisplay(QByteArrayView(path));
}

// The names of this machine, with a port behind them or without.
bool isThisMachine(const QByteArray &text)
{
    const QByteArray host = text.toLower();
    if (host == "::1" || host.startsWith("[::1]"))
        return true;
    const QByteArray name = host.split(':').first();
    return name == "localhost" || (name.startsWith("127.") && name.count('.') == 3);
}

NodeIndex find(const ConfigDocument &document, const KeyPath &path)
{
    const NodeIndex node = document.find(path);
    return node != ConfigDocument::noNode ? node : drift::findDotted(document, 0, path.keys().join('.'));
}

QByteArray plainText(const ConfigDocument &document, NodeIndex node)
{
    return node == ConfigDocument::noNode ? QByteArray() : document.value(node).toPlainText();
}

// Single values and lists; maps only hold them.
bool isSetting(const ConfigDocument &document, NodeIndex node)
{
    const NodeIndex parent = document.node(node).parent;
    return parent != ConfigDocument::noNode && document.node(parent).type == Value::Type::Map
        && document.node(node).type != Value::Type::Map;
}

} // namespace

// One instance while it is observed; a file that several rules name is read once.
class Observing::Visit final
{
public:
    Visit(const Observing &observing, const SafeFolder &game, const InstanceInventory &inventory,
          const domain::InstanceRef &instance)
        : _observing(observing)
        , _game(game)
        , _inventory(inventory)
        , _instance(instance)
    { }

    Outcome run()
    {
        for (const Asked &asked : _observing._asked) {
            if (!asked.pattern.fitsInstance(_instance))
                continue;
            if (asked.pattern.plugin().isEmpty())
                lookFor(asked, {}, {}, asked.pattern.rule().scope.file);
            else
                lookInPlugins(asked);
        }
        return std::move(_outcome);
    }

private:
    void lookInPlugins(const Asked &asked)
    {
        const RulePattern &pattern = asked.pattern;
        for (const QString &plugin : _inventory.present) {
            if (!pattern.fitsPlugin(plugin))
                continue;
            if (pattern.file().hasDivider()) {
                lookFor(asked, plugin, {}, pattern.rule().scope.file);
                continue;
            }
            const QByteArrayList folders = _inventory.foldersOf(plugin);
            for (const QByteArray &folder : folders)
                lookFor(asked, plugin, folder, pattern.rule().scope.file);
        }
    }

    // Goes down part by part; a part without stars is not looked for but opened.
    void lookFor(const Asked &asked, const QString &plugin, const QByteArray &folder, const QString &rest)
    {
        const qsizetype slash = rest.indexOf(u'/');
        const bool isFile = slash < 0;
        const Glob part(isFile ? rest : rest.first(slash), u'/', u'/');
        const QString below = isFile ? QString() : rest.sliced(slash + 1);
        const QByteArray prefix = folder.isEmpty() ? QByteArray() : folder + '/';
        QByteArrayList names;
        if (part.isLiteral()) {
            names.append(part.literal().toUtf8());
        } else {
            names = list(plugin, folder, part, isFile ? SafeFolder::Kind::File : SafeFolder::Kind::Folder);
        }
        for (const QByteArray &name : std::as_const(names)) {
            if (isFile)
                observeFile(asked, plugin, prefix + name);
            else
                lookFor(asked, plugin, prefix + name, below);
        }
    }

    QByteArrayList list(const QString &plugin, const QByteArray &folder, const Glob &part,
                        SafeFolder::Kind kind)
    {
        QByteArrayList names;
        const auto entries = _game.list(folder);
        if (!entries) {
            if (entries.error().code != ErrorCode::NotFound)
                reportUnreadable(plugin, folder, entries.error());
            return names;
        }
        for (const SafeFolder::Entry &entry : *entries) {
            if (entry.kind == kind && part.fits(QString::fromUtf8(entry.name)))
                names.append(entry.name);
        }
        return names;
    }

    void observeFile(const Asked &asked, const QString &plugin, const QByteArray &path)
    {
        const ConfigDocument *document = read(plugin, path);
        if (document == nullptr)
            return;
        const auto group = groupOf(asked, *document);
        if (!group)
            return;
        const QList<KeyPath> same = sameKeysIn(asked, *document);
        const Glob &key = asked.pattern.key();
        if (key.isLiteral()) {
            const KeyPath wanted(key.literal().toUtf8().split('\x1f'));
            if (const NodeIndex node = find(*document, wanted);
                node != ConfigDocument::noNode && isSetting(*document, node))
                add(asked, plugin, path, *document, node, *group, same);
            return;
        }
        for (NodeIndex node = 1; node < document->nodes().size(); ++node) {
            if (isSetting(*document, node) && asked.pattern.fitsKey(document->pathOf(node)))
                add(asked, plugin, path, *document, node, *group, same);
        }
    }

    // nullopt where the instance is left out; empty where the rule has no such keys.
    std::optional<QByteArray> groupOf(const Asked &asked, const ConfigDocument &document) const
    {
        if (asked.same.empty())
            return QByteArray();
        QMessageAuthenticationCode code(QCryptographicHash::Sha256, _observing._fleetKey);
        code.addData("group\n");
        for (const SameKey &same : asked.same) {
            QByteArray text = plainText(document, find(document, same.key));
            if (!same.values.isEmpty() && !same.values.contains(text.toLower()))
                return std::nullopt;
            if (isThisMachine(text))
                text = "localhost of " + _instance.server.toUtf8();
            code.addData(QByteArray::number(text.size()) + ':' + text + '\n');
        }
        return code.result();
    }

    static QList<KeyPath> sameKeysIn(const Asked &asked, const ConfigDocument &document)
    {
        QList<KeyPath> keys;
        for (const SameKey &same : asked.same) {
            if (const NodeIndex node = find(document, same.key); node != ConfigDocument::noNode)
                keys.append(document.pathOf(node));
        }
        return keys;
    }

    void add(const Asked &asked, const QString &plugin, const QByteArray &path,
             const ConfigDocument &document, NodeIndex node, const QByteArray &group,
             const QList<KeyPath> &same)
    {
        Observation observation;
        observation.rule = asked.pattern.rule().id;
        observation.plugin = plugin;
        observation.file = shown(path);
        observation.key = document.pathOf(node);
        observation.group = group;
        observation.line = static_cast<int>(document.node(node).line);
        observation.column = static_cast<int>(document.node(node).column);
        Value value = document.value(node);
        if (isSecret(observation, value))
            observation.value = expectations::fingerprintOf(_observing._fleetKey, value);
        else
            observation.value = std::move(value);
        _outcome.grounds.append(QList{observation.key} + same);
        _outcome.observations.append(std::move(observation));
    }

    bool isSecret(const Observation &observation, const Value &value) const
    {
        if (expectations::isSecretSetting(observation.key.last(), value))
            return true;
        const auto names = [&](const RulePattern &rule) {
            return rule.fitsPlugin(observation.plugin) && rule.fitsFile(observation.file)
                && rule.fitsInstance(_instance) && rule.fitsKeyOrAbove(observation.key);
        };
        return expectations::holdsText(value)
            && std::any_of(_observing._secrets.begin(), _observing._secrets.end(), names);
    }

    // nullptr where there is no such file, or nothing to be read in it.
    const ConfigDocument *read(const QString &plugin, const QByteArray &path)
    {
        const auto known = std::find_if(_documents.begin(), _documents.end(),
                                        [&](const auto &document) { return document.first == path; });
        if (known != _documents.end())
            return known->second.get();
        _documents.emplace_back(path, nullptr);
        const auto bytes = _game.read(path, config::ParseLimits().bytes);
        if (!bytes) {
            if (bytes.error().code != ErrorCode::NotFound)
                reportUnreadable(plugin, path, bytes.error());
            return nullptr;
        }
        auto document
            = config::parse(*bytes, config::formatOfFile(QString::fromUtf8(path)), config::pluginFileLimits);
        if (!document) {
            _outcome.findings.append(
                drift::refused(newFinding(plugin, path, FindingKind::Unparsable), document.error()));
            return nullptr;
        }
        _documents.back().second = std::make_unique<ConfigDocument>(std::move(*document));
        return _documents.back().second.get();
    }

    void reportUnreadable(const QString &plugin, const QByteArray &path, const Error &error)
    {
        Finding finding = newFinding(plugin, path, FindingKind::Unreadable);
        finding.message = error.message;
        _outcome.findings.append(drift::identified(std::move(finding)));
        _outcome.partial = true;
    }

    Finding newFinding(const QString &plugin, const QByteArray &path, FindingKind kind) const
    {
        return drift::newFinding(_instance, plugin, shown(path), kind, _observing._now);
    }

    const Observing &_observing;
    const SafeFolder &_game;
    const InstanceInventory &_inventory;
    const domain::InstanceRef &_instance;
    Outcome _outcome;
    std::vector<std::pair<QByteArray, std::unique_ptr<ConfigDocument>>> _documents;
};

Observing::Observing(const QList<Rule> &rules, QByteArray fleetKey, const QDateTime &now)
    : _fleetKey(std::move(fleetKey))
    , _now(now)
{
    for (RulePattern &pattern : expectations::rulesInForce(rules, now)) {
        const RuleKind kind = pattern.rule().kind;
        if (kind == RuleKind::Secret)
            _secrets.push_back(pattern);
        if (kind != RuleKind::Unique && kind != RuleKind::Agree)
            continue;
        Asked asked{std::move(pattern), {}};
        for (const QString &key : asked.pattern.rule().group.sameKeys)
            asked.same.push_back(sameKeyOf(key));
        _asked.push_back(std::move(asked));
    }
}

Observing::SameKey Observing::sameKeyOf(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 0)
        return {KeyPath::fromString(text), {}};
    return {KeyPath::fromString(text.first(equals)), text.sliced(equals + 1).toLower().toUtf8().split('|')};
}

Observing::Outcome Observing::observe(const SafeFolder &game, const InstanceInventory &inventory,
                                      const domain::InstanceRef &instance) const
{
    return Visit(*this, game, inventory, instance).run();
}

} // namespace archivesmp::scan
