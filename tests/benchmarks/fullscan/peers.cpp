// SPDX-License-Identifier: GPL-3.0-or-later
// The contenders of a full scan in one process, in turns: bare libyaml events and yaml-cpp nodes through one
// small comparison by (path hash, value), the scan of this project, and the floors below all of them.
#include "tests/benchmarks/contender.h"
#include "tests/benchmarks/floors.h"

#include "common/config/yaml/yamlscalar.h"
#include "common/core/clock.h"
#include "common/drift/plugincheck.h"
#include "common/expectations/importer.h"
#include "common/scan/configfiles.h"
#include "common/scan/scanrequest.h"

#include <yaml-cpp/yaml.h>
#include <yaml.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <unordered_map>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

constexpr int quickRounds = 30;
constexpr int slowRounds = 5;

quint64 mixed(quint64 hash, std::string_view part)
{
    return (hash ^ std::hash<std::string_view>()(part)) * 0x9e3779b97f4a7c15U + 1;
}

// What is expected of one file: the path's hash → the setting's place in the list.
struct ExpectedFile
{
    std::unordered_map<quint64, int> entries;
    std::vector<int> settings;
};

// Counts what differs while a parser feeds it with paths and values.
class Comparison final
{
public:
    Comparison(const expectations::ExpectationSet &set, const expectations::PluginExpectations &plugin,
               const domain::InstanceRef &instance, const ExpectedFile &file)
        : _set(set)
        , _plugin(plugin)
        , _instance(instance)
        , _file(file)
        , _seen(file.settings.size())
    { }

    void take(quint64 path, std::string_view text)
    {
        const auto found = _file.entries.find(path);
        if (found == _file.entries.end())
            return;
        _seen[static_cast<size_t>(found->second)] = true;
        const auto wanted = valueOf(found->second);
        if (wanted && *wanted != QByteArrayView(text.data(), static_cast<qsizetype>(text.size())))
            ++differences;
    }

    void finish()
    {
        for (size_t i = 0; i < _seen.size(); ++i)
            differences += !_seen[i] && valueOf(static_cast<int>(i)).has_value();
    }

    qint64 differences = 0;

private:
    std::optional<QByteArray> valueOf(int entry) const
    {
        const auto &setting = _plugin.settings.at(_file.settings[static_cast<size_t>(entry)]);
        const auto value = expectations::effectiveValue(setting, _instance, _set.aliases());
        const auto *plain = value ? std::get_if<Value>(value->value) : nullptr;
        return plain != nullptr && plain->isScalar() ? std::optional(plain->toPlainText()) : std::nullopt;
    }

    const expectations::ExpectationSet &_set;
    const expectations::PluginExpectations &_plugin;
    const domain::InstanceRef &_instance;
    const ExpectedFile &_file;
    std::vector<bool> _seen;
};

