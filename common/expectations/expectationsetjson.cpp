// SPDX-License-Identifier: GPL-3.0-or-later
// How a set of expectations is written and read: canonical JSON, as it is stored, hashed and sent to agents.
#include "common/expectations/canonicaljson.h"
#include "common/expectations/expectationset.h"
#include "common/expectations/importjson.h"
#include "common/expectations/rulejson.h"
#include "common/expectations/rulereader.h"

#include "common/config/configdocument.h"

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

constexpr int schema = 1;

constexpr char presenceLetters[] = "UARF"; // in the order of Presence

void appendMember(QByteArray &out, const char *name)
{
    if (!out.endsWith('{') && !out.endsWith('['))
        out += ',';
    out += '"';
    out += name;
    out += "\":";
}

void appendExpected(QByteArray &out, const ExpectedValue &expected)
{
    if (const Value *value = std::get_if<Value>(&expected)) {
        out += "{\"value\":";
        appendJsonValue(out, *value);
        if (const QJsonValue marks = value->jsonMarks(); !marks.isNull()) {
            appendMember(out, "exactly");
            appendJsonValue(out, Value::fromJson(marks));
        }
        out += '}';
        return;
    }
    if (std::holds_alternative<NotExpected>(expected)) {
        out += "{\"not_expected\":true}";
        return;
    }
    const auto &secret = std::get<SealedSecret>(expected);
    out += "{\"secret\":";
    appendJsonText(out, secret.reference.toUtf8());
    out += ",\"fingerprint\":\"" + secret.fingerprint.hmac.toHex() + "\"}";
}

void appendByName(QByteArray &out, const char *member, const QMap<QString, ExpectedValue> &values)
{
    if (values.isEmpty())
        return;
    appendMember(out, member);
    out += '{';
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (it != values.begin())
            out += ',';
        appendJsonText(out, it.key().toUtf8());
        out += ':';
        appendExpected(out, *it);
    }
    out += '}';
}

void appendSetting(QByteArray &out, const Setting &setting)
{
    out += "{\"key\":";
    appendJsonText(out, setting.key);
    if (setting.mapKeyLength > 0) {
        appendMember(out, "map_key_length");
        out += QByteArray::number(setting.mapKeyLength);
    }
    if (setting.universal) {
        appendMember(out, "universal");
        appendExpected(out, *setting.universal);
    }
    appendByName(out, "servers", setting.servers);
    appendByName(out, "instances", setting.instances);
    out += '}';
}

// A matrix that says no version is written as it was before it could.
void appendVersions(QByteArray &out, const MatrixRow &row)
{
    if (!row.version.isEmpty()) {
        appendMember(out, "version");
        appendJsonText(out, row.version.toUtf8());
    }
    if (row.versions.isEmpty())
        return;
    appendMember(out, "versions");
    out += '[';
    for (const QString &version : row.versions) {
        if (!out.endsWith('['))
            out += ',';
        appendJsonText(out, version.toUtf8());
    }
    out += ']';
}

void appendMatrix(QByteArray &out, const DeploymentMatrix &matrix)
{
    out += "{\"instances\":[";
    for (const QString &name : matrix.instances) {
        if (!out.endsWith('['))
            out += ',';
        appendJsonText(out, name.toUtf8());
    }
    out += "],\"rows\":[";
    for (const MatrixRow &row : matrix.rows) {
        if (!out.endsWith('['))
            out += ',';
        out += "{\"plugin\":";
        appendJsonText(out, row.plugin.toUtf8());
        appendMember(out, "type");
        appendJsonText(out, row.type.toUtf8());
        appendMember(out, "auto_update");
        out += row.autoUpdate ? "true" : "false";
        appendMember(out, "update_source");
        appendJsonText(out, row.updateSource.toUtf8());
        appendMember(out, "cells");
        out += '"';
        for (const Presence presence : row.cells)
            out += presenceLetters[static_cast<int>(presence)];
        out += '"';
        appendVersions(out, row);
        out += '}';
    }
    out += "]}";
}

