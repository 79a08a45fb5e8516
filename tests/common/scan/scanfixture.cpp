// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/scan/scanfixture.h"

#include "common/expectations/importer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

ScanFixture::ScanFixture(const QByteArray &universal, const QByteArray &variable)
{
    using expectations::ImportSource;
    const auto source = [](ImportSource::Content content, const QString &name, const QByteArray &bytes) {
        return ImportSource{content, domain::Platform::Unknown, name, bytes};
    };
    const auto outcome = expectations::importExpectations(
        {{source(ImportSource::Content::Universal, u"universal"_s, universal),
          source(ImportSource::Content::Variable, u"variable"_s, variable)},
         {}});
    if (outcome)
        options.expectations = std::make_shared<expectations::ExpectationSet>(outcome->set);
    options.fleetKey = "fleet key";
    options.startedAt = QDateTime::fromString(u"2025-03-01T12:00:00Z"_s, Qt::ISODate);
}

QString ScanFixture::gameFolder(const QString &instance) const
{
    return _root.filePath(instance + u"/Minecraft"_s);
}

void ScanFixture::addFile(const QString &instance, const QString &path, const QByteArray &bytes)
{
    const QString full = gameFolder(instance) + u'/' + path;
    QDir().mkpath(QFileInfo(full).path());
    QFile file(full);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

Result<scan::FleetReport> ScanFixture::scan() const
{
    const auto found = scan::findInstances(_root.path(), {});
    if (!found)
        return found.error();
    return scan::scanFleet(found->instances, options);
}

QStringList ScanFixture::summary(const scan::FleetReport &report)
{
    QStringList lines;
    for (const domain::DriftReport &instance : report.reports) {
        for (const domain::Finding &finding : instance.findings)
            lines.append(domain::nameOf(finding.kind) + u' ' + finding.file + u' ' + finding.key.toString());
    }
    return lines;
}

} // namespace archivesmp::tests
