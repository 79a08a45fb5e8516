// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/secretclassifier.h"

#include <QMessageAuthenticationCode>

#include <algorithm>
#include <array>

namespace archivesmp::expectations {

namespace {

constexpr std::array<QByteArrayView, 12> secretWords{"password", "passwords",  "passwd",     "pass",
                                                     "pwd",      "passphrase", "secret",     "secrets",
                                                     "token",    "tokens",     "credential", "credentials"};
// Whose keys open something, where "key" stands behind: a "private-key", an "apikey".
constexpr std::array<QByteArrayView, 5> keyOwners{"api", "private", "access", "auth", "license"};

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isSeparator(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ' || c == '/';
}

// "MineSkinAPIKey" is mine, skin, api, key: a capital begins a word after a small letter, and the last of a
// run of capitals begins one before a small letter.
bool beginsWord(QByteArrayView key, qsizetype i)
{
    if (!isUpper(key[i]) || i == 0)
        return false;
    return isLower(key[i - 1]) || (isUpper(key[i - 1]) && i + 1 < key.size() && isLower(key[i + 1]));
}

QByteArrayList wordsOf(QByteArrayView key)
{
    QByteArrayList words{QByteArray()};
    for (qsizetype i = 0; i < key.size(); ++i) {
        if (isSeparator(key[i])) {
            words.append(QByteArray());
            continue;
        }
        if (beginsWord(key, i))
            words.append(QByteArray());
        words.last() += isUpper(key[i]) ? static_cast<char>(key[i] - 'A' + 'a') : key[i];
    }
    return words;
}

bool opensSomething(QByteArrayView word)
{
    return std::any_of(keyOwners.begin(), keyOwners.end(), [word](QByteArrayView owner) {
        return word.startsWith(owner)
            && (word.sliced(owner.size()) == "key" || word.sliced(owner.size()) == "keys");
    });
}

// "scheme://user:word@host": the part before the first '/' after the scheme holds a ':' and then an '@'.
bool hasCredentials(QByteArrayView text)
{
    const qsizetype scheme = text.indexOf("://");
    if (scheme <= 0)
        return false;
    QByteArrayView authority = text.sliced(scheme + 3);
    const auto end = std::find_if(authority.begin(), authority.end(),
                                  [](char c) { return c == '/' || c == '?' || c == ' '; });
    authority = authority.first(end - authority.begin());
    const qsizetype at = authority.lastIndexOf('@');
    return authority.first(std::max<qsizetype>(at, 0)).contains(':');
}

} // namespace

bool isSecretKey(QByteArrayView lastKey)
{
    const QByteArrayList words = wordsOf(lastKey);
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (std::find(secretWords.begin(), secretWords.end(), words.at(i)) != secretWords.end())
            return true;
        const QByteArray pair = words.at(i) + words.value(i + 1);
        if (opensSomething(words.at(i)) || opensSomething(pair))
            return true;
    }
    return false;
}

bool isSecretText(QByteArrayView text)
{
    if (text.indexOf("://") < 0)
        return false;
    if (hasCredentials(text))
        return true;
    if (text.indexOf("/api/webhooks/") >= 0 || text.indexOf("hooks.slack.com/services/") >= 0)
        return true;
    const QByteArray lower = text.toByteArray().toLower();
    return lower.contains("password=") || lower.contains("&pass=") || lower.contains("?pass=")
        || lower.contains("token=");
}

bool isSecretSetting(QByteArrayView lastKey, const Value &value)
{
    switch (value.type()) {
    case Value::Type::Text: {
        const QByteArray text = value.toText();
        return !text.isEmpty() && (isSecretKey(lastKey) || isSecretText(text));
    }
    case Value::Type::List:
        return std::any_of(value.items().begin(), value.items().end(),
                           [&](const Value &item) { return isSecretSetting(lastKey, item); });
    case Value::Type::Map:
        return std::any_of(value.entries().begin(), value.entries().end(),
                           [](const auto &entry) { return isSecretSetting(entry.first, entry.second); });
    default:
        return false;
    }
}

bool holdsText(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Text:
        return !value.toText().isEmpty();
    case Value::Type::List:
        return std::any_of(value.items().begin(), value.items().end(), holdsText);
    case Value::Type::Map:
        return std::any_of(value.entries().begin(), value.entries().end(),
                           [](const auto &entry) { return holdsText(entry.second); });
    default:
        return false;
    }
}

domain::SecretFingerprint fingerprintOf(const QByteArray &fleetKey, const Value &value)
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, fleetKey);
    code.addData(QByteArray::number(static_cast<int>(value.type())) + ':' + value.canonical());
    return {code.result()};
}

} // namespace archivesmp::expectations
