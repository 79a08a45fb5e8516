// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzztargets.h"

#include "common/config/configdocument.h"
#include "common/config/surgicaleditor.h"
#include "common/config/yaml/yamlparser.h"
#include "common/expectations/deploymentmatrix.h"
#include "common/expectations/importer.h"
#include "common/expectations/rulepattern.h"
#include "common/expectations/rulereader.h"
#include "common/scan/contenthash.h"
#include "common/scan/scancache.h"
#include "common/scan/storedresults.h"

#include "tests/common/config/randomdocuments.h"
#include "tests/common/config/sweptlines.h"
#include "tests/fuzz/fuzzdrift.h"
#include "tests/fuzz/promise.h"

#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace archivesmp::tests {

using namespace config;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

// Every node is reached once, in the order of the list, and its place lies inside the source.
void checkTree(const ConfigDocument &document)
{
    const auto size = static_cast<quint32>(document.source().size());
    size_t reached = 1;
    for (NodeIndex i = 0; i < document.nodes().size(); ++i) {
        const ConfigDocument::Node &node = document.node(i);
        require(node.begin <= node.end && node.end <= size, "a value's place lies in the source");
        require(node.keyBegin <= node.keyEnd && node.keyEnd <= size, "a key's place lies in the source");
        for (NodeIndex child = node.firstChild; child != ConfigDocument::noNode;
             child = document.node(child).nextSibling) {
            require(child > i && document.node(child).parent == i, "children stand behind their parent");
            ++reached;
        }
    }
    require(reached == document.nodes().size(), "every node is in the tree");
    (void)document.value(0).canonical();
}

bool sameNodes(const ConfigDocument &a, const ConfigDocument &b)
{
    const auto same = [](const ConfigDocument::Node &x, const ConfigDocument::Node &y) {
        return x.type == y.type && x.style == y.style && x.fromAlias == y.fromAlias && x.parent == y.parent
            && x.firstChild == y.firstChild && x.nextSibling == y.nextSibling && x.key == y.key
            && x.text == y.text && x.keyBegin == y.keyBegin && x.keyEnd == y.keyEnd && x.begin == y.begin
            && x.end == y.end && x.line == y.line && x.column == y.column;
    };
    return std::equal(a.nodes().begin(), a.nodes().end(), b.nodes().begin(), b.nodes().end(), same)
        && a.problems().size() == b.problems().size();
}

void checkPaths(const ConfigDocument &document)
{
    const auto count = static_cast<NodeIndex>(document.nodes().size());
    for (NodeIndex i = 0; i < count; i += 1 + count / 16)
        require(document.find(document.pathOf(i)) == i, "a path leads to where it came from");
}

template <Format format>
void fuzzParser(const QByteArray &input)
{
    for (const JsonDialect dialect : {JsonDialect::Strict, JsonDialect::Lenient}) {
        const auto document = parse(input, format, {.json = dialect});
        if (document) {
            checkTree(*document);
            checkPaths(*document);
        } else {
            require(!document.error().message.isEmpty(), "an error says what is wrong");
        }
        if (format != Format::Json)
            return;
    }
}

// The scanner may leave a document to libyaml, but never sees another one than libyaml does.
void fuzzScanner(const QByteArray &input)
{
    const auto whole = parse(input, Format::Yaml);
    const auto slow = parseYamlByEvents(input, {});
    require(whole.has_value() == slow.has_value(), "both read it, or neither");
    if (slow)
        require(sameNodes(*whole, *slow), "both see the same document");
    else
        require(whole.error() == slow.error(), "both say the same");
}

// A sweep may refuse, but what it tells is what stands in the document.
void fuzzSweep(const QByteArray &input)
{
    SweptLines swept;
    if (!sweepBlockYaml(input, swept))
        return;
    const auto document = parse(input, Format::Yaml);
    require(document.has_value() && document->problems().isEmpty(), "what was swept can be read");
    SweptLines told;
    told.tell(*document);
    require(swept.lines == told.lines, "a sweep tells what the document tells");
}

// Whatever stands behind a right beginning and before a right checksum: no cache, or one that can be used.
void fuzzCache(const QByteArray &input)
{
    static const QByteArray empty = scan::ScanCache().toBytes();
    const qsizetype begin = empty.indexOf('\n', empty.indexOf('\n') + 1) + 1;
    QByteArray bytes = empty.first(begin) + input;
    bytes += scan::contentHash(bytes, 0);
    if (const auto cache = scan::ScanCache::fromBytes(bytes))
        require(scan::ScanCache::fromBytes((*cache)->toBytes()).has_value(), "a cache can be written again");
    if (const auto outcome = scan::fileOutcomeFrom(input, {}))
        require(scan::fileOutcomeFrom(toBytes(*outcome), {}).has_value(), "so can a file's result");
    if (const auto report = scan::fleetReportFrom(input, {}))
        require(scan::fleetReportFrom(toBytes(*report), {}).has_value(), "and a fleet's");
    (void)scan::votesFrom(input);
}