void appendNames(QByteArray &out, const char *member, const QMap<QString, QString> &names)
{
    appendMember(out, member);
    out += '{';
    for (auto it = names.begin(); it != names.end(); ++it) {
        if (it != names.begin())
            out += ',';
        appendJsonText(out, it.key().toUtf8());
        out += ':';
        appendJsonText(out, it->toUtf8());
    }
    out += '}';
}

// Walks the document; a member that is absent or of the wrong type gives the default, because the bytes were
// checked against their hash before and are our own.
class SetReader final
{
public:
    explicit SetReader(const ConfigDocument &document)
        : _document(document)
    { }

    ExpectationSet::Contents read() const
    {
        ExpectationSet::Contents contents;
        each(_document.child(0, "plugins"),
             [&](NodeIndex plugin) { contents.plugins.append(readPlugin(plugin)); });
        contents.matrix = readMatrix(_document.child(0, "matrix"));
        contents.matrixAccepted = truth(_document.child(0, "matrix_accepted"));
        const NodeIndex aliases = _document.child(0, "aliases");
        contents.aliases.instances = readNames(aliases, "instances");
        contents.aliases.plugins = readNames(aliases, "plugins");
        return contents;
    }

    Result<QList<domain::Rule>> readRules() const
    {
        QList<domain::Rule> rules;
        std::optional<Error> error;
        each(_document.child(0, "rules"), [&](NodeIndex node) {
            if (auto rule = readRule(_document, node))
                rules.append(std::move(*rule));
            else if (!error)
                error = rule.error();
        });
        if (error)
            return *error;
        return rules;
    }

private:
    template <typename Visit>
    void each(NodeIndex container, Visit visit) const
    {
        if (container == ConfigDocument::noNode)
            return;
        for (NodeIndex i = _document.node(container).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling)
            visit(i);
    }

    NodeIndex member(NodeIndex map, QByteArrayView key) const
    {
        return map == ConfigDocument::noNode ? map : _document.child(map, key);
    }

    QByteArray text(NodeIndex map, QByteArrayView key) const
    {
        const NodeIndex node = member(map, key);
        return node == ConfigDocument::noNode ? QByteArray() : _document.node(node).text.toByteArray();
    }

    QString string(NodeIndex map, QByteArrayView key) const { return QString::fromUtf8(text(map, key)); }

    bool truth(NodeIndex node) const
    {
        return node != ConfigDocument::noNode && _document.value(node).toBoolean();
    }

    Value exactly(const Value &value, NodeIndex marks) const
    {
        return marks == ConfigDocument::noNode ? value : value.withMarks(_document.value(marks).toJson());
    }

    ExpectedValue readExpected(NodeIndex node) const
    {
        if (const NodeIndex value = member(node, "value"); value != ConfigDocument::noNode)
            return exactly(_document.value(value), member(node, "exactly"));
        if (member(node, "not_expected") != ConfigDocument::noNode)
            return NotExpected();
        return SealedSecret{string(node, "secret"), {QByteArray::fromHex(text(node, "fingerprint"))}};
    }

    QMap<QString, ExpectedValue> readByName(NodeIndex node) const
    {
        QMap<QString, ExpectedValue> values;
        each(node,
             [&](NodeIndex i) { values.insert(QString::fromUtf8(_document.node(i).key), readExpected(i)); });
        return values;
    }

    Setting readSetting(NodeIndex node) const
    {
        Setting setting;
        setting.key = text(node, "key");
        setting.mapKeyLength = text(node, "map_key_length").toInt();
        if (const NodeIndex universal = member(node, "universal"); universal != ConfigDocument::noNode)
            setting.universal = readExpected(universal);
        setting.servers = readByName(member(node, "servers"));
        setting.instances = readByName(member(node, "instances"));
        return setting;
    }

    PluginExpectations readPlugin(NodeIndex node) const
    {
        PluginExpectations plugin;
        plugin.plugin = string(node, "plugin");
        plugin.platform
            = domain::platformFromName(string(node, "platform")).value_or(domain::Platform::Unknown);
        each(member(node, "settings"), [&](NodeIndex i) { plugin.settings.append(readSetting(i)); });
        return plugin;
    }

