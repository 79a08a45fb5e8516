// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/valuestory.h"

#include "app/drift/findingtext.h"
#include "app/widgets/agetext.h"
#include "common/core/textescape.h"

#include <QCoreApplication>

#include <algorithm>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using domain::FindingKind;
using protocol::DriftCause;
using protocol::ExpectedElsewhere;

namespace {

constexpr int mostNamed = 3;

QString tr(const char *text)
{
    return QCoreApplication::translate("archivesmp::app::drift", text);
}

QString authorText(const protocol::LayerValue &layer)
{
    const QString author = escapedForDisplay(QStringView(layer.author));
    return layer.version > 0 ? tr("by %1 in version %2").arg(author).arg(layer.version)
                             : tr("by %1").arg(author);
}

QString causeText(DriftCause cause)
{
    switch (cause) {
    case DriftCause::Unknown:
        return {};
    case DriftCause::ChangedOutside:
        return tr("Changed outside: the file was as expected before.");
    case DriftCause::ExpectationChanged:
        return tr("The expectation changed since the file was right.");
    case DriftCause::NeverApplied:
        return tr("It was never applied here.");
    }
    Q_UNREACHABLE();
}

QString elsewhereText(const QList<ExpectedElsewhere> &elsewhere)
{
    const auto same = std::count_if(elsewhere.begin(), elsewhere.end(),
                                    [](const ExpectedElsewhere &there) { return there.same; });
    QStringList others;
    for (const ExpectedElsewhere &there : elsewhere) {
        if (there.same || !there.layer)
            continue;
        if (others.size() < mostNamed)
            others.append(there.instance.name + u' ' + valueText(there.expected, TextQuotes::Without));
    }
    const auto different
        = std::count_if(elsewhere.begin(), elsewhere.end(),
                        [](const ExpectedElsewhere &there) { return !there.same && there.layer; });
    QString text = same == 0 ? QString()
        : same == 1          ? tr("Expected the same on 1 other instance.")
                             : tr("Expected the same on %1 other instances.").arg(same);
    if (different == 0)
        return text;
    if (different > others.size())
        others.append(tr("and %1 more").arg(different - others.size()));
    return (text.isEmpty() ? QString() : text + u' ') + tr("Otherwise on: %1.").arg(others.join(u", "_s));
}

} // namespace

QString storyText(const protocol::ValueStory &story, const QDateTime &now)
{
    QStringList lines{causeText(story.cause)};
    if (story.lastApplied) {
        const protocol::AppliedFix &fix = *story.lastApplied;
        const QString age = widgets::agoText(fix.at, now);
        lines.append(fix.reason.isEmpty()
                         ? tr("Last applied %1 by %2.").arg(age, fix.by)
                         : tr("Last applied %1 by %2: %3")
                               .arg(age, fix.by, escapedForDisplay(QStringView(fix.reason))));
    }
    lines.append(elsewhereText(story.elsewhere));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString originText(const protocol::LayerValue &layer)
{
    if (layer.author.isEmpty())
        return {};
    QStringList lines{authorText(layer)};
    if (!layer.reason.isEmpty())
        lines.append(escapedForDisplay(QStringView(layer.reason)));
    lines.append(widgets::exactTimeText(layer.at));
    return lines.join(u'\n');
}

QString shortOriginText(const protocol::LayerValue &layer, const QDateTime &now)
{
    if (layer.author.isEmpty())
        return {};
    QStringList words{authorText(layer), widgets::shortTimeText(layer.at, now)};
    words.removeAll(QString());
    QStringList lines{words.join(u" · "_s)};
    if (!layer.reason.isEmpty())
        lines.append(escapedForDisplay(QStringView(layer.reason)));
    return lines.join(u'\n');
}

QString whyNotAcceptable(const domain::Finding &finding)
{
    switch (finding.kind) {
    case FindingKind::Changed:
    case FindingKind::WrongType:
    case FindingKind::MissingKey:
    case FindingKind::ExtraKey:
    case FindingKind::MissingPlugin:
    case FindingKind::UnexpectedPlugin:
        return {};
    default:
        return tr("This kind of finding holds no value that could be expected.");
    }
}

} // namespace archivesmp::app::drift