// Four bytes of seed and one of format, then the document.
void fuzzEditor(const QByteArray &input)
{
    static constexpr std::array formats{Format::Yaml, Format::Json, Format::Toml, Format::Properties,
                                        Format::Hocon};
    if (input.size() < 5)
        return;
    const Format format = formats.at(static_cast<unsigned char>(input.at(4)) % formats.size());
    const QByteArray source = input.sliced(5);
    const auto document = parse(source, format, pluginFileLimits);
    if (!document)
        return;
    RandomDocuments random(qFromLittleEndian<quint32>(input.constData()));
    const auto index = static_cast<NodeIndex>(random.below(static_cast<int>(document->nodes().size())));
    KeyPath path = document->pathOf(index);
    if (random.once(3))
        path = path.child(random.key());
    const Edit edit{path, random.once(5) ? Edit::Action::Remove : Edit::Action::Set,
                    random.anyValue(format, 2)};

    const auto edited = applyEdits(source, format, {edit});

    if (!edited)
        return;
    const auto after = parse(*edited, format, pluginFileLimits);
    require(after.has_value(), "an edited document can be read");
    if (edit.action == Edit::Action::Set) {
        const Value wanted
            = format == Format::Properties ? Value::text(edit.value.toPlainText()) : edit.value;
        require(after->find(path) != ConfigDocument::noNode, "an edited value is there");
        require(after->value(after->find(path)) == wanted, "an edited value is the wanted one");
    }
}

// A matrix has a cell for each of its instances in every row, and no plugin twice.
void fuzzMatrix(const QByteArray &input)
{
    const auto parsed = expectations::parseMatrix(input);
    if (!parsed) {
        require(!parsed.error().message.isEmpty(), "an error says what is wrong");
        return;
    }
    QSet<QString> plugins;
    for (const expectations::MatrixRow &row : parsed->matrix.rows) {
        require(row.cells.size() == parsed->matrix.instances.size(), "a row has a cell for each instance");
        require(!plugins.contains(row.plugin + u'/' + row.type), "a plugin has one row");
        plugins.insert(row.plugin + u'/' + row.type);
    }
    require(parsed->rowCount >= parsed->matrix.rows.size(), "rows come from the file");
}

// What the first byte says is imported. An import that is accepted can be written down and read again.
void fuzzRules(const QByteArray &input)
{
    const QString name = QStringLiteral("fuzzed");
    const auto file = expectations::readRules(input, name);
    if (!file) {
        require(!file.error().message.isEmpty(), "an error says what is wrong");
        require(file.error().file == name, "an error says where");
        return;
    }
    const auto set = expectations::ExpectationSet().withRules(file->rules);
    const auto again = expectations::ExpectationSet::fromJson(set.toJson());
    require(again.has_value() && *again == set, "rules survive being written down");
    domain::Finding finding;
    finding.instance = {QStringLiteral("ovh"), QStringLiteral("BENT01")};
    finding.plugin = QStringLiteral("Warps*");
    finding.file = QStringLiteral("plugins/Warps/config.yml");
    finding.key = KeyPath({"a.b", "*", "c"});
    const domain::RuleScope own = expectations::scopeOf(finding, expectations::Reach::ThisInstance);
    for (const domain::Rule &each : file->rules) {
        domain::Rule rule = each;
        (void)expectations::RulePattern(rule).fits(finding);
        rule.scope = own;
        require(expectations::RulePattern(rule).fits(finding), "a finding's own scope fits it");
    }
}

void fuzzImport(const QByteArray &input)
{
    using expectations::ImportSource;
    static constexpr std::array contents{ImportSource::Content::Universal, ImportSource::Content::Variable,
                                         ImportSource::Content::Matrix, ImportSource::Content::Aliases};
    if (input.isEmpty())
        return;
    expectations::ImportSources sources;
    sources.files.append({contents.at(static_cast<unsigned char>(input.front()) % contents.size()),
                          domain::Platform::Paper, QStringLiteral("fuzzed"), input.sliced(1)});
    const auto outcome = expectations::importExpectations(sources);
    if (!outcome) {
        require(!outcome.error().message.isEmpty(), "an error says what is wrong");
        return;
    }
    const auto again = expectations::ExpectationSet::fromJson(outcome->set.toJson());
    require(again.has_value() && *again == outcome->set, "what was imported survives being written down");
}

constexpr std::array targets{
    FuzzTarget{"yaml", fuzzParser<Format::Yaml>},
    FuzzTarget{"scanner", fuzzScanner},
    FuzzTarget{"sweep", fuzzSweep},
    FuzzTarget{"drift", fuzzDrift},
    FuzzTarget{"cache", fuzzCache},
    FuzzTarget{"json", fuzzParser<Format::Json>},
    FuzzTarget{"toml", fuzzParser<Format::Toml>},
    FuzzTarget{"properties", fuzzParser<Format::Properties>},
    FuzzTarget{"hocon", fuzzParser<Format::Hocon>},
    FuzzTarget{"matrix", fuzzMatrix},
    FuzzTarget{"import", fuzzImport},
    FuzzTarget{"rules", fuzzRules},
    FuzzTarget{"editor", fuzzEditor},
};

} // namespace

std::span<const FuzzTarget> fuzzTargets()
{
    return targets;
}

} // namespace archivesmp::tests
