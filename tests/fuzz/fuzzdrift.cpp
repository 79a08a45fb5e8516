// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzdrift.h"

#include "common/config/configdocument.h"
#include "common/drift/driftdetector.h"
#include "tests/fuzz/promise.h"

#include <QtEndian>

namespace archivesmp::tests {

using namespace config;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

constexpr qsizetype changeSize = 4;
constexpr qsizetype mostChanges = 3;

void addSettings(const ConfigDocument &document, NodeIndex map, const QByteArray &above,
                 QList<expectations::Setting> &settings)
{
    for (NodeIndex i = document.node(map).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const QByteArray key = above + document.node(i).key.toByteArray();
        if (document.node(i).type == Value::Type::Map
            && document.node(i).firstChild != ConfigDocument::noNode)
            addSettings(document, i, key + '.', settings);
        else
            settings.append({key, 0, expectations::ExpectedValue(document.value(i)), {}, {}});
    }
}

// Two bytes where, one how, one what.
QByteArray changed(QByteArray yaml, QByteArrayView changes)
{
    for (; !changes.isEmpty() && !yaml.isEmpty(); changes = changes.sliced(changeSize)) {
        const qsizetype at = qFromLittleEndian<quint16>(changes.data()) % yaml.size();
        const qsizetype line = yaml.lastIndexOf('\n', at) + 1;
        const qsizetype end = yaml.indexOf('\n', at) + 1;
        switch (changes[2] & 7) {
        case 0:
        case 1:
            yaml.insert(at, changes[3]);
            break;
        case 2:
        case 3:
            yaml.remove(at, 1);
            break;
        case 4:
            yaml[at] = changes[3];
            break;
        case 5: // a line once more
            yaml.insert(line, yaml.mid(line, end > 0 ? end - line : -1));
            break;
        case 6: // a line less
            yaml.remove(line, end > 0 ? end - line : yaml.size() - line);
            break;
        case 7:
            yaml.replace('\n', "\r\n");
            break;
        }
    }
    return yaml;
}

} // namespace

void fuzzDrift(const QByteArray &input)
{
    constexpr qsizetype changes = changeSize * mostChanges;
    if (input.size() <= changes)
        return;
    const QByteArray yaml = input.chopped(changes);
    const auto document = parse(yaml, Format::Yaml, pluginFileLimits);
    if (!document || document->node(0).type != Value::Type::Map || document->nodes().size() > 2000)
        return;
    expectations::ExpectationSet::Contents contents;
    contents.plugins.append({QStringLiteral("Plugin"), domain::Platform::Unknown, {}});
    QList<expectations::Setting> &settings = contents.plugins.first().settings;
    addSettings(*document, 0, {}, settings);
    const expectations::ExpectationSet set(contents);
    drift::PluginResolution resolution;
    resolution.files.push_back({"config", "config.yml", {}});
    for (int i = 0; i < set.plugins().first().settings.size(); ++i)
        resolution.files.front().entries.push_back({i, set.plugins().first().settings.at(i).key});
    drift::DriftDetector detector(set, set.plugins().first(), resolution, {});
    const domain::InstanceRef here{QStringLiteral("server"), QStringLiteral("ONE01")};
    const QString path = QStringLiteral("config.yml");

    for (const QByteArray &text : {yaml, changed(yaml, QByteArrayView(input).last(changes)), yaml}) {
        const auto swept = detector.sweep(here, 0, path, text);
        if (!swept)
            continue;
        const auto missing = detector.traces(0).missing;
        const auto whole = parse(text, Format::Yaml, pluginFileLimits);
        require(whole.has_value(), "what was swept can be read");
        require(detector.compare(here, 0, path, *whole) == swept->findings, "both find the same");
        require(detector.traces(0).missing == missing, "both miss the same");
    }
}

} // namespace archivesmp::tests
