// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/settingsreader.h"

#include "agent/settings/settingsfile.h"
#include "common/core/textescape.h"

#include <algorithm>
#include <array>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The edit distance of two short words, for "did you mean".
qsizetype distance(QStringView a, QStringView b)
{
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype replace = diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            diagonal = row.at(j);
            row[j] = std::min({replace, row.at(j) + 1, row.at(j - 1) + 1});
        }
    }
    return row.last();
}

QString nearest(const QString &word, const QStringList &known)
{
    QString best;
    qsizetype bestDistance = 3; // more than two typing errors is another word
    for (const QString &candidate : known) {
        const qsizetype d = distance(word, candidate);
        if (d < bestDistance) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

// What stands in the templates and must be replaced: "<encrypted>", "<secret>", "<key>" …
bool isPlaceholder(QStringView text)
{
    return text.size() > 2 && text.startsWith(u'<') && text.endsWith(u'>');
}

struct Unit
{
    QLatin1StringView name;
    std::chrono::milliseconds length;
};
constexpr std::array units{Unit{"ms"_L1, 1ms}, Unit{"s"_L1, 1s}, Unit{"m"_L1, 1min}, Unit{"h"_L1, 1h},
                           Unit{"d"_L1, 24h}};

std::optional<std::chrono::milliseconds> parseDuration(QStringView text)
{
    qsizetype digits = 0;
    while (digits < text.size() && text.at(digits).isDigit())
        ++digits;
    bool ok = false;
    const qint64 number = text.first(digits).toLongLong(&ok);
    if (!ok || number <= 0 || number > 1'000'000'000)
        return std::nullopt;
    for (const Unit &unit : units) {
        if (text.sliced(digits) == unit.name)
            return number * unit.length;
    }
    return std::nullopt;
}

} // namespace

SettingsReader::SettingsReader(const SettingsNode &map, QString path, QList<Error> &errors)
    : _map(&map)
    , _path(std::move(path))
    , _errors(&errors)
{ }

QString SettingsReader::fieldOf(QStringView key) const
{
    return _path.isEmpty() ? key.toString() : QString(_path + u'.' + key);
}

Error SettingsReader::about(QStringView key, const QString &message, const QString &remedy) const
{
    const SettingsNode *node = _map->find(key);
    return Error{ErrorCode::InvalidInput,
                 message,
                 {},
                 node != nullptr ? node->line : _map->line,
                 node != nullptr ? node->column : 0,
                 fieldOf(key),
                 remedy};
}

void SettingsReader::reject(QStringView key, const QString &message, const QString &remedy)
{
    _errors->append(about(key, message, remedy));
}

const SettingsNode *SettingsReader::ask(QStringView key)
{
    _asked.append(key.toString());
    const SettingsNode *node = _map->find(key);
    return node != nullptr && node->kind != SettingsNode::Kind::Null ? node : nullptr;
}

const SettingsNode *SettingsReader::askScalar(QStringView key)
{
    const SettingsNode *node = ask(key);
    if (node == nullptr)
        return nullptr;
    if (node->kind != SettingsNode::Kind::Scalar) {
        reject(key, u"must be a single value"_s);
        return nullptr;
    }
    if (isPlaceholder(node->text)) {
        reject(key, u"is still the template's placeholder "_s + excerpt(node->text, 40),
               u"write the real value"_s);
        return nullptr;
    }
    return node;
}

bool SettingsReader::has(QStringView key)
{
    return ask(key) != nullptr;
}

QString SettingsReader::text(QStringView key, const QString &fallback)
{
    const SettingsNode *node = askScalar(key);
    return node != nullptr ? node->text : fallback;
}

QString SettingsReader::requiredText(QStringView key)
{
    const qsizetype before = _errors->size();
    const QString value = text(key);
    if (value.isEmpty() && _errors->size() == before)
        reject(key, u"is missing"_s, u"add it"_s);
    return value;
}

int SettingsReader::integer(QStringView key, int fallback, int least, int most)
{
    const SettingsNode *node = askScalar(key);
    if (node == nullptr)
        return fallback;
    bool ok = false;
    const qint64 number = node->text.toLongLong(&ok);
    if (ok && number >= least && number <= most)
        return static_cast<int>(number);
    reject(key, (ok ? u"out of range: "_s : u"is not a whole number: "_s) + excerpt(node->text, 40),
           u"use %1 to %2"_s.arg(least).arg(most));
    return fallback;
}

bool SettingsReader::boolean(QStringView key, bool fallback)
{
    const SettingsNode *node = askScalar(key);
    if (node == nullptr)
        return fallback;
    const QString word = node->text.toLower();
    if (word == "true"_L1 || word == "yes"_L1 || word == "on"_L1)
        return true;
    if (word == "false"_L1 || word == "no"_L1 || word == "off"_L1)
        return false;
    reject(key, u"is neither true nor false: "_s + excerpt(node->text, 40), u"use true or false"_s);
    return fallback;
}

std::chrono::milliseconds SettingsReader::duration(QStringView key, std::chrono::milliseconds fallback)
{
    const SettingsNode *node = askScalar(key);
    if (node == nullptr)
        return fallback;
    if (const auto time = parseDuration(node->text))
        return *time;
    reject(key, u"is not a duration: "_s + excerpt(node->text, 40),
           u"use a number and a unit: 500ms, 5s, 10m, 1h, 1d"_s);
    return fallback;
}

Secret SettingsReader::readSecretFile(QStringView key, const QString &path)
{
    Result<QByteArray> content = readPrivateFile(path, Privacy::Secret);
    if (!content) {
        reject(key, describe(content.error()));
        return {};
    }
    if (content->endsWith('\n'))
        content->chop(content->endsWith("\r\n") ? 2 : 1);
    return Secret(*content);
}

Secret SettingsReader::requiredSecret(QStringView key, const SecretSources &sources)
{
    const SettingsNode *node = ask(key);
    const QString field = fieldOf(key);
    const QString remedy
        = u"run \"archivesmp-agent encrypt --field %1\", give it the secret on standard input, and write what it prints here"_s
              .arg(field);
    if (node == nullptr) {
        reject(key, u"is missing"_s, remedy);
        return {};
    }
    if (node->kind == SettingsNode::Kind::Map) {
        SettingsReader reference(*node, field, *_errors);
        const QString file = reference.text(u"file");
        const QString credential = reference.text(u"credential");
        reference.finish();
        if (file.isEmpty() == credential.isEmpty()) {
            reject(key, u"must name either a file or a credential"_s);
            return {};
        }
        if (!file.isEmpty())
            return readSecretFile(key, file);
        if (sources.credentialsFolder.isEmpty() || credential.contains(u'/')) {
            reject(key, u"the credential %1 is not there"_s.arg(excerpt(credential, 64)),
                   u"add LoadCredential= to the service"_s);
            return {};
        }
        return readSecretFile(key, sources.credentialsFolder + u'/' + credential);
    }
    if (node->kind != SettingsNode::Kind::Scalar) {
        reject(key, u"must be enc:v1:…, {file: PATH} or {credential: NAME}"_s, remedy);
        return {};
    }
    if (isPlaceholder(node->text)) {
        reject(key, u"is still the template's placeholder "_s + excerpt(node->text, 40), remedy);
        return {};
    }
    if (!isSealed(node->text)) {
        // The text itself is a secret in clear: it is not repeated here.
        reject(key, u"is written in clear"_s, remedy);
        return {};
    }
    if (sources.key == nullptr) {
        reject(key, u"cannot decrypt: "_s + sources.keyProblem);
        return {};
    }
    Result<Secret> secret = sources.key->unseal(node->text.toLatin1(), field.toUtf8());
    if (!secret) {
        reject(key, secret.error().message, remedy);
        return {};
    }
    return *secret;
}

std::optional<SettingsReader> SettingsReader::section(QStringView key)
{
    const SettingsNode *node = ask(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->kind != SettingsNode::Kind::Map) {
        reject(key, u"must be a section of settings"_s);
        return std::nullopt;
    }
    return SettingsReader(*node, fieldOf(key), *_errors);
}

QList<SettingsReader> SettingsReader::sections(QStringView key)
{
    const SettingsNode *node = ask(key);
    QList<SettingsReader> readers;
    if (node == nullptr)
        return readers;
    if (node->kind != SettingsNode::Kind::List) {
        reject(key, u"must be a list"_s);
        return readers;
    }
    for (qsizetype i = 0; i < node->items.size(); ++i) {
        if (node->items.at(i).kind == SettingsNode::Kind::Map)
            readers.append(
                SettingsReader(node->items.at(i), fieldOf(key) + u'[' + QString::number(i) + u']', *_errors));
        else
            reject(key, u"item %1 must be a section of settings"_s.arg(i + 1));
    }
    return readers;
}

QStringList SettingsReader::texts(QStringView key, const QStringList &fallback)
{
    const SettingsNode *node = ask(key);
    if (node == nullptr)
        return fallback;
    QStringList values;
    for (const SettingsNode &item : node->items)
        values.append(item.text);
    if (node->kind != SettingsNode::Kind::List || values.contains(QString()))
        reject(key, u"must be a list of words"_s);
    return values;
}

void SettingsReader::finish()
{
    for (qsizetype i = 0; i < _map->entries.size(); ++i) {
        const QString &key = _map->entries.at(i).first;
        if (_asked.contains(key))
            continue;
        const QString known = nearest(key, _asked);
        _errors->append(Error{ErrorCode::InvalidInput,
                              u"is not a setting"_s,
                              {},
                              _map->keyLines.at(i),
                              0,
                              fieldOf(key),
                              known.isEmpty() ? u"remove it"_s : u"did you mean %1?"_s.arg(known)});
    }
}

} // namespace archivesmp::agent::settings