void byEvents(const QByteArray &bytes, Comparison &out)
{
    struct Level
    {
        bool isMap;
        bool hasKey;
        quint64 path;
    };
    std::vector<Level> levels;
    quint64 path = 0;
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char *>(bytes.data()),
                                 static_cast<size_t>(bytes.size()));
    for (bool more = true; more;) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event) == 0)
            break;
        switch (event.type) {
        case YAML_SCALAR_EVENT: {
            const std::string_view text(reinterpret_cast<const char *>(event.data.scalar.value),
                                        event.data.scalar.length);
            if (!levels.empty() && levels.back().isMap && !levels.back().hasKey) {
                levels.back().hasKey = true;
                path = mixed(levels.back().path, text);
                break;
            }
            if (!levels.empty() && levels.back().isMap) {
                out.take(path, text);
                levels.back().hasKey = false;
            }
            break;
        }
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            levels.push_back({event.type == YAML_MAPPING_START_EVENT, false,
                              levels.empty() ? 0 : mixed(path, levels.back().isMap ? "" : "-")});
            if (levels.size() > 1 && levels[levels.size() - 2].isMap)
                levels.back().path = path;
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            levels.pop_back();
            if (!levels.empty())
                levels.back().hasKey = false;
            break;
        case YAML_STREAM_END_EVENT:
            more = false;
            break;
        default:
            break;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

void walkNodes(const YAML::Node &map, quint64 path, Comparison &out)
{
    for (const auto &entry : map) {
        if (!entry.first.IsScalar())
            continue;
        const quint64 below = mixed(path, entry.first.Scalar());
        if (entry.second.IsMap())
            walkNodes(entry.second, below, out);
        else if (entry.second.IsScalar())
            out.take(below, entry.second.Scalar());
    }
}

void byNodes(const QByteArray &bytes, Comparison &out)
{
    try {
        const YAML::Node root = YAML::Load(std::string(bytes.constData(), static_cast<size_t>(bytes.size())));
        if (root.IsMap())
            walkNodes(root, 0, out);
    } catch (const YAML::Exception &) {
        ++out.differences;
    }
}

using Parser = void (*)(const QByteArray &, Comparison &);

QByteArray stemOf(const QByteArray &key, const QHash<QByteArray, QByteArray> &stems)
{
    for (qsizetype end = key.size(); end > 0; end = key.lastIndexOf('.', end - 1)) {
        if (stems.contains(key.first(end)))
            return key.first(end);
    }
    return "config";
}

class PeerScan final
{
public:
    PeerScan(const expectations::ExpectationSet &set, const QList<scan::InstanceFolder> &folders,
             Parser parser)
        : _set(set)
        , _folders(folders)
        , _parser(parser)
    { }

    qint64 run()
    {
        const drift::PluginNames names(_set);
        std::vector<std::pair<scan::SafeFolder, scan::InstanceInventory>> instances;
        for (const scan::InstanceFolder &folder : _folders) {
            auto game = scan::SafeFolder::open(folder.path);
            auto inventory = scan::takeInventory(*game, folder.instance, names, _set.aliases(),
                                                 scan::JarHashing::NoJars);
            instances.emplace_back(std::move(*game), std::move(*inventory));
        }
        for (const auto &plugin : _set.plugins())
            scanPlugin(plugin, instances);
        return _differences;
    }

private:
    void scanPlugin(const expectations::PluginExpectations &plugin, const auto &instances)
    {
        const QSet<QByteArray> wanted = scan::wantedFolders(plugin);
        std::vector<scan::ConfigFiles> files;
        QHash<QByteArray, QByteArray> stems;
        for (const auto &[game, inventory] : instances) {
            const bool isHere = inventory.present.contains(plugin.plugin);
            files.push_back(isHere ? scan::findConfigFiles(game, inventory.foldersOf(plugin.plugin), wanted)
                                   : scan::ConfigFiles());
            stems.insert(files.back().names);
        }
        std::unordered_map<std::string, ExpectedFile> expected;
        for (int i = 0; i < plugin.settings.size(); ++i)
            addSetting(plugin.settings.at(i).key, i, stems, expected);
        for (size_t i = 0; i < instances.size(); ++i)
            scanFiles(plugin, _folders.at(static_cast<qsizetype>(i)).instance, instances[i].first, files[i],
                      expected);
    }

    static void addSetting(const QByteArray &key, int setting, const QHash<QByteArray, QByteArray> &stems,
                           std::unordered_map<std::string, ExpectedFile> &expected)
    {
        const QByteArray stem = stemOf(key, stems);
        const bool isBelow = key.startsWith(stem) && key.size() > stem.size() && key[stem.size()] == '.';
        ExpectedFile &file = expected[stem.toStdString()];
        quint64 path = 0;
        for (const QByteArray &part : (isBelow ? key.mid(stem.size() + 1) : key).split('.'))
            path = mixed(path, std::string_view(part.constData(), static_cast<size_t>(part.size())));
        file.entries.emplace(path, static_cast<int>(file.settings.size()));
        file.settings.push_back(setting);
    }

    void scanFiles(const expectations::PluginExpectations &plugin, const domain::InstanceRef &instance,
                   const scan::SafeFolder &game, const scan::ConfigFiles &files,
                   const std::unordered_map<std::string, ExpectedFile> &expected)
    {
        for (const auto &[stem, file] : expected) {
            const QByteArray path = files.pathOf(QByteArray::fromStdString(stem));
            if (path.isEmpty())
                continue;
            const auto bytes = game.read(path, config::ParseLimits().bytes);
            if (!bytes)
                continue;
            Comparison comparison(_set, plugin, instance, file);
            _parser(*bytes, comparison);
            comparison.finish();
            _differences += comparison.differences;
        }
    }

    const expectations::ExpectationSet &_set;
    const QList<scan::InstanceFolder> &_folders;
    Parser _parser;
    qint64 _differences = 0;
};

qint64 ownScan(const QList<scan::InstanceFolder> &folders,
               const std::shared_ptr<const expectations::ExpectationSet> &set, int threads)
{
    scan::ScanOptions options;
    options.expectations = set;
    options.fleetKey = QByteArray(32, 'k');
    options.startedAt = QDateTime::currentDateTimeUtc();
    options.jarHashing = scan::JarHashing::Skip;
    options.previews = 0;
    options.threads = threads;
    const auto report = scan::scanFleet(folders, options);
    qint64 count = 0;
    for (const auto &one : report->reports)
        count += one.findings.size();
    return count;
}

// Of the processor's time; only what two threads gain shows in the wall's. By the best round of each, and by
// the median of all rounds.
void showRatio(const char *name, const tests::Contender &one, const tests::Contender &other, const char *goal)
{
    std::printf("%-30s %6.2f by the best, %6.2f by the median (goal %s)\n", name, one.cpu / other.cpu,
                tests::medianRatio(one, other, &tests::Contender::cpus), goal);
}

void showGoals(const std::vector<tests::Contender> &quick, const std::vector<tests::Contender> &threads,
               const std::vector<tests::Contender> &slow)
{
    showRatio("scan / reading configuration", quick[3], quick[1], "none");
    showRatio("scan / reading", quick[3], quick[2], "at most 5");
    showRatio("libyaml / scan", slow[1], slow[0], "3");
    showRatio("yaml-cpp / scan", slow[2], slow[0], "20");
    std::printf("%-30s %6.2f by the best, %6.2f by the median (goal 1.8)\n", "one / two threads",
                threads[0].wall / threads[1].wall, tests::medianRatio(threads[0], threads[1]));
}

} // namespace

