// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importer.h"

#include "common/expectations/aliasreader.h"
#include "common/expectations/baselinereader.h"
#include "common/expectations/importdoctor.h"
#include "common/expectations/secretclassifier.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

using Content = ImportSource::Content;
using PluginKey = std::pair<QString, domain::Platform>;

int valueCount(const Baseline &baseline)
{
    int count = 0;
    for (const PluginExpectations &plugin : baseline.plugins) {
        for (const Setting &setting : plugin.settings)
            count += setting.universal ? 1 : static_cast<int>(setting.instances.size());
    }
    return count;
}

class Import final
{
public:
    explicit Import(const ImportSources &sources)
        : _sources(sources)
    {
        _contents.aliases = sources.aliases;
    }

    Result<ImportOutcome> run()
    {
        for (const ImportSource &source : _sources.files) {
            if (auto read = readSource(source); !read)
                return read.error().inFile(source.name);
        }
        decideMatrix();
        for (auto it = _settings.begin(); it != _settings.end(); ++it)
            _contents.plugins.append({it.key().first, it.key().second, it->values()});
        describe();
        return ImportOutcome{ExpectationSet(std::move(_contents)), std::move(_report), std::move(_rules)};
    }

private:
    Result<void> readSource(const ImportSource &source)
    {
        switch (source.content) {
        case Content::Universal:
            return addBaseline(source, readUniversal(source.bytes, source.platform));
        case Content::Variable:
            return addBaseline(source, readVariable(source.bytes, source.platform));
        case Content::Matrix:
            return addMatrix(source);
        case Content::Aliases:
            return addAliases(source);
        case Content::Rules:
            return addRules(source);
        }
        return {};
    }

    Result<void> addBaseline(const ImportSource &source, Result<Baseline> baseline)
    {
        if (!baseline)
            return baseline.error();
        const bool universal = source.content == Content::Universal;
        const auto plugins = static_cast<int>(baseline->plugins.size());
        _report.files.append(
            {source.name, universal ? u"universal"_s : u"variable"_s,
             source.platform == domain::Platform::Unknown ? QString() : domain::nameOf(source.platform),
             plugins, baseline->plainSettings, valueCount(*baseline)});
        (universal ? _report.universalPlugins : _report.variablePlugins) += plugins;
        (universal ? _report.universalSettings : _report.variableSettings) += baseline->plainSettings;
        if (!universal)
            _variable.append(baseline->plugins);
        for (PluginExpectations &plugin : baseline->plugins) {
            auto &settings = _settings[{plugin.plugin, plugin.platform}];
            for (Setting &setting : plugin.settings)
                merge(settings, setting);
        }
        return {};
    }

    static void merge(QMap<QByteArray, Setting> &settings, Setting &setting)
    {
        const auto known = settings.find(setting.key);
        if (known == settings.end()) {
            settings.insert(setting.key, setting);
            return;
        }
        if (setting.universal)
            known->universal = std::move(setting.universal);
        known->servers.insert(setting.servers);
        known->instances.insert(setting.instances);
        known->mapKeyLength = std::max(known->mapKeyLength, setting.mapKeyLength);
    }

    Result<void> addMatrix(const ImportSource &source)
    {
        auto parsed = parseMatrix(source.bytes);
        if (!parsed)
            return parsed.error();
        if (!_contents.matrix.isEmpty())
            return Error{ErrorCode::InvalidInput, u"there is a deployment matrix already"_s, {}, 0, 0, {},
                         u"import one only"_s};
        _contents.matrix = std::move(parsed->matrix);
        _report.matrixPlugins = parsed->rowCount;
        _report.matrixInstances = static_cast<int>(_contents.matrix.instances.size());
        _report.matrixRequired = _contents.matrix.required();
        _report.matrixRepeated = parsed->repeated;
        _report.files.append({source.name,
                              u"matrix"_s,
                              {},
                              _report.matrixPlugins,
                              0,
                              _report.matrixPlugins * _report.matrixInstances});
        return {};
    }

    Result<void> addAliases(const ImportSource &source)
    {
        const auto aliases = readAliases(source.bytes);
        if (!aliases)
            return aliases.error();
        _contents.aliases.instances.insert(aliases->instances);
        _contents.aliases.plugins.insert(aliases->plugins);
        return {};
    }

    Result<void> addRules(const ImportSource &source)
    {
        auto rules = readRules(source.bytes, source.name);
        if (!rules)
            return rules.error();
        if (_rules)
            return Error{ErrorCode::InvalidInput, u"there is a file of rules already"_s, {}, 0, 0, {},
                         u"import one only"_s};
        _report.files.append({source.name, u"rules"_s, {}, 0, static_cast<int>(rules->rules.size()), 0});
        _report.rules = static_cast<int>(rules->rules.size());
        _report.packsOff = rules->packsOff;
        _rules = std::move(*rules);
        return {};
    }

    void decideMatrix()
    {
        _contents.matrixAccepted = !_contents.matrix.isEmpty() && _contents.matrix.isPlausible();
        if (_contents.matrix.isEmpty() || _contents.matrixAccepted)
            return;
        _report.matrixQuestion
            = u"the matrix is not taken as truth: it requires %1 of %2 plugin places, so that nearly everything that is installed would be unexpected. Build it from a scan instead?"_s
                  .arg(_report.matrixRequired)
                  .arg(_report.matrixPlugins * _report.matrixInstances);
    }

    void describe()
    {
        QSet<QString> instances;
        for (const PluginExpectations &plugin : std::as_const(_contents.plugins)) {
            for (const Setting &setting : plugin.settings) {
                describeSetting(plugin.plugin, setting);
                for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it)
                    instances.insert(it.key());
            }
        }
        _report.plugins = static_cast<int>(_contents.plugins.size());
        _report.variableInstances = QStringList(instances.begin(), instances.end());
        _report.variableInstances.sort();
        if (_contents.matrix.isEmpty())
            return;
        const QStringList known = _contents.matrix.instances + _contents.aliases.instances.keys();
        _report.unknownInstances = findUnknownInstances(_variable, known);
        for (const PluginExpectations &plugin : std::as_const(_contents.plugins)) {
            const auto hasRow = [&](const MatrixRow &row) { return row.plugin == plugin.plugin; };
            if (std::none_of(_contents.matrix.rows.begin(), _contents.matrix.rows.end(), hasRow))
                _report.notInMatrix.append(plugin.plugin);
        }
    }

    void describeSetting(const QString &plugin, const Setting &setting)
    {
        if (setting.universal && !setting.instances.isEmpty())
            _report.conflicts.append({plugin, QString::fromUtf8(setting.key), setting.instances.keys()});
        examine(plugin, setting, _report);
    }

    const ImportSources &_sources;
    ExpectationSet::Contents _contents;
    ImportReport _report;
    std::optional<RuleFile> _rules;
    QMap<PluginKey, QMap<QByteArray, Setting>> _settings;
    QList<PluginExpectations> _variable;
};

} // namespace

Result<ImportOutcome> importExpectations(const ImportSources &sources)
{
    return Import(sources).run();
}

} // namespace archivesmp::expectations
