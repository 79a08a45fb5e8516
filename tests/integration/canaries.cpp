// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/canaries.h"

#include "tests/integration/webcaller.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

const QStringList servers{u"hetzner"_s, u"ovh"_s};
constexpr auto inventedPassword = "invented-\\d+-word"; // of tests/fleetgen

QSet<QByteArray> passwordsIn(const QByteArray &content)
{
    static const QRegularExpression password(QString::fromLatin1(inventedPassword));
    QSet<QByteArray> found;
    for (const QRegularExpressionMatch &match : password.globalMatch(QString::fromUtf8(content)))
        found.insert(match.captured().toUtf8());
    return found;
}

QByteArray inUtf16(const QByteArray &word)
{
    QByteArray wide;
    for (const char letter : word)
        wide.append(letter).append('\0');
    return wide;
}

// In base64 a word looks different at each of three offsets; what its neighbours touch is left out.
QList<QByteArray> inBase64(const QByteArray &word)
{
    QList<QByteArray> spellings;
    for (int offset = 0; offset < 3; ++offset) {
        const QByteArray moved = QByteArray(offset, 'x') + word;
        const QByteArray encoded = moved.toBase64(QByteArray::OmitTrailingEquals);
        const qsizetype touched = offset == 0 ? 0 : offset + 1;
        spellings.append(encoded.mid(touched, encoded.size() - touched - 2));
    }
    return spellings;
}

} // namespace

Canaries::Canaries(const DemoFleet &fleet)
{
    QSet<QByteArray> expected;
    for (const QString &file : {u"universal_configs.json"_s, u"variable_configs.json"_s})
        expected.unite(passwordsIn(contentOf(fleet.path(u"expectations/"_s + file))));
    for (const QByteArray &password : std::as_const(expected))
        add(password);
    for (const QString &server : servers)
        add(DemoFleet::panelPassword(server));
    for (const QString &key : {u"admin.key"_s, u"client.key"_s})
        add(contentOf(fleet.path(u"secrets/"_s + key)).trimmed());
}

void Canaries::add(const QByteArray &word)
{
    Q_ASSERT(word.size() >= 8);
    _words.append(
        {word,
         QList<QByteArray>{word, inUtf16(word), word.toHex(), word.toHex().toUpper()} + inBase64(word)});
}

QStringList Canaries::foundIn(const QByteArray &content, const QString &place) const
{
    QStringList found;
    for (const Word &word : _words) {
        for (const QByteArray &spelling : word.spellings) {
            if (const qsizetype at = content.indexOf(spelling); at >= 0)
                found.append(u"%1 at byte %2 of %3"_s.arg(QString::fromLatin1(word.text)).arg(at).arg(place));
        }
    }
    return found;
}

QStringList Canaries::foundIn(const QString &text, const QString &place) const
{
    return foundIn(text.toUtf8(), place);
}

QStringList Canaries::foundBelow(const QString &folder) const
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        found += foundIn(contentOf(path), path) + foundIn(path, u"the path "_s + path);
    }
    return found;
}

QStringList Canaries::foundInProcess(qint64 pid) const
{
    QStringList found;
    for (const QString &part : {u"cmdline"_s, u"environ"_s}) {
        const QString path = u"/proc/%1/%2"_s.arg(pid).arg(part);
        found += foundIn(contentOf(path), path);
    }
    return found;
}

QStringList Canaries::foundInAnswers(const DemoFleet &fleet) const
{
    const WebCaller web(fleet.webApi(), fleet.pin(), contentOf(fleet.adminKeyFile()).trimmed());
    QStringList paths{u"/api/servers"_s, u"/api/instances"_s,   u"/api/drift"_s,
                      u"/api/jobs"_s,    u"/api/deployments"_s, u"/api/history"_s,
                      u"/api/rules"_s,   u"/api/aliases"_s,     u"/api/expectations/history"_s,
                      u"/api/health"_s,  u"/metrics"_s};
    const QJsonArray jobs = web.get(u"/api/jobs"_s).json()[u"jobs"].toArray();
    for (const QJsonValue &job : jobs)
        paths.append(u"/api/jobs/"_s + job[u"id"].toString());
    QStringList found;
    for (const QString &path : std::as_const(paths)) {
        const WebAnswer answer = web.get(path);
        if (answer.status != 200)
            found.append(u"%1 answers %2"_s.arg(path).arg(answer.status));
        found += foundIn(answer.body, path);
    }
    return found;
}

QStringList Canaries::foundInFleet(DemoFleet &fleet) const
{
    QStringList found
        = foundIn(fleet.everythingOfCtl(), u"what archivesmpctl said or ran with"_s) + foundInAnswers(fleet);
    for (const QString &server : servers) {
        found += foundBelow(fleet.path(u"state-"_s + server));
        found += foundIn(fleet.logOf(server), u"the log of "_s + server);
        found += foundInProcess(fleet.agent(server).pid()) + foundInProcess(fleet.panel(server).pid());
    }
    return found;
}

DriftedSecret plantInPluginFile(const DemoFleet &fleet, const QString &server, const QByteArray &word)
{
    QSet<QString> drifted;
    const QJsonArray drifts = fleet.truth()[u"drifts"].toArray();
    for (const QJsonValue &drift : drifts)
        drifted.insert(drift[u"instance"].toString() + u'/' + drift[u"plugin"].toString());
    for (const QString &instance :
         QDir(fleet.path(u"fleet/"_s + server)).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QDir plugins(fleet.minecraftFolder(server, instance) + u"/plugins"_s);
        for (const QString &plugin : plugins.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile file(plugins.filePath(plugin + u"/config.yml"_s));
            QByteArray content = contentOf(file.fileName());
            const QSet<QByteArray> passwords = passwordsIn(content);
            if (passwords.isEmpty() || drifted.contains(instance + u'/' + plugin))
                continue;
            const QByteArray expected = *passwords.begin();
            content.replace(expected, word);
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
                return {};
            return {server, instance, u"plugins/%1/config.yml"_s.arg(plugin), expected, word};
        }
    }
    return {};
}

QJsonObject findingOf(const DemoFleet &fleet, const DriftedSecret &secret)
{
    const QJsonArray findings = fleet.ctlJson({u"drift"_s})[u"findings"].toArray();
    for (const QJsonValue &finding : findings) {
        if (finding[u"instance"].toString() == secret.instance && finding[u"file"].toString() == secret.file
            && finding[u"key"].toString() == "storage.password"_L1)
            return finding.toObject();
    }
    return {};
}

} // namespace archivesmp::tests
