// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/agentsession.h"

#include <QCommandLineParser>

namespace archivesmp::app::cli {

// --url, --api-key-file, --pin and --profile.
void addEndpointOptions(QCommandLineParser &parser);

// Which agent the arguments name, with the key out of its file. A profile is a section of profiles.ini in the
// user's configuration folder, with the members url, pin and api_key_file; the options win over it. The key
// itself is never an argument, and its file must be readable by its owner only.
[[nodiscard]] Result<client::Endpoint> endpointOf(const QCommandLineParser &parser);

// Whether an agent was named at all.
[[nodiscard]] bool namesAnAgent(const QCommandLineParser &parser);

} // namespace archivesmp::app::cli