int main(int argc, char **argv)
{
    keepTimeZone();
    if (argc < 3 || argc > 5) {
        std::fprintf(stderr,
                     "usage: archivesmp-scanpeers FLEET EXPECTATIONS [ROUNDS [THREADS]]\n"
                     "With ROUNDS only the scan is run, for a profiler to look at.\n");
        return 1;
    }
    const QString fleet = QString::fromLocal8Bit(argv[1]);
    const auto sources = expectations::readImportFolder(QString::fromLocal8Bit(argv[2]));
    const auto folders = scan::findInstances(fleet, {});
    if (!sources || !folders)
        return 1;
    const auto outcome = expectations::importExpectations(*sources);
    if (!outcome)
        return 1;
    const auto set = std::make_shared<const expectations::ExpectationSet>(outcome->set);
    if (argc > 3) {
        const int threads = argc > 4 ? QByteArray(argv[4]).toInt() : 1;
        std::vector<tests::Contender> alone{
            {"the scan", [&] { return ownScan(folders->instances, set, threads); }}};
        tests::measureInTurns(alone, QByteArray(argv[3]).toInt());
        tests::show(alone, {});
        return 0;
    }
    const auto oneThread = [&] { return ownScan(folders->instances, set, 1); };
    const auto twoThreads = [&] { return ownScan(folders->instances, set, 2); };
    std::vector<tests::Contender> quick{
        {"walk and stat", [&] { return tests::walkAndStat(argv[1]); }},
        {"read every configuration file", [&] { return tests::readAll(argv[1], tests::Hashing::None); }},
        {"read them and every JAR",
         [&] { return tests::readAll(argv[1], tests::Hashing::None, tests::Files::WithJars); }},
        {"the scan, one thread", oneThread},
    };
    // Each right behind one of its kind: a core that was not in use comes up slowly.
    std::vector<tests::Contender> threads{
        {"one thread again", oneThread, [&] { (void)oneThread(); }},
        {"the scan, two threads", twoThreads, [&] { (void)twoThreads(); }},
    };
    std::vector<tests::Contender> slow{
        {"the scan, one thread", oneThread},
        {"libyaml events", [&] { return PeerScan(*set, folders->instances, byEvents).run(); }},
        {"yaml-cpp nodes", [&] { return PeerScan(*set, folders->instances, byNodes).run(); }},
    };
    tests::measureInTurns(quick, quickRounds);
    tests::measureInTurns(threads, quickRounds);
    tests::measureInTurns(slow, slowRounds);
    tests::show(quick, {1, 2});
    tests::show(threads, {0});
    tests::show(slow, {0});
    showGoals(quick, threads, slow);
    return 0;
}