    DeploymentMatrix readMatrix(NodeIndex node) const
    {
        DeploymentMatrix matrix;
        each(member(node, "instances"),
             [&](NodeIndex i) { matrix.instances.append(QString::fromUtf8(_document.node(i).text)); });
        each(member(node, "rows"), [&](NodeIndex i) {
            MatrixRow row;
            row.plugin = string(i, "plugin");
            row.type = string(i, "type");
            row.autoUpdate = truth(member(i, "auto_update"));
            row.updateSource = string(i, "update_source");
            row.version = string(i, "version");
            each(member(i, "versions"), [&](NodeIndex version) {
                row.versions.append(QString::fromUtf8(_document.node(version).text));
            });
            const QByteArray letters = text(i, "cells");
            for (qsizetype column = 0; column < matrix.instances.size(); ++column) {
                const char letter = column < letters.size() ? letters.at(column) : 'U';
                const qsizetype presence = QByteArrayView(presenceLetters).indexOf(letter);
                row.cells.append(static_cast<Presence>(std::max<qsizetype>(presence, 0)));
            }
            matrix.rows.append(std::move(row));
        });
        return matrix;
    }

    QMap<QString, QString> readNames(NodeIndex aliases, QByteArrayView key) const
    {
        QMap<QString, QString> names;
        each(member(aliases, key), [&](NodeIndex i) {
            names.insert(QString::fromUtf8(_document.node(i).key), QString::fromUtf8(_document.node(i).text));
        });
        return names;
    }

    const ConfigDocument &_document;
};

} // namespace

QByteArray ExpectationSet::toJson() const
{
    QByteArray out = "{\"schema\":" + QByteArray::number(schema) + ",\"plugins\":[";
    for (const PluginExpectations &plugin : plugins()) {
        if (!out.endsWith('['))
            out += ',';
        out += "{\"plugin\":";
        appendJsonText(out, plugin.plugin.toUtf8());
        appendMember(out, "platform");
        appendJsonText(out, domain::nameOf(plugin.platform).toUtf8());
        appendMember(out, "settings");
        out += '[';
        for (const Setting &setting : plugin.settings) {
            if (!out.endsWith('['))
                out += ',';
            appendSetting(out, setting);
        }
        out += "]}";
    }
    out += "],\"matrix\":";
    appendMatrix(out, matrix());
    appendMember(out, "matrix_accepted");
    out += matrixAccepted() ? "true" : "false";
    appendMember(out, "aliases");
    out += '{';
    appendNames(out, "instances", aliases().instances);
    appendNames(out, "plugins", aliases().plugins);
    out += '}';
    // A set without rules is written as it was before there were any, and so keeps its hash.
    if (!rules().isEmpty()) {
        appendMember(out, "rules");
        appendRules(out, rules());
    }
    return out + '}';
}

Result<ExpectationSet> ExpectationSet::fromJson(const QByteArray &json)
{
    const auto document = config::parse(json, config::Format::Json, expectationLimits());
    if (!document)
        return document.error().because(u"the expectations cannot be read"_s);
    if (document->node(0).type != Value::Type::Map)
        return Error{ErrorCode::InvalidInput, u"the expectations are no JSON object"_s, {}, 1, 1};
    const NodeIndex version = document->child(0, "schema");
    if (version == ConfigDocument::noNode || document->node(version).text.toInt() != schema)
        return Error{ErrorCode::Unsupported,
                     u"the expectations are of an unknown schema; this version reads %1"_s.arg(schema)};
    SetReader reader(*document);
    ExpectationSet::Contents contents = reader.read();
    // A rule that is not understood is not passed over: it may be what keeps a secret.
    auto rules = reader.readRules();
    if (!rules)
        return rules.error().because(u"the expectations hold a rule that cannot be followed"_s);
    contents.rules = std::move(*rules);
    return ExpectationSet(std::move(contents));
}

} // namespace archivesmp::expectations
