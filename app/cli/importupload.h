// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/conversation.h"

#include <QHash>

namespace archivesmp::app::cli {

struct ImportUpload
{
    QString path;              // on this disk
    protocol::ImportFile file; // without its sum, which the upload finds out
};

struct ImportUploads
{
    QList<ImportUpload> files;
    QHash<QString, QString> aliases; // a name in the files → the instance
};

// Uploads the files one after the other, asks the host to import them, and ends the command with what it
// says.
void importOnHost(Conversation &talk, const ImportUploads &uploads);

} // namespace archivesmp::app::cli
