// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/demofleet.h"

#include <QList>

namespace archivesmp::tests {

// Secrets that a test has planted, and the places where nobody may find them again: in clear, in UTF-16, in
// base64 or in hexadecimal digits.
class Canaries final
{
public:
    // The passwords that the generator put into the expectations, and so into the files of the plugins; those
    // of the panels; and the keys of the admin and the client.
    explicit Canaries(const DemoFleet &fleet);

    void add(const QByteArray &word);
    [[nodiscard]] qsizetype count() const { return _words.size(); }

    // Each of these is empty where there is none, and otherwise says where one is.
    [[nodiscard]] QStringList foundIn(const QByteArray &content, const QString &place) const;
    [[nodiscard]] QStringList foundIn(const QString &text, const QString &place) const;
    [[nodiscard]] QStringList foundBelow(const QString &folder) const; // every file, hidden ones too
    [[nodiscard]] QStringList foundInProcess(qint64 pid) const;        // its arguments and its environment
    // The state, the log, the arguments and the environment of both agents and both panels, and everything
    // that archivesmpctl said and the HTTPS API answers.
    [[nodiscard]] QStringList foundInFleet(DemoFleet &fleet) const;

private:
    struct Word
    {
        QByteArray text;
        QList<QByteArray> spellings;
    };

    [[nodiscard]] QStringList foundInAnswers(const DemoFleet &fleet) const;

    QList<Word> _words;
};

// A password in a plugin's file that is not the one which is expected there.
struct DriftedSecret
{
    QString server;
    QString instance;
    QString file; // below the Minecraft folder
    QByteArray expected;
    QByteArray actual;
};

// Overwrites an expected password in a plugin's file on the server, where nothing else of it has drifted. The
// file is empty where there is none.
[[nodiscard]] DriftedSecret plantInPluginFile(const DemoFleet &fleet, const QString &server,
                                              const QByteArray &word);

// The finding of it, once it was scanned.
[[nodiscard]] QJsonObject findingOf(const DemoFleet &fleet, const DriftedSecret &secret);

} // namespace archivesmp::tests
