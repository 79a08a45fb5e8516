// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/importupload.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

void end(Conversation &talk, const protocol::ImportReply &reply)
{
    if (talk.output() == Output::Json)
        printJson(
            {{u"report"_s, reply.report}, {u"accepted"_s, reply.accepted}, {u"version"_s, reply.version}});
    else
        talk.print(reply.accepted ? u"accepted as version %1\n"_s.arg(reply.version)
                                  : u"a dry run: nothing was accepted\n"_s);
    talk.finish(ExitStatus::Well);
}

void uploadNext(Conversation &talk, ImportUploads uploads, const QList<protocol::ImportFile> &uploaded)
{
    if (!uploads.files.isEmpty()) {
        const ImportUpload next = uploads.files.takeFirst();
        const auto goOn = [&talk, uploads, uploaded, next](const QByteArray &sha256) {
            protocol::ImportFile file = next.file;
            file.artifact = sha256;
            uploadNext(talk, uploads, uploaded + QList<protocol::ImportFile>{file});
        };
        talk.proceed(talk.session().uploadArtifact(next.path), goOn);
        return;
    }
    const protocol::ImportExpectations request{.files = uploaded,
                                               .aliases = uploads.aliases,
                                               .reason = talk.value(u"reason"_s),
                                               .dryRun = talk.parser().isSet(u"dry-run"_s)};
    talk.ask(request, [&talk](const protocol::ImportReply &reply) { end(talk, reply); });
}

} // namespace

void importOnHost(Conversation &talk, const ImportUploads &uploads)
{
    uploadNext(talk, uploads, {});
}

} // namespace archivesmp::app::cli
