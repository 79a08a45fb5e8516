// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/healthgate.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <array>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using domain::InstanceState;
using instances::AmpStatus;
using instances::ConsoleLine;

namespace {

// Paper, Spigot, Velocity and Geyser, in this order.
constexpr std::array failures{"Could not load"_L1,
                              "Error occurred while enabling"_L1,
                              "Ambiguous plugin name"_L1,
                              "Error initializing plugin"_L1,
                              "Disabling"_L1,
                              "Unable to load plugin"_L1,
                              "Can't create plugin"_L1,
                              "Failed to load plugin"_L1,
                              "Error loading extension"_L1,
                              "Could not load extension"_L1};

// How often a start may be seen as "stopped" before it counts.
constexpr int stoppedSightings = 10;

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-';
}

// "Alpha" is in "enabling Alpha v2", and not in "enabling AlphaPlus v2".
bool holdsWord(const QString &line, const QString &word)
{
    for (qsizetype at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
        const qsizetype end = at + word.size();
        const bool begins = at == 0 || !isWordCharacter(line.at(at - 1));
        if (begins && (end == line.size() || !isWordCharacter(line.at(end))))
            return true;
    }
    return false;
}

// What has been seen so far.
class Watch final
{
public:
    Watch(const GateSubject &subject, const HealthLimits &limits, std::chrono::milliseconds begin)
        : _subject(subject)
        , _limits(limits)
        , _begin(begin)
        , _done(!subject.started)
    { }

    void read(const QList<ConsoleLine> &lines)
    {
        for (const ConsoleLine &line : lines) {
            _done = _done || line.text.contains("Done ("_L1);
            if (_against.isEmpty() && speaksAgainst(line.text, _subject.plugin, _subject.jars))
                _against = excerpt(line.text);
        }
    }

    // The verdict, or nothing yet.
    [[nodiscard]] std::optional<Health> judge(const Result<AmpStatus> &status, std::chrono::milliseconds now)
    {
        if (!_against.isEmpty())
            return Health{false, u"the log says: "_s + _against};
        const InstanceState state = status ? status->state : InstanceState::Unknown;
        if (state == InstanceState::Failed)
            return Health{false, u"the instance failed"_s};
        _wasUp = _wasUp || state == InstanceState::Running || state == InstanceState::Starting;
        _stopped += state == InstanceState::Stopped ? 1 : 0;
        if (state == InstanceState::Stopped && (_wasUp || _stopped >= stoppedSightings))
            return Health{false, u"the instance stopped by itself"_s};
        const bool well = state == InstanceState::Running && _done;
        if (!well)
            _wellSince.reset();
        else if (!_wellSince)
            _wellSince = now;
        if (_wellSince && now - *_wellSince >= _limits.minimum)
            return Health{true, {}};
        if (now - _begin >= _limits.deadline)
            return Health{false, lateBecause(status)};
        return std::nullopt;
    }

private:
    [[nodiscard]] QString lateBecause(const Result<AmpStatus> &status) const
    {
        const QString within
            = u" within "_s + QString::number(double(_limits.deadline.count()) / 1000.0) + u" s"_s;
        if (!status)
            return u"AMP could not be asked"_s + within + u": "_s + describe(status.error());
        if (status->state != InstanceState::Running)
            return u"it was not running"_s + within + u", but "_s + domain::nameOf(status->state);
        return _done ? QString(u"it did not stay well for long enough"_s + within)
                     : QString(u"its log did not say \"Done (\""_s + within);
    }

    const GateSubject &_subject;
    const HealthLimits &_limits;
    std::chrono::milliseconds _begin;
    std::optional<std::chrono::milliseconds> _wellSince;
    QString _against;
    bool _done;
    bool _wasUp = false;
    int _stopped = 0;
};

} // namespace

bool speaksAgainst(const QString &line, const QString &plugin, const QStringList &jars)
{
    if (plugin.isEmpty())
        return false;
    const bool fails = std::any_of(failures.begin(), failures.end(),
                                   [&line](QLatin1StringView words) { return line.contains(words); });
    if (!fails)
        return false;
    return holdsWord(line, plugin)
        || std::any_of(jars.begin(), jars.end(), [&line](const QString &jar) { return line.contains(jar); });
}

HealthGate::HealthGate(instances::AmpPanel &panel, const Clock &clock, HealthLimits limits)
    : _panel(panel)
    , _clock(clock)
    , _limits(limits)
{ }

Task<Health> HealthGate::watch(GateSubject subject)
{
    Watch watch(subject, _limits, _clock.uptime());
    while (true) {
        const auto lines = co_await answerOf(_panel.newConsoleLines(subject.instance.id));
        if (lines)
            watch.read(*lines);
        const auto status = co_await answerOf(_panel.status(subject.instance.id));
        const auto verdict = watch.judge(status, _clock.uptime());
        if (verdict)
            co_return *verdict;
        co_await delay(_limits.poll);
    }
}

} // namespace archivesmp::agent::deployments
