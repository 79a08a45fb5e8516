// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/baselinereader.h"

#include "common/expectations/importjson.h"

#include <optional>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

QString typeName(Value::Type type)
{
    switch (type) {
    case Value::Type::Null:
        return u"null"_s;
    case Value::Type::Boolean:
        return u"a truth value"_s;
    case Value::Type::Integer:
    case Value::Type::Real:
        return u"a number"_s;
    case Value::Type::Text:
        return u"a text"_s;
    case Value::Type::List:
        return u"a list"_s;
    case Value::Type::Map:
        return u"an object"_s;
    }
    return {};
}

class BaselineReader final
{
public:
    enum class Depth { Setting, Instance }; // what the second level of objects holds

    BaselineReader(const ConfigDocument &document, domain::Platform platform, Depth depth)
        : _document(document)
        , _platform(platform)
        , _depth(depth)
    { }

    Result<Baseline> read()
    {
        if (auto map = expectMap(0, u"an object of plugins"_s); !map)
            return map.error();
        Baseline baseline;
        for (NodeIndex i = _document.node(0).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling) {
            if (_document.node(i).key.trimmed().isEmpty())
                return wrongAt(_document, i, u"a plugin without a name"_s, u"name it or remove it"_s);
            auto plugin = readPlugin(i, baseline.plainSettings);
            if (!plugin)
                return plugin.error();
            baseline.plugins.append(std::move(*plugin));
        }
        return baseline;
    }

private:
    Result<void> expectMap(NodeIndex index, const QString &what) const
    {
        if (_document.node(index).type == Value::Type::Map)
            return {};
        return wrongAt(_document, index,
                       u"expected "_s + what + u", found "_s + typeName(_document.node(index).type),
                       u"write {\"plugin\": {\"setting\": …}}"_s);
    }

    Result<PluginExpectations> readPlugin(NodeIndex index, int &count)
    {
        if (auto map = expectMap(index, u"an object of settings"_s); !map)
            return map.error();
        PluginExpectations plugin{QString::fromUtf8(_document.node(index).key), _platform, {}};
        for (NodeIndex i = _document.node(index).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling) {
            ++count;
            const QByteArray key = _document.node(i).key.toByteArray();
            if (key.isEmpty())
                return wrongAt(_document, i, u"a setting without a name"_s, u"name it or remove it"_s);
            if (_depth == Depth::Setting) {
                addLeaves(plugin, key, 0, i, {});
                continue;
            }
            if (auto map = expectMap(i, u"an object of instances"_s); !map)
                return map.error();
            addInstances(plugin, key, i);
        }
        return plugin;
    }

    void addInstances(PluginExpectations &plugin, const QByteArray &key, NodeIndex index)
    {
        for (NodeIndex i = _document.node(index).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling)
            addLeaves(plugin, key, 0, i, QString::fromUtf8(_document.node(i).key));
    }

    // A map is one setting per value in it; an empty one is a value of its own.
    void addLeaves(PluginExpectations &plugin, const QByteArray &key, int mapKeyLength, NodeIndex index,
                   const QString &instance)
    {
        const auto &node = _document.node(index);
        if (const auto special = specialValue(index)) {
            set(plugin, key, mapKeyLength, *special, instance);
            return;
        }
        if (node.type != Value::Type::Map || node.firstChild == ConfigDocument::noNode) {
            set(plugin, key, mapKeyLength, _document.value(index), instance);
            return;
        }
        const int length = mapKeyLength > 0 ? mapKeyLength : static_cast<int>(key.size());
        for (NodeIndex i = node.firstChild; i != ConfigDocument::noNode; i = _document.node(i).nextSibling)
            addLeaves(plugin, key + '.' + _document.node(i).key.toByteArray(), length, i, instance);
    }

    // What an export writes for what is no plain value.
    std::optional<ExpectedValue> specialValue(NodeIndex index) const
    {
        if (_document.node(index).type != Value::Type::Map)
            return std::nullopt;
        if (_document.child(index, "$not_expected") != ConfigDocument::noNode)
            return NotExpected();
        const NodeIndex secret = _document.child(index, "$secret");
        if (secret == ConfigDocument::noNode || _document.node(secret).type != Value::Type::Map)
            return std::nullopt;
        const auto text = [&](const char *name) {
            const NodeIndex member = _document.child(secret, name);
            return member == ConfigDocument::noNode ? QByteArray()
                                                    : _document.node(member).text.toByteArray();
        };
        const QByteArray hmac = QByteArray::fromHex(text("fingerprint"));
        if (hmac.size() != 32)
            return std::nullopt;
        return SealedSecret{QString::fromUtf8(text("reference")), {hmac}};
    }

    void set(PluginExpectations &plugin, const QByteArray &key, int mapKeyLength, ExpectedValue value,
             const QString &instance)
    {
        if (instance.isEmpty()) {
            plugin.settings.append({key, mapKeyLength, std::move(value), {}, {}});
            return;
        }
        if (plugin.settings.isEmpty() || plugin.settings.last().key != key) {
            for (Setting &setting : plugin.settings) {
                if (setting.key == key) {
                    insert(setting, instance, std::move(value));
                    return;
                }
            }
            plugin.settings.append({key, mapKeyLength, std::nullopt, {}, {}});
        }
        insert(plugin.settings.last(), instance, std::move(value));
    }

    static void insert(Setting &setting, const QString &instance, ExpectedValue value)
    {
        if (instance.endsWith(serverSuffix))
            setting.servers.insert(instance.chopped(serverSuffix.size()), value);
        else
            setting.instances.insert(instance, value);
    }

    const ConfigDocument &_document;
    domain::Platform _platform;
    Depth _depth;
};

Result<Baseline> read(const QByteArray &json, domain::Platform platform, BaselineReader::Depth depth)
{
    const auto document = parseImportJson(json);
    if (!document)
        return document.error();
    return BaselineReader(*document, platform, depth).read();
}

} // namespace

Result<Baseline> readUniversal(const QByteArray &json, domain::Platform platform)
{
    return read(json, platform, BaselineReader::Depth::Setting);
}

Result<Baseline> readVariable(const QByteArray &json, domain::Platform platform)
{
    return read(json, platform, BaselineReader::Depth::Instance);
}

} // namespace archivesmp::expectations
