// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/aliasreader.h"

#include "common/expectations/importjson.h"

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

const QString remedy = u"write {\"instances\": {\"name in the files\": \"instance\"}, \"plugins\": {…}}"_s;

Result<QMap<QString, QString>> readNames(const ConfigDocument &document, NodeIndex map)
{
    if (document.node(map).type != Value::Type::Map)
        return wrongAt(document, map, u"expected an object of names"_s, remedy);
    QMap<QString, QString> names;
    for (NodeIndex i = document.node(map).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const auto &node = document.node(i);
        if (node.type != Value::Type::Text || node.text.isEmpty())
            return wrongAt(document, i, u"expected a name"_s, remedy);
        names.insert(QString::fromUtf8(node.key), QString::fromUtf8(node.text));
    }
    return names;
}

} // namespace

Result<AliasTable> readAliases(const QByteArray &json)
{
    const auto document = parseImportJson(json);
    if (!document)
        return document.error();
    if (document->node(0).type != Value::Type::Map)
        return wrongAt(*document, 0, u"expected an object"_s, remedy);
    AliasTable table;
    for (NodeIndex i = document->node(0).firstChild; i != ConfigDocument::noNode;
         i = document->node(i).nextSibling) {
        auto names = readNames(*document, i);
        if (!names)
            return names.error();
        if (document->node(i).key == "instances")
            table.instances = std::move(*names);
        else if (document->node(i).key == "plugins")
            table.plugins = std::move(*names);
        else
            return wrongAt(*document, i, u"neither instances nor plugins"_s, remedy);
    }
    return table;
}

} // namespace archivesmp::expectations
