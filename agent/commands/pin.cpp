// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/commands/command.h"
#include "agent/settings/certificate.h"

#include <QDir>

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

int pin(const QStringList &arguments)
{
    CommandLine line(u"pin"_s,
                     u"prints the SHA-256 of this agent's certificate, which consoles and clients pin."_s);
    line.process(arguments);
    const std::optional<settings::AgentSettings> settings = line.loadSettings();
    if (!settings)
        return exitConfiguration;
    QDir().mkpath(settings->stateFolder);
    // Before the first start too, so that a client can be prepared.
    if (const Result<void> made = settings::ensureCertificate(settings->tls, settings->physicalServer); !made)
        return fail(describe(made.error()));
    const Result<QByteArray> hash = settings::certificatePin(settings->tls.certificate);
    if (!hash)
        return fail(describe(hash.error()));
    print(settings::formattedPin(*hash));
    return exitOk;
}

} // namespace archivesmp::agent::commands
