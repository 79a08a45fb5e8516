// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/joinedsettings.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using expectations::ExpectedValue;
using expectations::PluginExpectations;
using expectations::Setting;
using Entry = ResolvedFile::Entry;

namespace {

constexpr qsizetype mostExamples = 3;

using Values = QMap<QString, ExpectedValue>;

bool areSame(const ExpectedValue &a, const ExpectedValue &b)
{
    // One secret may be kept under two references.
    const auto *one = std::get_if<expectations::SealedSecret>(&a);
    const auto *other = std::get_if<expectations::SealedSecret>(&b);
    return one != nullptr && other != nullptr ? one->fingerprint == other->fingerprint : a == b;
}

// Whether none of them is another one there already.
bool addMissing(Values &to, const Values &from)
{
    bool agree = true;
    for (auto it = from.begin(); it != from.end(); ++it) {
        const auto known = to.constFind(it.key());
        if (known == to.constEnd())
            to.insert(it.key(), *it);
        else
            agree = agree && areSame(*known, *it);
    }
    return agree;
}

class Joining final
{
public:
    explicit Joining(const PluginExpectations &plugin)
        : _plugin(plugin)
    { }

    void join(ResolvedFile &file)
    {
        // The settings of a plugin are unique: two can meet only where one names the file and one does not.
        const auto naming = std::count_if(file.entries.begin(), file.entries.end(),
                                          [this](const Entry &entry) { return namesItsFile(entry); });
        if (naming == 0 || static_cast<size_t>(naming) == file.entries.size())
            return;
        QHash<QByteArrayView, Entry> exactly;
        for (const Entry &entry : file.entries) {
            if (namesItsFile(entry))
                exactly.insert(entry.dotted, entry);
        }
        const auto isTaken = [&](const Entry &entry) {
            const auto exact = namesItsFile(entry) ? exactly.constEnd() : exactly.constFind(entry.dotted);
            if (exact == exactly.constEnd())
                return false;
            takeInto(exact->setting, entry.setting);
            return true;
        };
        file.entries.erase(std::remove_if(file.entries.begin(), file.entries.end(), isTaken),
                           file.entries.end());
    }

    // Those that did not agree.
    [[nodiscard]] const domain::UnresolvedKeys &contested() const { return _contested; }

    std::unique_ptr<const PluginExpectations> joined() { return std::move(_joined); }

private:
    [[nodiscard]] bool namesItsFile(const Entry &entry) const
    {
        return _plugin.settings.at(entry.setting).key.size() != entry.dotted.size();
    }

    void takeInto(int setting, int other)
    {
        if (!_joined)
            _joined = std::make_unique<PluginExpectations>(_plugin);
        Setting &into = _joined->settings[setting];
        const Setting &from = _plugin.settings.at(other);
        bool agree = !into.universal || !from.universal || areSame(*into.universal, *from.universal);
        if (!into.universal)
            into.universal = from.universal;
        agree = addMissing(into.servers, from.servers) && agree;
        agree = addMissing(into.instances, from.instances) && agree;
        if (agree)
            return;
        ++_contested.settings;
        if (_contested.examples.size() < mostExamples)
            _contested.examples.append(QString::fromUtf8(into.key + " and " + from.key));
    }

    const PluginExpectations &_plugin;
    std::unique_ptr<PluginExpectations> _joined;
    domain::UnresolvedKeys _contested{_plugin.plugin, domain::twoValuesReason, 0, {}};
};

} // namespace

std::unique_ptr<const PluginExpectations> joinedSettings(const PluginExpectations &plugin,
                                                         PluginResolution &resolution)
{
    Joining joining(plugin);
    for (ResolvedFile &file : resolution.files)
        joining.join(file);
    if (joining.contested().settings > 0)
        resolution.unresolved.append(joining.contested());
    return joining.joined();
}

} // namespace archivesmp::drift
